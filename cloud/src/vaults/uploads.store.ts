import { and, asc, eq, lt } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import { uploadParts, uploads } from '../db/tables.ts';

export type UploadRow = typeof uploads.$inferSelect;
export type PartRow = typeof uploadParts.$inferSelect;

export async function findSameUpload(
  db: Database,
  same: Pick<UploadRow, 'vaultId' | 'name' | 'sizeBytes' | 'sha256' | 'partBytes'>,
): Promise<UploadRow | undefined> {
  const [row] = await db
    .select()
    .from(uploads)
    .where(
      and(
        eq(uploads.vaultId, same.vaultId),
        eq(uploads.name, same.name),
        eq(uploads.sizeBytes, same.sizeBytes),
        eq(uploads.sha256, same.sha256),
        eq(uploads.partBytes, same.partBytes),
      ),
    );
  return row;
}

export async function addUpload(tx: Database, row: UploadRow): Promise<void> {
  await tx.insert(uploads).values(row);
}

export async function findUpload(
  db: Database,
  vaultId: string,
  uploadId: string,
): Promise<UploadRow | undefined> {
  const [row] = await db
    .select()
    .from(uploads)
    .where(and(eq(uploads.id, uploadId), eq(uploads.vaultId, vaultId)));
  return row;
}

export async function extendUpload(tx: Database, uploadId: string, expiresAtMs: number): Promise<void> {
  await tx.update(uploads).set({ expiresAtMs }).where(eq(uploads.id, uploadId));
}

export async function listParts(db: Database, uploadId: string): Promise<readonly PartRow[]> {
  return db
    .select()
    .from(uploadParts)
    .where(eq(uploadParts.uploadId, uploadId))
    .orderBy(asc(uploadParts.number));
}

/** Puts the part in the place of an earlier one, whose blob is returned. */
export async function setPart(tx: Database, row: PartRow): Promise<string | undefined> {
  const [former] = await tx
    .delete(uploadParts)
    .where(and(eq(uploadParts.uploadId, row.uploadId), eq(uploadParts.number, row.number)))
    .returning({ blobId: uploadParts.blobId });
  await tx.insert(uploadParts).values(row);
  return former?.blobId;
}

/** Forgets an upload and its parts; returns their blobs. */
export async function removeUpload(tx: Database, uploadId: string): Promise<readonly string[]> {
  const parts = await tx
    .delete(uploadParts)
    .where(eq(uploadParts.uploadId, uploadId))
    .returning({ blobId: uploadParts.blobId });
  await tx.delete(uploads).where(eq(uploads.id, uploadId));
  return parts.map(({ blobId }) => blobId);
}

export async function listUploadsOf(db: Database, vaultId: string): Promise<readonly UploadRow[]> {
  return db.select().from(uploads).where(eq(uploads.vaultId, vaultId));
}

export async function listExpiredUploads(db: Database, nowMs: number): Promise<readonly UploadRow[]> {
  return db.select().from(uploads).where(lt(uploads.expiresAtMs, nowMs)).limit(100);
}
