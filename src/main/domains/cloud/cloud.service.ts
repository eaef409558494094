import { hostname } from 'node:os';
import {
  plainEndpoint,
  type CloudAccount,
  type CloudDevice,
  type CloudEndpoint,
  type CloudState,
  type SignInInput,
  type SignUpInput,
} from '#shared/contracts/cloud.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { Writer } from '#main/db/store.ts';
import { sessionOf, type EndpointCaller, type EndpointSessions } from '#main/engine/endpoint/index.ts';
import { noteUsage, putAccount, removeAccount, type AccountRow, type CloudStore } from './cloud.store.ts';
import type { EndpointAccount } from './endpoint-account.ts';
import type { KeptSessions } from './kept-sessions.ts';
import type { LeavingSessions } from './leaving-sessions.ts';

export type CloudDeps = {
  readonly reads: CloudStore;
  readonly kept: KeptSessions;
  readonly leaving: LeavingSessions;
  readonly sessions: EndpointSessions;
  readonly caller: EndpointCaller;
  readonly endpoints: EndpointAccount;
  readonly isOffline: () => boolean;
  readonly nowMs: () => number;
};

/** A token for an endpoint, and another one where that is over: what a target of backups asks for. */
export type Tokens = {
  current(): Promise<string>;
  renewed(refused: string): Promise<string>;
};

type Signal = AbortSignal | undefined;

/** This workspace's accounts at Adiuva endpoints: one at each. */
export class CloudService {
  readonly #deps: CloudDeps;

  constructor(deps: CloudDeps) {
    this.#deps = deps;
  }

  /** As they were last told; nothing is asked. */
  async list(): Promise<readonly CloudAccount[]> {
    const rows = await this.#deps.reads.list();
    return Promise.all(rows.map((row) => this.#accountOf(row)));
  }

  describe(endpoint: string, signal: Signal): Promise<CloudEndpoint> {
    return this.#deps.endpoints.describe(endpoint, signal);
  }

  /** Whether an address has an account already is never told, so what follows decides: the sign-in. */
  async signUp(input: SignUpInput, signal: Signal): Promise<CloudAccount> {
    await this.#requireFree(input.endpoint);
    await this.#deps.endpoints.describe(input.endpoint, signal);
    await this.#deps.endpoints.register(input, signal);
    try {
      return await this.#signIn(input, signal);
    } catch (error) {
      throw isRefused(error) ? isTaken() : error;
    }
  }

  async signIn(input: SignInInput, signal: Signal): Promise<CloudAccount> {
    await this.#requireFree(input.endpoint);
    await this.#deps.endpoints.describe(input.endpoint, signal);
    return this.#signIn(input, signal);
  }

  /** Asks the endpoint how things stand: tier, room, and whether the sign-in still holds. */
  async check(endpoint: string, signal: Signal): Promise<CloudAccount> {
    await this.#requireRow(endpoint);
    const { account, usage } = await this.#withToken(endpoint, (token) =>
      this.#deps.endpoints.me(endpoint, token, signal),
    );
    await this.#deps.kept.change('cloud.usage', (tx) =>
      noteUsage(tx, endpoint, { tier: account.tier, usage }),
    );
    return this.#get(endpoint);
  }

