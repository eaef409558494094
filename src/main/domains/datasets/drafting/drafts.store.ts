import { desc, eq, ne } from 'drizzle-orm';
import type { DatasetDraft, DraftForm } from '#shared/contracts/dataset-drafts.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { datasetDrafts } from '#main/db/tables/datasets.ts';

export type DraftsStore = {
  find(id: string): Promise<DatasetDraft | undefined>;
  list(): Promise<readonly DatasetDraft[]>;
  /** What was typed and not sent yet; null where nothing was. */
  form(): Promise<DraftForm | null>;
};

/** The one row that is no draft yet. */
const FORM_ID = '00000000-0000-0000-0000-000000000000';

const MOST_LISTED = 100;

export function createDraftsStore(reader: Reader): DraftsStore {
  return {
    async find(id) {
      if (id === FORM_ID) return undefined;
      const [row] = await reader.select().from(datasetDrafts).where(eq(datasetDrafts.id, id)).limit(1);
      return row && toDraft(row);
    },
    async list() {
      const rows = await reader
        .select()
        .from(datasetDrafts)
        .where(ne(datasetDrafts.id, FORM_ID))
        .orderBy(desc(datasetDrafts.updatedAt), desc(datasetDrafts.id))
        .limit(MOST_LISTED);
      return rows.map(toDraft);
    },
    async form() {
      const [row] = await reader.select().from(datasetDrafts).where(eq(datasetDrafts.id, FORM_ID)).limit(1);
      return row === undefined ? null : (row.basis as DraftForm); // as it was put in
    },
  };
}

function toDraft({ content, ...row }: typeof datasetDrafts.$inferSelect): DatasetDraft {
  const { id, basis, fingerprint, refreshCount, createdAt, updatedAt } = row;
  return {
    ...(content as Omit<DatasetDraft, 'id' | 'basis'>), // as it was put in
    id,
    basis: basis as DatasetDraft['basis'], // as above
    fingerprint,
    refreshCount,
    createdAt,
    updatedAt,
  };
}

export function putDraft(tx: Writer, draft: DatasetDraft): void {
  const { id, basis, fingerprint, refreshCount, createdAt, updatedAt, ...content } = draft;
  tx.run({
    sql: `INSERT INTO dataset_drafts (id, basis, fingerprint, schema, content, refresh_count, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET basis = excluded.basis, fingerprint = excluded.fingerprint,
        schema = excluded.schema, content = excluded.content, refresh_count = excluded.refresh_count,
        updated_at = excluded.updated_at`,
    params: [
      id,
      JSON.stringify(basis),
      fingerprint,
      JSON.stringify(content.spec.schema),
      JSON.stringify(content),
      refreshCount,
      createdAt,
      updatedAt,
    ],
  });
  tx.touch('dataset', [id]);
}

export function dropDraft(tx: Writer, id: string): void {
  tx.run({ sql: 'DELETE FROM dataset_drafts WHERE id = ?', params: [id] });
  tx.touch('dataset', [id]);
}

/** No page is told: the one that typed it knows. */
export function putForm(tx: Writer, form: DraftForm, nowMs: number): void {
  tx.run({
    sql: `INSERT INTO dataset_drafts (id, basis, fingerprint, schema, content, refresh_count, created_at, updated_at)
      VALUES (?, ?, '', '{}', '{}', 0, ?, ?)
      ON CONFLICT (id) DO UPDATE SET basis = excluded.basis, updated_at = excluded.updated_at`,
    params: [FORM_ID, JSON.stringify(form), nowMs, nowMs],
  });
}

export function dropForm(tx: Writer): void {
  tx.run({ sql: 'DELETE FROM dataset_drafts WHERE id = ?', params: [FORM_ID] });
}
