import { asc } from 'drizzle-orm';
import type { Grant } from '#shared/contracts/permissions.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { grants } from '#main/db/tables/permissions.ts';

export type PermissionsStore = {
  /** All of them, ended ones too, oldest first. */
  listAll(): Promise<readonly Grant[]>;
};

export function createPermissionsStore(reader: Reader): PermissionsStore {
  return {
    listAll: () => reader.select().from(grants).orderBy(asc(grants.createdAt), asc(grants.id)),
  };
}

const INSERT_SQL = `INSERT INTO grants
  (id, holder, version, content_hash, type, resource, effect, limit_micros, expires_at, revoked_at, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function insertGrant(tx: Writer, grant: Grant): void {
  const { id, holder, version, contentHash, type, resource, effect, createdAt } = grant;
  const { limitMicros, expiresAt, revokedAt } = grant;
  tx.run({
    sql: INSERT_SQL,
    params: [
      id,
      holder,
      version,
      contentHash,
      type,
      resource,
      effect,
      limitMicros,
      expiresAt,
      revokedAt,
      createdAt,
    ],
  });
  tx.touch('permission', [id]);
}

export function updateGrant(tx: Writer, grant: Grant): void {
  tx.run({
    sql: 'UPDATE grants SET limit_micros = ?, expires_at = ?, revoked_at = ? WHERE id = ?',
    params: [grant.limitMicros, grant.expiresAt, grant.revokedAt, grant.id],
  });
  tx.touch('permission', [grant.id]);
}