  /** Ends the sign-in here at once. Where `isToldThere` is false the endpoint is told when it can be reached. */
  async signOut(endpoint: string): Promise<{ readonly isToldThere: boolean }> {
    await this.#requireRow(endpoint);
    const { kept, leaving } = this.#deps;
    const session = await kept.read(endpoint);
    const left = await this.#forget(
      endpoint,
      (tx) => session && leaving.keepIn(tx, endpoint, session.refreshToken),
    );
    return { isToldThere: left === undefined || (await leaving.tell(left)) };
  }

  async devices(endpoint: string, signal: Signal): Promise<readonly CloudDevice[]> {
    await this.#requireRow(endpoint);
    const devices = await this.#withToken(endpoint, (token) =>
      this.#deps.endpoints.devices(endpoint, token, signal),
    );
    return devices.map(({ id, name, createdAtMs, lastUsedAtMs, isCurrent }) => ({
      id,
      name,
      createdAt: createdAtMs,
      lastUsedAt: lastUsedAtMs,
      isThisDevice: isCurrent,
    }));
  }

  /** Ends another device's sign-in; for this one there is `signOut`. */
  async removeDevice(endpoint: string, deviceId: string): Promise<void> {
    const row = await this.#requireRow(endpoint);
    if (row.deviceId === deviceId) {
      throw new AppError('conflict', 'This is the device you are on. Nothing was changed; sign out instead.');
    }
    await this.#withToken(endpoint, (token) => this.#deps.endpoints.removeDevice(endpoint, token, deviceId));
  }

  /** All other devices are signed out by it. */
  async changePassword(
    endpoint: string,
    { currentPassword, newPassword }: { readonly currentPassword: string; readonly newPassword: string },
  ): Promise<void> {
    await this.#requireRow(endpoint);
    const token = await this.#deps.sessions.current(endpoint);
    await this.#deps.endpoints.changePassword(endpoint, token, { currentPassword, newPassword });
  }

  /** Account, vaults and all that lies in them are gone for good. */
  async deleteAccount(endpoint: string, password: string): Promise<void> {
    await this.#requireRow(endpoint);
    const token = await this.#deps.sessions.current(endpoint);
    await this.#deps.endpoints.deleteAccount(endpoint, token, password);
    await this.#forget(endpoint);
  }

  tokensFor(address: string): Tokens {
    const endpoint = plainEndpoint(address);
    const { sessions } = this.#deps;
    return {
      current: () => sessions.current(endpoint),
      renewed: (refused) => sessions.renewed(endpoint, refused),
    };
  }

  async #signIn(input: SignInInput, signal: Signal): Promise<CloudAccount> {
    const { endpoints, kept, nowMs } = this.#deps;
    const { endpoint, deviceName = hostname().slice(0, 100) || 'Adiuva' } = input;
    const answered = await endpoints.login({ ...input, deviceName }, signal);
    const { account, device } = answered.value;
    await kept.change('cloud.sign_in', (tx) => {
      kept.setIn(tx, endpoint, sessionOf(answered, nowMs()));
      putAccount(tx, {
        endpoint,
        email: account.email,
        tier: account.tier,
        deviceId: device.id,
        deviceName: device.name,
        isExpired: false,
        usage: null,
        signedInAt: nowMs(),
        checkedAt: null,
      });
    });
    kept.forget(endpoint);
    // Signed in all the same where the room cannot be told now.
    return this.check(endpoint, signal).catch(() => this.#get(endpoint));
  }

  /** Also where the endpoint ended what looked good from here. */
  async #withToken<T>(endpoint: string, ask: (token: string) => Promise<T>): Promise<T> {
    const { sessions } = this.#deps;
    const token = await sessions.current(endpoint);
    try {
      return await ask(token);
    } catch (error) {
      if (!isRefused(error)) throw error;
      return ask(await sessions.renewed(endpoint, token));
    }
  }

  async #forget<T>(endpoint: string, also?: (tx: Writer) => T): Promise<T | undefined> {
    const { kept } = this.#deps;
    const noted = await kept.change('cloud.sign_out', (tx) => {
      kept.removeIn(tx, endpoint);
      removeAccount(tx, endpoint);
      return also?.(tx);
    });
    kept.forget(endpoint);
    return noted;
  }

  async #get(endpoint: string): Promise<CloudAccount> {
    return this.#accountOf(await this.#requireRow(endpoint));
  }

  async #accountOf({ isExpired, ...row }: AccountRow): Promise<CloudAccount> {
    const { kept, caller, isOffline } = this.#deps;
    const hasSession = !isExpired && (await kept.read(row.endpoint)) !== undefined;
    const { isUnreachable, retryAt } = caller.standing(row.endpoint);
    const state = stateOf({ row, hasSession, isOffline: isOffline(), isUnreachable, retryAt });
    return { ...row, state, retryAt };
  }

  async #requireRow(endpoint: string): Promise<AccountRow> {
    const row = await this.#deps.reads.find(endpoint);
    if (row) return row;
    throw new AppError(
      'not_found',
      'Nobody is signed in at this endpoint. Nothing was changed; sign in first.',
    );
  }

  /** One account at each endpoint: another one there would take over its backups. */
  async #requireFree(endpoint: string): Promise<void> {
    const row = await this.#deps.reads.find(endpoint);
    if (!row || row.isExpired || !(await this.#deps.kept.read(endpoint))) return;
    throw new AppError(
      'conflict',
      'You are signed in at this endpoint already. Nothing was changed; sign out there first.',
    );
  }
}

type Facts = {
  readonly row: Pick<AccountRow, 'usage'>;
  readonly hasSession: boolean;
  readonly isOffline: boolean;
  readonly isUnreachable: boolean;
  readonly retryAt: number | null;
};

/** What needs the person comes first, then what stands in the way of everything else. */
function stateOf({ row, hasSession, isOffline, isUnreachable, retryAt }: Facts): CloudState {
  if (!hasSession) return 'expired';
  if (isOffline) return 'offline';
  if (retryAt !== null) return 'rate_limited';
  if (isUnreachable) return 'unreachable';
  const { usage } = row;
  return usage?.limitBytes != null && usage.usedBytes >= usage.limitBytes ? 'over_quota' : 'signed_in';
}

function isRefused(error: unknown): boolean {
  return isAppError(error) && error.code === 'sign_in_refused';
}

function isTaken(): AppError {
  return new AppError(
    'sign_in_refused',
    'This e-mail address has an account there with another password. Nothing was changed; sign in with that password, or take another address.',
  );
}
