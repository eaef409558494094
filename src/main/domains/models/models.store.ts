import { asc } from 'drizzle-orm';
import type { ModelProvider } from '#shared/contracts/models.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { modelProviders } from '#main/db/tables/models.ts';

/** A row of the table: what is not derived from elsewhere. */
export type ProviderRow = Omit<ModelProvider, 'hasKey' | 'isLocal'> & { readonly position: number };

export type ModelsStore = { list(): Promise<readonly ProviderRow[]> };

export function createModelsStore(reader: Reader): ModelsStore {
  return {
    list: () =>
      reader.select().from(modelProviders).orderBy(asc(modelProviders.position), asc(modelProviders.id)),
  };
}

/** Writes the provider as a whole, new or known. */
export function putProvider(tx: Writer, row: ProviderRow): void {
  tx.run({
    sql: `INSERT OR REPLACE INTO model_providers (id, position, kind, name, base_url, chat_model, embedding_model,
            is_enabled, timeout_ms, max_concurrent, created_at, updated_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    params: [
      row.id,
      row.position,
      row.kind,
      row.name,
      row.baseUrl,
      row.chatModel,
      row.embeddingModel,
      row.isEnabled ? 1 : 0,
      row.timeoutMs,
      row.maxConcurrent,
      row.createdAt,
      row.updatedAt,
    ],
  });
  tx.touch('model_provider', [row.id]);
}

export function placeProvider(tx: Writer, id: string, position: number): void {
  tx.run({ sql: 'UPDATE model_providers SET position = ? WHERE id = ?', params: [position, id] });
  tx.touch('model_provider', [id]);
}

export function deleteProvider(tx: Writer, id: string): void {
  tx.run({ sql: 'DELETE FROM model_providers WHERE id = ?', params: [id] });
  tx.touch('model_provider', [id]);
}
