import { asc, eq } from 'drizzle-orm';
import type { Reader, Writer } from '#main/db/store.ts';
import { embedders } from '#main/db/tables/embedders.ts';

export type EmbedderRow = typeof embedders.$inferSelect;

export type EmbeddersStore = {
  list(): Promise<readonly EmbedderRow[]>;
  find(id: string): Promise<EmbedderRow | undefined>;
  findActive(): Promise<EmbedderRow | undefined>;
};

export function createEmbeddersStore(reader: Reader): EmbeddersStore {
  const one = async (rows: Promise<readonly EmbedderRow[]>) => (await rows)[0];
  return {
    list: () => reader.select().from(embedders).orderBy(asc(embedders.addedAt), asc(embedders.id)),
    find: (id) => one(reader.select().from(embedders).where(eq(embedders.id, id))),
    findActive: () => one(reader.select().from(embedders).where(eq(embedders.isActive, true))),
  };
}

/** Keeps the name and the choice of one that is there already. */
export function writeEmbedder(tx: Writer, row: Omit<EmbedderRow, 'isActive' | 'addedAt'>): void {
  tx.run({
    sql: `INSERT INTO embedders (id, kind, name, place, dimension, max_tokens, is_local, is_active, added_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT (id) DO NOTHING`,
    params: [
      row.id,
      row.kind,
      row.name,
      row.place,
      row.dimension,
      row.maxTokens,
      row.isLocal ? 1 : 0,
      tx.nowMs,
    ],
  });
  tx.touchAll('embedder');
}

/** None where the id is of no row: the built-in one is chosen then. */
export function chooseEmbedder(tx: Writer, id: string): void {
  tx.run({ sql: 'UPDATE embedders SET is_active = (id = ?)', params: [id] });
  tx.touchAll('embedder');
}

export function removeEmbedder(tx: Writer, id: string): void {
  tx.run({ sql: 'DELETE FROM embedders WHERE id = ?', params: [id] });
  tx.touchAll('embedder');
}
