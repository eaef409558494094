import type { Reader } from '#main/db/store.ts';

/** By what something of a private client or project is known outside of the workspace. */
export type PrivateName = {
  readonly id: string;
  readonly names: readonly string[];
  /** E-mail addresses, as they were typed. */
  readonly addresses: readonly string[];
};

export type LivePrivacyReads = {
  /** Of all that are private and can be seen here. */
  listPrivate(): Promise<readonly PrivateName[]>;
  /** Those of these ids under which something stands in the index that can be seen here. */
  listIndexed(externalIds: readonly string[]): Promise<readonly string[]>;
};

export function createLivePrivacyReads(reader: Reader): LivePrivacyReads {
  return {
    async listPrivate() {
      const rows = await reader.rows(
        `SELECT c.id, c.name, c.email,
            (SELECT group_concat(one.value ->> 'name', char(10)) FROM json_each(c.contacts) one),
            (SELECT group_concat(one.value ->> 'email', char(10)) FROM json_each(c.contacts) one)
          FROM clients c WHERE c.is_private = 1
          UNION ALL SELECT p.id, p.name, '', NULL, NULL FROM projects p
            WHERE p.is_private = 1 OR p.client_id IN (SELECT id FROM clients WHERE is_private = 1)`,
      );
      return rows.map(([id, name, email, people, addresses]) => ({
        id: String(id),
        names: [String(name), ...linesOf(people)],
        addresses: [...linesOf(email), ...linesOf(addresses)],
      }));
    },
    async listIndexed(externalIds) {
      const rows = await reader.rows(
        'SELECT DISTINCT external_id FROM external_items WHERE external_id IN (SELECT value FROM json_each(?))',
        [JSON.stringify(externalIds)],
      );
      return rows.map(([id]) => String(id));
    },
  };
}

function linesOf(text: unknown): readonly string[] {
  return typeof text === 'string' ? text.split('\n').filter((line) => line.trim() !== '') : [];
}
