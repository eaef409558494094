import { randomBytes } from 'node:crypto';
import { createOneTimeCodes, hashOf } from './one-time-codes.ts';

/** A browser that was let in. Ids are for showing and ending sessions; they open nothing. */
export type Session = {
  readonly id: string;
  readonly createdAt: number;
  lastSeenAt: number;
  connections: number;
};

export type Sessions = {
  /** A new code, good once and for 60 seconds. */
  issueCode(): string;
  /** Swaps a code for a session's cookie value; `undefined` for a code that is unknown, used or too old. */
  redeem(code: string): string | undefined;
  /** The session a cookie value belongs to. */
  find(token: string | undefined): Session | undefined;
  /** Counts a connection of a session, and takes it off again. A session in use never grows old. */
  enter(session: Session): void;
  leave(session: Session): void;
  list(): readonly Session[];
  end(id: string): void;
  /** Called for each session that ends, so that its connections can be cut. */
  onEnd(listener: (id: string) => void): void;
};

const TOKEN_BYTES = 32;
/** A session nobody used for this long ends. */
const IDLE_LIFE_MS = 7 * 24 * 3_600_000;
const MAX_SESSIONS = 16;

export function createSessions(nowMs: () => number): Sessions {
  const codes = createOneTimeCodes(nowMs);
  // By the hash of the cookie.
  const sessions = new Map<string, Session>();
  const listeners: ((id: string) => void)[] = [];

  const drop = (hash: string): void => {
    const session = sessions.get(hash);
    sessions.delete(hash);
    if (session !== undefined) for (const listener of listeners) listener(session.id);
  };
  const dropIdle = (): void => {
    for (const [hash, session] of sessions) {
      if (session.connections === 0 && nowMs() - session.lastSeenAt > IDLE_LIFE_MS) drop(hash);
    }
  };
  const open = (): string => {
    dropIdle();
    const inUse = (session: Session): number => (session.connections > 0 ? 1 : 0);
    const [oldest] = [...sessions].toSorted(
      ([, a], [, b]) => inUse(a) - inUse(b) || a.lastSeenAt - b.lastSeenAt,
    );
    if (sessions.size >= MAX_SESSIONS && oldest !== undefined) drop(oldest[0]);
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const now = nowMs();
    sessions.set(hashOf(token), {
      id: randomBytes(8).toString('hex'),
      createdAt: now,
      lastSeenAt: now,
      connections: 0,
    });
    return token;
  };
  return {
    issueCode: codes.issue,
    redeem: (code) => (codes.use(code) ? open() : undefined),
    find(token) {
      dropIdle();
      const session = token === undefined ? undefined : sessions.get(hashOf(token));
      if (session !== undefined) session.lastSeenAt = nowMs();
      return session;
    },
    enter: (session) => {
      session.connections += 1;
    },
    leave: (session) => {
      session.connections -= 1;
      session.lastSeenAt = nowMs();
    },
    list: () => [...sessions.values()],
    end(id) {
      for (const [hash, session] of sessions) if (session.id === id) drop(hash);
    },
    onEnd: (listener) => void listeners.push(listener),
  };
}
