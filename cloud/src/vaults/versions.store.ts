import { and, asc, count, desc, eq, gt, gte, isNotNull, isNull, lt, or, sql, sum } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import { blobs, headWrites, objectVersions, vaults } from '../db/tables.ts';

export type VersionRow = typeof objectVersions.$inferSelect;
export type VaultRow = typeof vaults.$inferSelect;
export type HeadWriteRow = typeof headWrites.$inferSelect;
export type Page = {
  readonly limit: number;
  readonly after?: { readonly atMs: number; readonly id: string } | undefined;
};

export async function findVault(
  db: Database,
  accountId: string,
  name: string,
): Promise<VaultRow | undefined> {
  const [row] = await db
    .select()
    .from(vaults)
    .where(and(eq(vaults.accountId, accountId), eq(vaults.name, name)));
  return row;
}

export async function addVault(tx: Database, row: VaultRow): Promise<void> {
  await tx.insert(vaults).values(row);
}

export async function touchVault(tx: Database, vaultId: string, nowMs: number): Promise<void> {
  await tx.update(vaults).set({ lastWriteAtMs: nowMs }).where(eq(vaults.id, vaultId));
}

export type VaultSummary = VaultRow & { readonly usedBytes: number; readonly objectCount: number };

export async function listVaults(db: Database, accountId: string): Promise<readonly VaultSummary[]> {
  const rows = await db
    .select({
      vault: vaults,
      usedBytes: sum(objectVersions.sizeBytes),
      objectCount: count(objectVersions.id),
    })
    .from(vaults)
    .leftJoin(objectVersions, and(eq(objectVersions.vaultId, vaults.id), isNull(objectVersions.deletedAtMs)))
    .where(eq(vaults.accountId, accountId))
    .groupBy(vaults.id)
    .orderBy(asc(vaults.name));
  return rows.map(({ vault, usedBytes, objectCount }) => ({
    ...vault,
    usedBytes: Number(usedBytes ?? 0),
    objectCount,
  }));
}

/** What a vault holds now. */
export async function measureVault(
  db: Database,
  vaultId: string,
): Promise<{ usedBytes: number; objectCount: number }> {
  const [row] = await db
    .select({ usedBytes: sum(objectVersions.sizeBytes), objectCount: count() })
    .from(objectVersions)
    .where(and(eq(objectVersions.vaultId, vaultId), isNull(objectVersions.deletedAtMs)));
  return { usedBytes: Number(row?.usedBytes ?? 0), objectCount: row?.objectCount ?? 0 };
}

export async function findLive(db: Database, vaultId: string, name: string): Promise<VersionRow | undefined> {
  const [row] = await db
    .select()
    .from(objectVersions)
    .where(
      and(
        eq(objectVersions.vaultId, vaultId),
        eq(objectVersions.name, name),
        isNull(objectVersions.deletedAtMs),
      ),
    );
  return row;
}

/** By name, in the order of its bytes. */
export async function listLive(
  db: Database,
  vaultId: string,
  {
    prefix,
    afterName,
    limit,
  }: { readonly prefix: string; readonly afterName?: string | undefined; readonly limit: number },
): Promise<readonly VersionRow[]> {
  const start =
    afterName === undefined ? gte(objectVersions.name, prefix) : gt(objectVersions.name, afterName);
  return db
    .select()
    .from(objectVersions)
    .where(
      and(
        eq(objectVersions.vaultId, vaultId),
        isNull(objectVersions.deletedAtMs),
        start,
        sql`starts_with(${objectVersions.name}, ${prefix})`,
      ),
    )
    .orderBy(asc(objectVersions.name))
    .limit(limit);
}

export async function addVersion(tx: Database, row: VersionRow): Promise<void> {
  await tx.insert(objectVersions).values(row);
}

export async function markDeleted(tx: Database, versionId: string, nowMs: number): Promise<void> {
  await tx.update(objectVersions).set({ deletedAtMs: nowMs }).where(eq(objectVersions.id, versionId));
}

export async function markVaultDeleted(tx: Database, vaultId: string, nowMs: number): Promise<void> {
  await tx
    .update(objectVersions)
    .set({ deletedAtMs: nowMs })
    .where(and(eq(objectVersions.vaultId, vaultId), isNull(objectVersions.deletedAtMs)));
}

export async function findDeleted(
  db: Database,
  vaultId: string,
  versionId: string,
): Promise<VersionRow | undefined> {
  const [row] = await db
    .select()
    .from(objectVersions)
    .where(
      and(
        eq(objectVersions.vaultId, vaultId),
        eq(objectVersions.id, versionId),
        isNotNull(objectVersions.deletedAtMs),
      ),
    );
  return row;
}

/** A version that lives again is another write: it has an id, and with it an etag, of its own. */
export async function revive(
  tx: Database,
  versionId: string,
  as: { readonly id: string; readonly nowMs: number },
): Promise<void> {
  await tx
    .update(objectVersions)
    .set({ id: as.id, deletedAtMs: null, modifiedAtMs: as.nowMs, idempotencyKey: null })
    .where(eq(objectVersions.id, versionId));
}

/** Newest first. */
export async function listDeleted(db: Database, vaultId: string, page: Page): Promise<readonly VersionRow[]> {
  const { deletedAtMs, id } = objectVersions;
  const { after } = page;
  return db
    .select()
    .from(objectVersions)
    .where(
      and(
        eq(objectVersions.vaultId, vaultId),
        isNotNull(deletedAtMs),
        after && or(lt(deletedAtMs, after.atMs), and(eq(deletedAtMs, after.atMs), lt(id, after.id))),
      ),
    )
    .orderBy(desc(deletedAtMs), desc(id))
    .limit(page.limit);
}

export async function addHeadWrite(tx: Database, row: HeadWriteRow): Promise<void> {
  await tx.insert(headWrites).values(row);
}

/** Newest first. */
export async function listHeadWrites(
  db: Database,
  vaultId: string,
  page: Page,
): Promise<readonly HeadWriteRow[]> {
  const { atMs, id } = headWrites;
  const { after } = page;
  return db
    .select()
    .from(headWrites)
    .where(
      and(
        eq(headWrites.vaultId, vaultId),
        after && or(lt(atMs, after.atMs), and(eq(atMs, after.atMs), lt(id, after.id))),
      ),
    )
    .orderBy(desc(atMs), desc(id))
    .limit(page.limit);
}

/** The oldest deleted versions of an account, for making room; of all accounts where none is named. */
export async function listOldestDeleted(
  db: Database,
  {
    accountId,
    beforeMs,
    limit,
  }: { readonly accountId?: string; readonly beforeMs?: number; readonly limit: number },
): Promise<readonly VersionRow[]> {
  const { deletedAtMs } = objectVersions;
  return db
    .select()
    .from(objectVersions)
    .where(
      and(
        isNotNull(deletedAtMs),
        accountId === undefined ? undefined : eq(objectVersions.accountId, accountId),
        beforeMs === undefined ? undefined : lt(deletedAtMs, beforeMs),
      ),
    )
    .orderBy(asc(deletedAtMs), asc(objectVersions.id))
    .limit(limit);
}

/** Forgets a deleted version and leaves its blob to be removed. */
export async function forgetVersion(tx: Database, version: VersionRow): Promise<void> {
  const forgotten = await tx
    .delete(objectVersions)
    .where(and(eq(objectVersions.id, version.id), isNotNull(objectVersions.deletedAtMs)))
    .returning({ blobId: objectVersions.blobId });
  for (const { blobId } of forgotten) {
    await tx.update(blobs).set({ state: 'purging' }).where(eq(blobs.id, blobId));
  }
}
