import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { CloudConfig } from '../config.ts';
import type { Database } from '../db/open.ts';
import { CloudError } from '../errors.ts';
import type { AccessTokens } from './access-tokens.ts';
import * as store from './accounts.store.ts';
import type { Passwords } from './passwords.ts';
import { hashRefreshToken, makeRefreshToken } from './refresh-tokens.ts';

const REFRESH_LIFETIME_MS = 60 * 24 * 60 * 60_000;

export type Credentials = { readonly email: string; readonly password: string };

/** What a device gets when it signs in and each time it refreshes. */
export type IssuedSession = store.SignedIn & {
  readonly accessToken: string;
  readonly accessTokenExpiresAtMs: number;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAtMs: number;
};

export type AuthService = {
  /** Answers the same whether or not there was an account: only signing in tells. */
  register(input: Credentials & { readonly inviteCode?: string | undefined }): Promise<void>;
  login(input: Credentials & { readonly deviceName: string }): Promise<IssuedSession>;
  refresh(input: {
    readonly refreshToken: string;
    readonly successor?: string | undefined;
  }): Promise<IssuedSession>;
  logout(refreshToken: string): Promise<void>;
  /** Who sends this access token, asked of the database each time: a sign-out holds at once. */
  identify(accessToken: string): Promise<store.SignedIn>;
  listDevices(accountId: string): Promise<readonly store.DeviceRow[]>;
  removeDevice(accountId: string, deviceId: string): Promise<void>;
  changePassword(
    caller: store.SignedIn,
    change: { readonly currentPassword: string; readonly newPassword: string },
  ): Promise<void>;
  /** Rejects with `wrong_credentials`. */
  confirmPassword(caller: store.SignedIn, password: string): Promise<void>;
};

export type AuthDeps = {
  readonly db: Database;
  readonly config: Pick<CloudConfig, 'registration' | 'inviteCode' | 'defaultTier'>;
  readonly passwords: Passwords;
  readonly accessTokens: AccessTokens;
  readonly nowMs: () => number;
};

export function createAuth(deps: AuthDeps): AuthService {
  const { db, passwords, accessTokens, nowMs } = deps;
  const confirmPassword = async ({ account }: store.SignedIn, password: string) => {
    if (!(await passwords.verify(account.passwordHash, password))) throw wrongCredentials();
  };
  return {
    register: (input) => register(deps, input),
    login: (input) => login(deps, input),
    refresh: (input) => refresh(deps, input),
    logout: async (refreshToken) => {
      await db.transaction(async (tx) => {
        const row = await store.takeRefreshToken(tx, hashRefreshToken(refreshToken));
        const signedIn = row === undefined ? undefined : await store.findDevice(tx, row.sessionId);
        if (signedIn !== undefined) await endDevice(deps, tx, signedIn);
      });
    },
    identify: async (accessToken) => {
      const { accountId, deviceId } = await accessTokens.read(accessToken);
      const signedIn = await store.findSignedIn(db, deviceId, accountId);
      if (signedIn === undefined) throw signedOut();
      return signedIn;
    },
    listDevices: (accountId) => store.listDevices(db, accountId),
    removeDevice: async (accountId, deviceId) => {
      const isGone = await store.revokeDevice(db, { deviceId, accountId, nowMs: nowMs() });
      if (!isGone) throw new CloudError('not_found', 'There is no such device in this account.');
    },
    changePassword: async (caller, { currentPassword, newPassword }) => {
      await confirmPassword(caller, currentPassword);
      const passwordHash = await passwords.hash(newPassword);
      const { account, device } = caller;
      await db.transaction(async (tx) => {
        await store.setPassword(tx, account.id, passwordHash);
        await store.revokeOtherDevices(tx, { deviceId: device.id, accountId: account.id, nowMs: nowMs() });
      });
    },
    confirmPassword,
  };
}

async function register(
  { db, config, passwords, nowMs }: AuthDeps,
  { email, password, inviteCode }: Credentials & { readonly inviteCode?: string | undefined },
): Promise<void> {
  if (!mayRegister(config, inviteCode)) {
    throw new CloudError('registration_closed', 'This server takes no new accounts without an invitation.');
  }
  // Hashed before anything is looked up: it takes as long where the address has an account already.
  const passwordHash = await passwords.hash(password);
  await store.addAccount(db, {
    id: randomUUID(),
    email,
    emailKey: store.emailKeyOf(email),
    passwordHash,
    tier: config.defaultTier,
    createdAtMs: nowMs(),
  });
}

