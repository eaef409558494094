import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Expected } from '../blobs/blob-store.ts';
import type { Database } from '../db/open.ts';
import { addBlob, forgetBlob, giveUpBlob } from './blobs.store.ts';
import type { VaultDeps } from './vault-deps.ts';

/** Writes down that a blob is coming, before the first of its bytes. */
export async function announceBlob(
  { nowMs }: VaultDeps,
  tx: Database,
  blob: { readonly accountId: string; readonly sizeBytes: number; readonly purpose: 'object' | 'part' },
): Promise<string> {
  const id = randomUUID();
  await addBlob(tx, { ...blob, id, state: 'pending', createdAtMs: nowMs() });
  return id;
}

/**
 * Stores the bytes and then settles what they are. Where either fails the blob is given up, unless it turns out to be
 * kept: the answer of a commit can be lost though the commit was not.
 */
export async function receiveBlob<T>(
  deps: VaultDeps,
  incoming: { readonly blobId: string; readonly body: Readable; readonly expected: Expected },
  settle: () => Promise<T>,
): Promise<T> {
  const { blobId, body, expected } = incoming;
  try {
    await deps.blobs.write(blobId, body, expected);
    return await settle();
  } catch (error) {
    // What cannot be done now, because the database is away, the next sweep does.
    await discardBlob(deps, blobId).catch(() => {});
    throw error;
  }
}

/**
 * In this order a kill in between leaves a row that says what is still to be removed. A blob without a row is removed
 * too: its account was deleted, and the row swept, while the bytes were arriving.
 */
export async function discardBlob({ db, blobs }: VaultDeps, blobId: string): Promise<void> {
  if (!(await giveUpBlob(db, blobId))) return;
  await blobs.remove(blobId);
  await forgetBlob(db, blobId);
}
