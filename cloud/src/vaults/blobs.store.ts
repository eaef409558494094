import { and, eq, inArray, isNotNull, isNull, lt, ne, or, sum } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import { blobs, objectVersions, uploads } from '../db/tables.ts';

export type BlobRow = typeof blobs.$inferSelect;

export async function addBlob(tx: Database, row: BlobRow): Promise<void> {
  await tx.insert(blobs).values(row);
}

/** False where the blob was given up meanwhile: then nothing may refer to it. */
export async function keepBlob(tx: Database, blobId: string): Promise<boolean> {
  const kept = await tx
    .update(blobs)
    .set({ state: 'kept' })
    .where(and(eq(blobs.id, blobId), eq(blobs.state, 'pending')))
    .returning({ id: blobs.id });
  return kept.length > 0;
}

/** False where something refers to it by now. */
export async function giveUpBlob(db: Database, blobId: string): Promise<boolean> {
  await db
    .update(blobs)
    .set({ state: 'purging' })
    .where(and(eq(blobs.id, blobId), ne(blobs.state, 'kept')));
  const [row] = await db.select({ state: blobs.state }).from(blobs).where(eq(blobs.id, blobId));
  return row?.state !== 'kept';
}

export async function purgeKept(tx: Database, blobIds: readonly string[]): Promise<void> {
  if (blobIds.length > 0)
    await tx
      .update(blobs)
      .set({ state: 'purging' })
      .where(inArray(blobs.id, [...blobIds]));
}

export async function purgeAccount(tx: Database, accountId: string): Promise<void> {
  await tx.update(blobs).set({ state: 'purging' }).where(eq(blobs.accountId, accountId));
}

export async function forgetBlob(db: Database, blobId: string): Promise<void> {
  await db.delete(blobs).where(and(eq(blobs.id, blobId), eq(blobs.state, 'purging')));
}

/** What is to be removed, and what was begun so long ago that its request must be over. */
export async function listUnsettled(
  db: Database,
  { pendingBeforeMs, limit }: { readonly pendingBeforeMs: number; readonly limit: number },
): Promise<readonly BlobRow[]> {
  return db
    .select()
    .from(blobs)
    .where(
      or(eq(blobs.state, 'purging'), and(eq(blobs.state, 'pending'), lt(blobs.createdAtMs, pendingBeforeMs))),
    )
    .limit(limit);
}

export type Footprint = {
  /** Live objects. */
  readonly usedBytes: number;
  readonly deletedBytes: number;
  /** What is on its way: objects being received and the room set aside for uploads. */
  readonly reservedBytes: number;
};

export async function measureAccount(db: Database, accountId: string): Promise<Footprint> {
  const { accountId: owner, deletedAtMs, sizeBytes } = objectVersions;
  const [live] = await db
    .select({ bytes: sum(sizeBytes) })
    .from(objectVersions)
    .where(and(eq(owner, accountId), isNull(deletedAtMs)));
  const [deleted] = await db
    .select({ bytes: sum(sizeBytes) })
    .from(objectVersions)
    .where(and(eq(owner, accountId), isNotNull(deletedAtMs)));
  const [pending] = await db
    .select({ bytes: sum(blobs.sizeBytes) })
    .from(blobs)
    .where(and(eq(blobs.accountId, accountId), eq(blobs.state, 'pending'), eq(blobs.purpose, 'object')));
  const [open] = await db
    .select({ bytes: sum(uploads.sizeBytes) })
    .from(uploads)
    .where(eq(uploads.accountId, accountId));
  return {
    usedBytes: Number(live?.bytes ?? 0),
    deletedBytes: Number(deleted?.bytes ?? 0),
    reservedBytes: Number(pending?.bytes ?? 0) + Number(open?.bytes ?? 0),
  };
}
