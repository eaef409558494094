import { hostname } from 'node:os';
import { plainEndpoint } from '#shared/contracts/cloud.ts';
import {
  EndpointSessions,
  sessionOf,
  type EndpointCaller,
  type Session,
} from '#main/engine/endpoint/index.ts';
import type { Tokens } from './cloud.service.ts';
import { EndpointAccount } from './endpoint-account.ts';

type Account = { readonly email: string; readonly password: string };

/** Signed in before there is a workspace to keep it: in memory, until `leave`. */
export class PassingAccounts {
  readonly #nowMs: () => number;
  readonly #endpoints: EndpointAccount;
  readonly #sessions: EndpointSessions;
  readonly #held = new Map<string, Session>();
  readonly #accounts = new Map<string, Account>();

  constructor(deps: { readonly caller: EndpointCaller; readonly nowMs: () => number }) {
    const { caller } = deps;
    this.#nowMs = deps.nowMs;
    this.#endpoints = new EndpointAccount(caller);
    const held = this.#held;
    this.#sessions = new EndpointSessions({
      ...deps,
      keeper: {
        read: (endpoint) => Promise.resolve(held.get(endpoint)),
        async write(endpoint, session) {
          held.set(endpoint, session);
        },
        async expire(endpoint) {
          held.delete(endpoint);
        },
      },
    });
  }

  tokensFor(address: string, account: Account): Tokens {
    const endpoint = plainEndpoint(address);
    return {
      current: async () => {
        await this.#signIn(endpoint, account);
        return this.#sessions.current(endpoint);
      },
      renewed: (refused) => this.#sessions.renewed(endpoint, refused),
    };
  }

  /** Ends what was signed in; where an endpoint can't be told, its tokens end by themselves. */
  async leave(): Promise<void> {
    for (const [endpoint, { refreshToken }] of this.#held) {
      await this.#endpoints.logout(endpoint, refreshToken).catch(() => undefined);
    }
    this.#held.clear();
    this.#accounts.clear();
  }

  async #signIn(endpoint: string, account: Account): Promise<void> {
    const former = this.#accounts.get(endpoint);
    const isSame = former?.email === account.email && former.password === account.password;
    if (isSame && this.#held.has(endpoint)) return;
    const deviceName = hostname().slice(0, 100) || 'Adiuva';
    const answered = await this.#endpoints.login({ endpoint, ...account, deviceName }, undefined);
    this.#held.set(endpoint, sessionOf(answered, this.#nowMs()));
    this.#accounts.set(endpoint, account);
  }
}
