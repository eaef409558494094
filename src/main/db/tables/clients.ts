import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Address, Contact } from '#shared/contracts/clients.ts';
import type { Colour } from '#shared/contracts/common.ts';
import { flag, id, instant, json, lifecycle } from './columns.ts';

export const clients = sqliteTable(
  'clients',
  {
    id: id(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    phone: text('phone').notNull(),
    website: text('website').notNull(),
    taxId: text('tax_id').notNull(),
    language: text('language').notNull(),
    currency: text('currency'),
    hourlyRateMinor: integer('hourly_rate_minor'),
    address: json<Address>('address').notNull(),
    contacts: json<readonly Contact[]>('contacts').notNull(),
    notes: text('notes').notNull(),
    tags: json<readonly string[]>('tags').notNull(),
    colour: text('colour').$type<Colour>().notNull(),
    archivedAt: instant('archived_at'),
    ...lifecycle(),
    /** Nothing of it goes to a model elsewhere or into what belongs to others; see `privacy-rules.ts`. */
    isPrivate: flag('is_private').notNull().default(false),
  },
  (table) => [
    index('clients_by_name').on(table.name),
    index('clients_private')
      .on(table.id)
      .where(sql`is_private = 1`),
  ],
);
