import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { flag, instant } from './columns.ts';

/** What can turn texts into vectors beside the built-in embedder, which needs no row. */
export const embedders = sqliteTable('embedders', {
  id: text('id').primaryKey(),
  kind: text('kind').$type<'onnx' | 'model'>().notNull(),
  name: text('name').notNull(),
  /** `onnx`: the folder below the models' folder. `model`: `providerId/modelId` at the gateway. */
  place: text('place').notNull(),
  dimension: integer('dimension').notNull(),
  maxTokens: integer('max_tokens').notNull(),
  isLocal: flag('is_local').notNull(),
  /** At most one; the built-in embedder is chosen where none is. */
  isActive: flag('is_active').notNull(),
  addedAt: instant('added_at').notNull(),
});
