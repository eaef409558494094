import { removeOldSessions } from '../accounts/accounts.store.ts';
import { listUnsettled, purgeKept } from './blobs.store.ts';
import { discardBlob } from './receive-blob.ts';
import { listExpiredUploads, removeUpload } from './uploads.store.ts';
import type { VaultDeps } from './vault-deps.ts';
import { forgetVersion, listOldestDeleted } from './versions.store.ts';

const DAY_MS = 24 * 60 * 60_000;
const AT_ONCE = 200;

export type Swept = { readonly versions: number; readonly uploads: number; readonly blobs: number };

/**
 * Lets go of what its time is over for: deleted objects, uploads that nobody goes on with, blobs of requests that were
 * cut off, tokens. Every part of it can be cut off and begun again.
 */
export async function sweep(deps: VaultDeps): Promise<Swept> {
  const { db, config, nowMs } = deps;
  const beforeMs = nowMs() - config.deletedDays * DAY_MS;
  let versions = 0;
  for (;;) {
    const old = await listOldestDeleted(db, { beforeMs, limit: AT_ONCE });
    if (old.length === 0) break;
    for (const version of old) await db.transaction((tx) => forgetVersion(tx, version));
    versions += old.length;
  }
  const expired = await listExpiredUploads(db, nowMs());
  for (const { id } of expired) {
    await db.transaction(async (tx) => purgeKept(tx, await removeUpload(tx, id)));
  }
  const blobs = await sweepBlobs(deps);
  await removeOldSessions(db, { expiredBeforeMs: nowMs(), revokedBeforeMs: nowMs() - DAY_MS });
  return { versions, uploads: expired.length, blobs };
}

async function sweepBlobs(deps: VaultDeps): Promise<number> {
  const pendingBeforeMs = deps.nowMs() - DAY_MS;
  let removed = 0;
  for (;;) {
    const unsettled = await listUnsettled(deps.db, { pendingBeforeMs, limit: AT_ONCE });
    if (unsettled.length === 0) return removed;
    for (const { id } of unsettled) await discardBlob(deps, id);
    removed += unsettled.length;
  }
}
