import { asc, eq } from 'drizzle-orm';
import type { Reader, Writer } from '#main/db/store.ts';
import { namedSecrets } from '#main/db/tables/secrets.ts';
import type { SecretInfo } from './index.ts';

export type NamedSecretsStore = {
  list(): Promise<readonly SecretInfo[]>;
  read(name: string): Promise<string | undefined>;
};

export function createNamedSecretsStore(reader: Reader): NamedSecretsStore {
  const { name, createdAt, updatedAt, usedAt } = namedSecrets;
  return {
    list: () =>
      reader
        .select({ name, createdAt, updatedAt, usedAt })
        .from(namedSecrets)
        .orderBy(asc(namedSecrets.name)),
    async read(wanted) {
      const [row] = await reader
        .select({ value: namedSecrets.value })
        .from(namedSecrets)
        .where(eq(namedSecrets.name, wanted));
      return row?.value;
    },
  };
}

export function writeSecret(tx: Writer, secret: { readonly name: string; readonly value: string }): void {
  tx.run({
    sql: `INSERT INTO named_secrets (name, value, created_at, updated_at) VALUES (?, ?, ?, ?)
          ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
    params: [secret.name, secret.value, tx.nowMs, tx.nowMs],
  });
}

export function removeSecret(tx: Writer, name: string): void {
  tx.run({ sql: 'DELETE FROM named_secrets WHERE name = ?', params: [name] });
}

export function noteUse(tx: Writer, name: string): void {
  tx.run({ sql: 'UPDATE named_secrets SET used_at = ? WHERE name = ?', params: [tx.nowMs, name] });
}
