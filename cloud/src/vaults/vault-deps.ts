import { randomUUID } from 'node:crypto';
import { lockAccount, type AccountRow, type SignedIn } from '../accounts/accounts.store.ts';
import type { BlobStore } from '../blobs/blob-store.ts';
import type { CloudConfig } from '../config.ts';
import type { Database } from '../db/open.ts';
import { CloudError } from '../errors.ts';
import { addVault, findVault, type VaultRow } from './versions.store.ts';

/** What the services of vaults are made of. */
export type VaultDeps = {
  readonly db: Database;
  readonly blobs: BlobStore;
  readonly config: Pick<CloudConfig, 'quotaBytes' | 'maxObjectBytes' | 'maxUploadBytes' | 'deletedDays'>;
  readonly nowMs: () => number;
};

/** One transaction in which nothing else changes what the account has. */
export async function withAccount<T>(
  { db }: VaultDeps,
  { account }: SignedIn,
  work: (tx: Database, account: AccountRow) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    const locked = await lockAccount(tx, account.id);
    if (locked === undefined) throw new CloudError('unauthenticated', 'This account is gone.');
    return work(tx, locked);
  });
}

/** The first write into a vault makes it. Within `withAccount` only. */
export async function ensureVault(
  { nowMs }: VaultDeps,
  tx: Database,
  { accountId, name }: { readonly accountId: string; readonly name: string },
): Promise<VaultRow> {
  const found = await findVault(tx, accountId, name);
  if (found !== undefined) return found;
  const row = { id: randomUUID(), accountId, name, createdAtMs: nowMs(), lastWriteAtMs: nowMs() };
  await addVault(tx, row);
  return row;
}

/** Of the caller's own account: another's vault of the same name is not there. */
export async function getVault({ db }: VaultDeps, { account }: SignedIn, name: string): Promise<VaultRow> {
  const found = await findVault(db, account.id, name);
  if (found === undefined) throw notFound();
  return found;
}

export function notFound(): CloudError {
  return new CloudError('not_found', 'There is nothing of that name in this account.');
}
