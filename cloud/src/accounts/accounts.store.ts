import { and, desc, eq, isNull, lt, ne, notExists, or } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import { accounts, refreshTokens, sessions } from '../db/tables.ts';
import type { Tier } from '../tiers.ts';

export type AccountRow = typeof accounts.$inferSelect;
export type DeviceRow = typeof sessions.$inferSelect;
export type SignedIn = { readonly account: AccountRow; readonly device: DeviceRow };

/** The same address however it was typed. */
export function emailKeyOf(email: string): string {
  return email.normalize('NFC').toLowerCase();
}

/** Makes no account where the address has one; does not say which it was. */
export async function addAccount(db: Database, row: AccountRow): Promise<void> {
  await db.insert(accounts).values(row).onConflictDoNothing();
}

export async function findAccount(db: Database, email: string): Promise<AccountRow | undefined> {
  const [row] = await db
    .select()
    .from(accounts)
    .where(eq(accounts.emailKey, emailKeyOf(email)));
  return row;
}

export async function setTier(db: Database, email: string, tier: Tier): Promise<boolean> {
  const changed = await db
    .update(accounts)
    .set({ tier })
    .where(eq(accounts.emailKey, emailKeyOf(email)))
    .returning({ id: accounts.id });
  return changed.length > 0;
}

export async function setPassword(db: Database, accountId: string, passwordHash: string): Promise<void> {
  await db.update(accounts).set({ passwordHash }).where(eq(accounts.id, accountId));
}

/** Its sessions, tokens and vaults go with it. */
export async function removeAccount(db: Database, accountId: string): Promise<void> {
  await db.delete(accounts).where(eq(accounts.id, accountId));
}

/** Whoever holds this is alone in changing what the account has, until the transaction ends. */
export async function lockAccount(tx: Database, accountId: string): Promise<AccountRow | undefined> {
  const [row] = await tx.select().from(accounts).where(eq(accounts.id, accountId)).for('update');
  return row;
}

/** Undefined where the device is signed out or the account is gone. */
export async function findSignedIn(
  db: Database,
  deviceId: string,
  accountId: string,
): Promise<SignedIn | undefined> {
  const [row] = await db
    .select({ account: accounts, device: sessions })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .where(and(eq(sessions.id, deviceId), eq(sessions.accountId, accountId), isNull(sessions.revokedAtMs)));
  return row;
}

export async function addDevice(db: Database, row: DeviceRow): Promise<void> {
  await db.insert(sessions).values(row);
}

export async function touchDevice(db: Database, deviceId: string, nowMs: number): Promise<void> {
  await db.update(sessions).set({ lastUsedAtMs: nowMs }).where(eq(sessions.id, deviceId));
}

export async function listDevices(db: Database, accountId: string): Promise<readonly DeviceRow[]> {
  return db
    .select()
    .from(sessions)
    .where(and(eq(sessions.accountId, accountId), isNull(sessions.revokedAtMs)))
    .orderBy(desc(sessions.lastUsedAtMs), sessions.id);
}

export async function revokeDevice(
  db: Database,
  {
    deviceId,
    accountId,
    nowMs,
  }: { readonly deviceId: string; readonly accountId: string; readonly nowMs: number },
): Promise<boolean> {
  const revoked = await db
    .update(sessions)
    .set({ revokedAtMs: nowMs })
    .where(and(eq(sessions.id, deviceId), eq(sessions.accountId, accountId), isNull(sessions.revokedAtMs)))
    .returning({ id: sessions.id });
  return revoked.length > 0;
}

export async function revokeOtherDevices(
  db: Database,
  {
    deviceId,
    accountId,
    nowMs,
  }: { readonly deviceId: string; readonly accountId: string; readonly nowMs: number },
): Promise<void> {
  await db
    .update(sessions)
    .set({ revokedAtMs: nowMs })
    .where(and(eq(sessions.accountId, accountId), ne(sessions.id, deviceId), isNull(sessions.revokedAtMs)));
}

export type RefreshRow = typeof refreshTokens.$inferSelect;

export async function addRefreshToken(db: Database, row: RefreshRow): Promise<boolean> {
  const added = await db
    .insert(refreshTokens)
    .values(row)
    .onConflictDoNothing()
    .returning({ hash: refreshTokens.hash });
  return added.length > 0;
}

/** Locked until the transaction ends, so that one token cannot be swapped twice at once. */
export async function takeRefreshToken(tx: Database, hash: string): Promise<RefreshRow | undefined> {
  const [row] = await tx.select().from(refreshTokens).where(eq(refreshTokens.hash, hash)).for('update');
  return row;
}

export async function markRefreshTokenUsed(
  tx: Database,
  used: { readonly hash: string; readonly successorHash: string; readonly nowMs: number },
): Promise<void> {
  const { hash, successorHash, nowMs } = used;
  await tx.update(refreshTokens).set({ usedAtMs: nowMs, successorHash }).where(eq(refreshTokens.hash, hash));
}

export async function findDevice(db: Database, deviceId: string): Promise<SignedIn | undefined> {
  const [row] = await db
    .select({ account: accounts, device: sessions })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .where(and(eq(sessions.id, deviceId), isNull(sessions.revokedAtMs)));
  return row;
}

/** Tokens whose time is over, and devices that were signed out or have no token left to come back with. */
export async function removeOldSessions(
  db: Database,
  {
    expiredBeforeMs,
    revokedBeforeMs,
  }: { readonly expiredBeforeMs: number; readonly revokedBeforeMs: number },
): Promise<void> {
  await db.delete(refreshTokens).where(lt(refreshTokens.expiresAtMs, expiredBeforeMs));
  const tokensLeft = db.select().from(refreshTokens).where(eq(refreshTokens.sessionId, sessions.id));
  await db.delete(sessions).where(or(lt(sessions.revokedAtMs, revokedBeforeMs), notExists(tokensLeft)));
}
