import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { emailKeyOf } from '../accounts/accounts.store.ts';
import type { CloudConfig } from '../config.ts';
import { CloudError } from '../errors.ts';
import { callerOf } from './caller.ts';

const MINUTE_MS = 60_000;

export type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

export type RateLimits = {
  /** By account, as many as its tier has. After sign-in. */
  readonly account: Hook;
  readonly register: Hook;
  readonly login: Hook;
  /** By the e-mail address in the body, whether or not it has an account. After parsing. */
  readonly loginOfOneEmail: Hook;
  readonly refresh: Hook;
};

/** Counted in this process: several servers beside each other each allow as much. */
export async function createRateLimits(app: FastifyInstance, config: CloudConfig): Promise<RateLimits> {
  const { addressLimits, requestsPerMinute } = config;
  await app.register(rateLimit, { global: false });
  const byAddress = (max: number) => limit(app, { max: () => max, keyOf: (request) => request.ip });
  const all = byAddress(addressLimits.all);
  app.addHook('onRequest', (request, reply) => all(request, reply));
  return {
    account: limit(app, {
      max: (request) => requestsPerMinute[callerOf(request).account.tier],
      keyOf: (request) => callerOf(request).account.id,
      isTold: true,
    }),
    register: byAddress(addressLimits.register),
    login: byAddress(addressLimits.login),
    loginOfOneEmail: limit(app, { max: () => addressLimits.loginOfOneEmail, keyOf: emailOf }),
    refresh: byAddress(addressLimits.refresh),
  };
}

const body = z.object({ email: z.string() });

function emailOf(request: FastifyRequest): string {
  return emailKeyOf(body.parse(request.body).email);
}

type Limit = {
  readonly max: (request: FastifyRequest) => number;
  readonly keyOf: (request: FastifyRequest) => string;
  /** Tell the caller how much is left. */
  readonly isTold?: boolean;
};

function limit(app: FastifyInstance, { max, keyOf, isTold = false }: Limit): Hook {
  const count = app.createRateLimit({ max, keyGenerator: keyOf, timeWindow: MINUTE_MS });
  return async (request, reply) => {
    const result = await count(request);
    if (result.isAllowed) return;
    const { ttlInSeconds, remaining, isExceeded } = result;
    if (isTold) {
      void reply.headers({
        'x-ratelimit-limit': result.max,
        'x-ratelimit-remaining': remaining,
        'x-ratelimit-reset': ttlInSeconds,
      });
    }
    if (isExceeded) {
      const message = 'Too many requests in a short time. What is stored is safe; wait, then go on.';
      throw new CloudError('rate_limited', message, { retryAfterSeconds: Math.max(1, ttlInSeconds) });
    }
  };
}
