import type { AccountRow } from '../accounts/accounts.store.ts';
import type { Database } from '../db/open.ts';
import { CloudError } from '../errors.ts';
import type { Quotas } from '../tiers.ts';
import { measureAccount } from './blobs.store.ts';
import { forgetVersion, listOldestDeleted } from './versions.store.ts';

/** How much may lie there, deleted objects included, as a multiple of the quota. */
const WITH_DELETED = 2;
const AT_ONCE = 100;

/**
 * Refuses what would not fit, and lets the oldest deleted objects go where those fill the place. The account is
 * locked by the caller, so two requests cannot both have the last of the room.
 */
export async function requireRoom(
  tx: Database,
  account: AccountRow,
  wanted: { readonly sizeBytes: number; readonly quotaBytes: Quotas },
): Promise<void> {
  const limitBytes = wanted.quotaBytes[account.tier];
  if (limitBytes === null) return;
  const { usedBytes, deletedBytes, reservedBytes } = await measureAccount(tx, account.id);
  const neededBytes = usedBytes + reservedBytes + wanted.sizeBytes;
  if (neededBytes > limitBytes) {
    throw new CloudError(
      'quota_exceeded',
      'There is no room left in this account. What is stored is safe. Remove old backups, or get more room.',
    );
  }
  await shrinkDeleted(tx, account.id, neededBytes + deletedBytes - limitBytes * WITH_DELETED);
}

async function shrinkDeleted(tx: Database, accountId: string, excessBytes: number): Promise<void> {
  let leftBytes = excessBytes;
  while (leftBytes > 0) {
    const oldest = await listOldestDeleted(tx, { accountId, limit: AT_ONCE });
    if (oldest.length === 0) return;
    for (const version of oldest) {
      if (leftBytes <= 0) return;
      await forgetVersion(tx, version);
      leftBytes -= version.sizeBytes;
    }
  }
}
