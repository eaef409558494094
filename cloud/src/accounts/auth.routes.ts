import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { callerOf, requireSignIn } from '../http/caller.ts';
import type { RateLimits } from '../http/rate-limits.ts';
import { usageOutput } from '../vaults/backup.schemas.ts';
import * as schemas from './auth.schemas.ts';
import type { AuthService } from './auth.service.ts';
import type { SignedIn } from './accounts.store.ts';

export type AuthRouteDeps = {
  readonly auth: AuthService;
  readonly limits: RateLimits;
  readonly describeUsage: (caller: SignedIn) => Promise<z.infer<typeof usageOutput>>;
  readonly removeEverything: (caller: SignedIn) => Promise<void>;
};

const NOTHING = z.null();
const tags = ['auth'];
const common = { tags, security: [{ bearer: [] }] };

/** Signing in and out: these ask for nobody. */
export function signInRoutes({ auth, limits }: AuthRouteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/register',
      {
        onRequest: limits.register,
        schema: { tags, body: schemas.registerInput, response: { 202: schemas.registerOutput } },
      },
      async (request, reply) => {
        await auth.register(request.body);
        return reply.status(202).send({ status: 'accepted' });
      },
    );
    app.post(
      '/login',
      {
        onRequest: limits.login,
        preHandler: limits.loginOfOneEmail,
        schema: { tags, body: schemas.loginInput, response: { 200: schemas.sessionOutput } },
      },
      async (request) => schemas.toSession(await auth.login(request.body)),
    );
    app.post(
      '/refresh',
      {
        onRequest: limits.refresh,
        schema: { tags, body: schemas.refreshInput, response: { 200: schemas.sessionOutput } },
      },
      async (request) => schemas.toSession(await auth.refresh(request.body)),
    );
    app.post(
      '/logout',
      { onRequest: limits.refresh, schema: { tags, body: schemas.logoutInput, response: { 204: NOTHING } } },
      async (request, reply) => {
        await auth.logout(request.body.refreshToken);
        return reply.status(204).send(null);
      },
    );
  };
}

/** What a signed-in device may do with its account. */
export function accountRoutes(deps: AuthRouteDeps): FastifyPluginAsyncZod {
  const { auth, limits } = deps;
  return async (app) => {
    app.addHook('onRequest', requireSignIn(auth));
    app.addHook('onRequest', limits.account);
    app.get(
      '/me',
      {
        schema: {
          ...common,
          response: {
            200: z.object({
              account: schemas.accountOutput,
              device: schemas.deviceOutput,
              usage: usageOutput,
            }),
          },
        },
      },
      async (request) => {
        const caller = callerOf(request);
        const usage = await deps.describeUsage(caller);
        return {
          account: schemas.toAccount(caller),
          device: schemas.toDevice(caller.device, caller.device),
          usage,
        };
      },
    );
    await app.register(deviceRoutes(deps));
    app.post(
      '/password',
      { schema: { ...common, body: schemas.passwordInput, response: { 204: NOTHING } } },
      async (request, reply) => {
        await auth.changePassword(callerOf(request), request.body);
        return reply.status(204).send(null);
      },
    );
    app.post(
      '/delete-account',
      { schema: { ...common, body: schemas.deleteAccountInput, response: { 204: NOTHING } } },
      async (request, reply) => {
        const caller = callerOf(request);
        await auth.confirmPassword(caller, request.body.password);
        await deps.removeEverything(caller);
        return reply.status(204).send(null);
      },
    );
  };
}

function deviceRoutes({ auth }: AuthRouteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/devices',
      { schema: { ...common, response: { 200: schemas.devicesOutput } } },
      async (request) => {
        const { account, device } = callerOf(request);
        const rows = await auth.listDevices(account.id);
        return { devices: rows.map((row) => schemas.toDevice(row, device)) };
      },
    );
    app.delete(
      '/devices/:id',
      { schema: { ...common, params: schemas.deviceParams, response: { 204: NOTHING } } },
      async (request, reply) => {
        await auth.removeDevice(callerOf(request).account.id, request.params.id);
        return reply.status(204).send(null);
      },
    );
  };
}
