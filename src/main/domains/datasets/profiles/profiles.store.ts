import { asc, eq, sql } from 'drizzle-orm';
import type { Reader, Writer } from '#main/db/store.ts';
import { datasetProfiles } from '#main/db/tables/datasets.ts';

export type ProfileRow = typeof datasetProfiles.$inferSelect;

export type ProfilesStore = {
  list(): Promise<readonly ProfileRow[]>;
  find(id: string): Promise<ProfileRow | undefined>;
};

export function createProfilesStore(reader: Reader): ProfilesStore {
  return {
    list: () =>
      reader
        .select()
        .from(datasetProfiles)
        .orderBy(asc(sql`lower(${datasetProfiles.name})`), asc(datasetProfiles.id)),
    async find(id) {
      const [row] = await reader.select().from(datasetProfiles).where(eq(datasetProfiles.id, id)).limit(1);
      return row;
    },
  };
}

export function putProfile(tx: Writer, row: ProfileRow): void {
  const { id, name, baseUrl, path, model, parameters, createdAt } = row;
  tx.run({
    sql: `INSERT INTO dataset_profiles (id, name, base_url, path, model, parameters, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, base_url = excluded.base_url, path = excluded.path,
        model = excluded.model, parameters = excluded.parameters`,
    params: [id, name, baseUrl, path, model, JSON.stringify(parameters), createdAt],
  });
  tx.touch('model_provider', [id]);
}

export function dropProfile(tx: Writer, id: string): void {
  tx.run({ sql: 'DELETE FROM dataset_profiles WHERE id = ?', params: [id] });
  tx.touch('model_provider', [id]);
}
