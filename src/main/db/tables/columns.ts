import { customType, integer, text } from 'drizzle-orm/sqlite-core';

/** A closed list kept as its index, so that an order by the column is an order by rank. */
export function rank<const Values extends readonly string[]>(name: string, values: Values) {
  return customType<{ data: Values[number]; driverData: number }>({
    dataType: () => 'integer',
    toDriver: (value) => values.indexOf(value),
    fromDriver: (index) => values[index] ?? values[0] ?? '',
  })(name);
}

export const id = () => text('id').primaryKey();

/** Milliseconds since the Unix epoch. */
export const instant = (name: string) => integer(name);

export const flag = (name: string) => integer(name, { mode: 'boolean' });

/** JSON text; what is inside is parsed by the domain's schema on the way in. */
export const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>();

export const lifecycle = () => ({
  deletedAt: instant('deleted_at'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});
