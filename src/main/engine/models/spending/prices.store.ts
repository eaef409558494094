import { asc, desc } from 'drizzle-orm';
import type { ModelPrice } from '#shared/contracts/usage.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { modelPrices } from '#main/db/tables/model-costs.ts';

export function listPrices(reader: Reader): Promise<readonly ModelPrice[]> {
  return reader
    .select({
      id: modelPrices.id,
      providerId: modelPrices.providerId,
      modelId: modelPrices.modelId,
      from: modelPrices.validFrom,
      inputMicros: modelPrices.inputMicros,
      cachedInputMicros: modelPrices.cachedInputMicros,
      outputMicros: modelPrices.outputMicros,
    })
    .from(modelPrices)
    .orderBy(asc(modelPrices.modelId), desc(modelPrices.validFrom));
}

const UPSERT_SQL = `INSERT OR REPLACE INTO model_prices
  (id, provider_id, model_id, valid_from, input_micros, cached_input_micros, output_micros, updated_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

export function upsertPrice(tx: Writer, price: ModelPrice): void {
  const { id, providerId, modelId, from, inputMicros, cachedInputMicros, outputMicros } = price;
  const amounts = [inputMicros, cachedInputMicros, outputMicros];
  tx.run({ sql: UPSERT_SQL, params: [id, providerId, modelId, from, ...amounts, tx.nowMs] });
  tx.touchAll('usage');
}

export function deletePrice(tx: Writer, id: string): void {
  tx.run({ sql: 'DELETE FROM model_prices WHERE id = ?', params: [id] });
  tx.touchAll('usage');
}
