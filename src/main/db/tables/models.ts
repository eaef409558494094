import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ProviderKind } from '#shared/contracts/models.ts';
import { flag, id, instant } from './columns.ts';

/** Where language models are asked, in the person's order. The key is a named secret, never a column here. */
export const modelProviders = sqliteTable('model_providers', {
  id: id(),
  /** Asked in this order. */
  position: integer('position').notNull(),
  kind: text('kind').$type<ProviderKind>().notNull(),
  name: text('name').notNull(),
  /** Null for the usual address of its kind. */
  baseUrl: text('base_url'),
  /** Empty where it is not asked for words. */
  chatModel: text('chat_model').notNull(),
  embeddingModel: text('embedding_model').notNull(),
  isEnabled: flag('is_enabled').notNull(),
  timeoutMs: integer('timeout_ms').notNull(),
  maxConcurrent: integer('max_concurrent').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});