function mayRegister({ registration, inviteCode }: AuthDeps['config'], given: string | undefined): boolean {
  if (registration !== 'invite') return registration === 'open';
  if (inviteCode === undefined || given === undefined) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(inviteCode), digest(given));
}

async function login(
  deps: AuthDeps,
  { email, password, deviceName }: Credentials & { readonly deviceName: string },
): Promise<IssuedSession> {
  const { db, passwords, nowMs } = deps;
  const account = await store.findAccount(db, email);
  if (!(await passwords.verify(account?.passwordHash, password)) || account === undefined)
    throw wrongCredentials();
  const now = nowMs();
  const device = {
    id: randomUUID(),
    accountId: account.id,
    deviceName,
    createdAtMs: now,
    lastUsedAtMs: now,
    revokedAtMs: null,
  };
  const refreshToken = makeRefreshToken();
  await db.transaction(async (tx) => {
    await store.addDevice(tx, device);
    await store.addRefreshToken(tx, newToken(deps, device.id, refreshToken));
  });
  return issue(deps, { account, device }, refreshToken);
}

/**
 * The outcome is decided inside the transaction and thrown outside of it: ending a device because of a stolen token
 * must not be undone by the refusal.
 */
async function refresh(
  deps: AuthDeps,
  {
    refreshToken,
    successor = makeRefreshToken(),
  }: { readonly refreshToken: string; readonly successor?: string | undefined },
): Promise<IssuedSession> {
  const { db, nowMs } = deps;
  const signedIn = await db.transaction(async (tx) => {
    const row = await store.takeRefreshToken(tx, hashRefreshToken(refreshToken));
    const found = row === undefined ? undefined : await store.findDevice(tx, row.sessionId);
    if (row === undefined || found === undefined || row.expiresAtMs <= nowMs()) return undefined;
    const isRotated = await rotate(deps, tx, { row, successor });
    if (isRotated) await store.touchDevice(tx, found.device.id, nowMs());
    else await endDevice(deps, tx, found);
    return isRotated ? { ...found, device: { ...found.device, lastUsedAtMs: nowMs() } } : undefined;
  });
  if (signedIn === undefined) throw signedOut();
  return issue(deps, signedIn, successor);
}

/** False where the token was used before, by another: then one of the two has stolen it. */
async function rotate(
  deps: AuthDeps,
  tx: Database,
  { row, successor }: { readonly row: store.RefreshRow; readonly successor: string },
): Promise<boolean> {
  const successorHash = hashRefreshToken(successor);
  if (row.usedAtMs === null) {
    // A successor that exists already was not made for this: it might be known to others.
    const isNew = await store.addRefreshToken(tx, newToken(deps, row.sessionId, successor));
    if (isNew) await store.markRefreshTokenUsed(tx, { hash: row.hash, successorHash, nowMs: deps.nowMs() });
    return isNew;
  }
  if (row.successorHash !== successorHash) return false;
  // The same request again, its answer was lost: only the client that made the successor can know it.
  const next = await store.takeRefreshToken(tx, successorHash);
  return next !== undefined && next.usedAtMs === null;
}

function newToken({ nowMs }: AuthDeps, sessionId: string, token: string): store.RefreshRow {
  const expiresAtMs = nowMs() + REFRESH_LIFETIME_MS;
  return { hash: hashRefreshToken(token), sessionId, expiresAtMs, usedAtMs: null, successorHash: null };
}

async function issue(
  { accessTokens, nowMs }: AuthDeps,
  signedIn: store.SignedIn,
  refreshToken: string,
): Promise<IssuedSession> {
  const { account, device } = signedIn;
  const access = await accessTokens.issue({ accountId: account.id, deviceId: device.id });
  return {
    account,
    device,
    accessToken: access.token,
    accessTokenExpiresAtMs: access.expiresAtMs,
    refreshToken,
    refreshTokenExpiresAtMs: nowMs() + REFRESH_LIFETIME_MS,
  };
}

async function endDevice(
  { nowMs }: AuthDeps,
  tx: Database,
  { account, device }: store.SignedIn,
): Promise<void> {
  await store.revokeDevice(tx, { deviceId: device.id, accountId: account.id, nowMs: nowMs() });
}

function wrongCredentials(): CloudError {
  return new CloudError(
    'wrong_credentials',
    'The e-mail address or the password is not right. Nothing was changed.',
  );
}

function signedOut(): CloudError {
  return new CloudError(
    'unauthenticated',
    'This device is signed out. What is stored is safe; sign in again.',
  );
}
