import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { isAppError } from '#shared/errors.ts';
import { signedOut, type Answered, type EndpointCaller } from './endpoint-request.ts';

/** What proves at an endpoint who asks. All of it is secret. Times are those of this machine. */
export const sessionSchema = z.object({
  refreshToken: z.string(),
  /** Made and kept before it is sent: the same pair again is the same request, should its answer be lost. */
  successor: z.string().nullable(),
  accessToken: z.string(),
  issuedAt: z.int(),
  renewAt: z.int(),
  endsAt: z.int(),
});
export type Session = z.infer<typeof sessionSchema>;

/** Where sessions are kept. `write` resolves when it is on disk. */
export type SessionKeeper = {
  read(endpoint: string): Promise<Session | undefined>;
  write(endpoint: string, session: Session): Promise<void>;
  /** The endpoint takes it no more. */
  expire(endpoint: string): Promise<void>;
};

export const issuedSchema = z.object({
  accessToken: z.string().min(1),
  accessTokenExpiresAtMs: z.int(),
  refreshToken: z.string().min(1),
});
type Issued = z.infer<typeof issuedSchema>;

/** Of its life after which a token is renewed, so that nothing on its way meets its end. */
const RENEW_AFTER = 0.8;
const UNKNOWN_LIFE_MS = 5 * 60_000;
const MOST_LIFE_MS = 60 * 60_000;
const PASSING = new Set(['unreachable', 'rate_limited', 'offline', 'cancelled']);

/** How long it lives is told by the endpoint's clock alone: that of this machine may be weeks off. */
export function sessionOf({ value, endpointMs }: Answered<Issued>, nowMs: number): Session {
  const toldMs = endpointMs === null ? UNKNOWN_LIFE_MS : value.accessTokenExpiresAtMs - endpointMs;
  const lifeMs = Math.min(Math.max(toldMs, 0), MOST_LIFE_MS);
  return {
    refreshToken: value.refreshToken,
    successor: null,
    accessToken: value.accessToken,
    issuedAt: nowMs,
    renewAt: nowMs + Math.floor(lifeMs * RENEW_AFTER),
    endsAt: nowMs + lifeMs,
  };
}

export type SessionsDeps = {
  readonly caller: EndpointCaller;
  readonly keeper: SessionKeeper;
  readonly nowMs: () => number;
};

/** Access tokens, renewed ahead of their end, one renewal at a time for each endpoint. */
export class EndpointSessions {
  readonly #deps: SessionsDeps;
  readonly #renewing = new Map<string, Promise<Session>>();

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
  }

  /** A token that is good now. Throws `sign_in_refused` where nobody is signed in. */
  async current(endpoint: string): Promise<string> {
    const session = await this.#require(endpoint);
    const nowMs = this.#deps.nowMs();
    // A clock that was set back says nothing of how old it is.
    if (nowMs >= session.issuedAt && nowMs < session.renewAt) return session.accessToken;
    try {
      return (await this.#renew(endpoint)).accessToken;
    } catch (error) {
      const isGood = nowMs >= session.issuedAt && nowMs < session.endsAt;
      if (isGood && isAppError(error) && PASSING.has(error.code)) return session.accessToken;
      throw error;
    }
  }

  /** Another token than `refused`, which the endpoint said is over. */
  async renewed(endpoint: string, refused: string): Promise<string> {
    const session = await this.#require(endpoint);
    if (session.accessToken !== refused) return session.accessToken;
    return (await this.#renew(endpoint)).accessToken;
  }

  async #require(endpoint: string): Promise<Session> {
    const session = await this.#deps.keeper.read(endpoint);
    if (session) return session;
    throw signedOut();
  }

  /** Whoever asks meanwhile gets the same: a refresh token is good once. */
  #renew(endpoint: string): Promise<Session> {
    const underWay = this.#renewing.get(endpoint);
    if (underWay) return underWay;
    const renewing = this.#exchange(endpoint).finally(() => this.#renewing.delete(endpoint));
    this.#renewing.set(endpoint, renewing);
    return renewing;
  }

  async #exchange(endpoint: string): Promise<Session> {
    const { caller, keeper, nowMs } = this.#deps;
    const session = await this.#require(endpoint);
    const successor = session.successor ?? randomBytes(32).toString('base64url');
    if (session.successor === null) await keeper.write(endpoint, { ...session, successor });
    const { refreshToken } = session;
    try {
      const answered = await caller.ask(endpoint, {
        method: 'POST',
        path: '/api/v1/auth/refresh',
        body: { refreshToken, successor },
        answer: issuedSchema,
      });
      const next = sessionOf(answered, nowMs());
      // Signed out, or in as somebody else, while the answer was on its way: that stays.
      if ((await keeper.read(endpoint))?.refreshToken !== refreshToken) throw signedOut();
      await keeper.write(endpoint, next);
      return next;
    } catch (error) {
      if (isAppError(error) && error.code === 'sign_in_refused') await this.#expire(endpoint, refreshToken);
      throw error;
    }
  }

  async #expire(endpoint: string, refreshToken: string): Promise<void> {
    const { keeper } = this.#deps;
    if ((await keeper.read(endpoint))?.refreshToken === refreshToken) await keeper.expire(endpoint);
  }
}
