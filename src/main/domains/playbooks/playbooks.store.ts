import { asc, eq } from 'drizzle-orm';
import type { PlaybookInput } from '#shared/contracts/plans.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { playbooks } from '#main/db/tables/playbooks.ts';

export type PlaybookRow = typeof playbooks.$inferSelect;

export type PlaybooksStore = {
  list(): Promise<readonly PlaybookRow[]>;
  find(name: string): Promise<PlaybookRow | undefined>;
};

export function createPlaybooksStore(reader: Reader): PlaybooksStore {
  return {
    list: () => reader.select().from(playbooks).orderBy(asc(playbooks.name)),
    async find(name) {
      const [row] = await reader.select().from(playbooks).where(eq(playbooks.name, name));
      return row;
    },
  };
}

export function putPlaybook(tx: Writer, id: string, playbook: PlaybookInput): void {
  const { name, title, description, parameters, plan } = playbook;
  tx.run({
    sql: `INSERT INTO playbooks (id, name, title, description, parameters, plan, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET title = excluded.title, description = excluded.description,
        parameters = excluded.parameters, plan = excluded.plan, updated_at = excluded.updated_at`,
    params: [
      id,
      name,
      title,
      description,
      JSON.stringify(parameters),
      JSON.stringify(plan),
      tx.nowMs,
      tx.nowMs,
    ],
  });
  tx.touch('playbook', [name]);
}

export function deletePlaybook(tx: Writer, name: string): void {
  tx.run({ sql: 'DELETE FROM playbooks WHERE name = ?', params: [name] });
  tx.touch('playbook', [name]);
}
