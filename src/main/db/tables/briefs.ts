import { sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { BriefModel, BriefSection } from '#shared/contracts/brief.ts';
import { id, instant, json } from './columns.ts';

/** What a day looked like in the morning, one row a day and language. */
export const briefs = sqliteTable(
  'briefs',
  {
    id: id(),
    day: text('day').notNull(),
    locale: text('locale').$type<'en' | 'it'>().notNull(),
    text: text('text').notNull(),
    model: json<BriefModel | null>('model'),
    sections: json<readonly BriefSection[]>('sections').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [uniqueIndex('briefs_by_day').on(table.day, table.locale)],
);
