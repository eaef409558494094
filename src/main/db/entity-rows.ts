import { getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { ENTITIES, type Entity } from '#shared/contracts/changes.ts';
import type { SqlRow, SqlValue, Statement } from './driver/driver.ts';
import { ENTITY_TABLES, type EntityTables } from './tables/index.ts';

export type EntityRow<E extends Entity> = EntityTables[E]['$inferSelect'];
export type EntityInsert<E extends Entity> = EntityTables[E]['$inferInsert'];

type PlainRow = Readonly<Record<string, unknown>>;

/** What the writer needs to know of a recorded table: its columns in order and the SQL made from them once. */
export type EntityShape = {
  readonly entity: Entity;
  readonly hasUpdatedAt: boolean;
  /** Names of the properties that a change may name; generated columns are not among them. */
  readonly keys: readonly string[];
  toValues(row: PlainRow): SqlValue[];
  toRow(values: SqlRow): PlainRow;
  valueOf(key: string, value: unknown): SqlValue;
  insertSql: string;
  selectByIdsSql: string;
  deleteSql: string;
  updateSql(keys: readonly string[]): string;
};

function shapeOf(entity: Entity, table: SQLiteTable): EntityShape {
  const columns = Object.entries(getTableColumns(table)).filter(
    ([, column]) => column.generated === undefined,
  );
  const byKey = new Map<string, SQLiteColumn>(columns);
  const name = quote(getTableName(table));
  const keys = columns.map(([key]) => key);
  const list = columns.map(([, column]) => quote(column.name)).join(', ');
  const updateSqls = new Map<string, string>();
  const valueOf = (key: string, value: unknown): SqlValue => {
    if (value === null || value === undefined) return null;
    const column = byKey.get(key);
    if (!column) throw new Error(`${entity} has no column ${key}`);
    return column.mapToDriverValue(value) as SqlValue; // a column maps to what its SQLite type binds
  };
  return {
    entity,
    keys,
    hasUpdatedAt: byKey.has('updatedAt'),
    valueOf,
    // A row from an older log lacks what came later.
    toValues: (row) =>
      keys.map((key) => valueOf(key, row[key] === undefined ? byKey.get(key)?.default : row[key])),
    toRow: (values) =>
      Object.fromEntries(
        columns.map(([key, column], index) => {
          const value = values[index] ?? null;
          return [key, value === null ? null : column.mapFromDriverValue(value)];
        }),
      ),
    insertSql: `INSERT INTO ${name} (${list}) VALUES (${columns.map(() => '?').join(', ')})`,
    selectByIdsSql: `SELECT ${list} FROM ${name} WHERE id IN (SELECT value FROM json_each(?))`,
    deleteSql: `DELETE FROM ${name} WHERE id = ?`,
    updateSql(changed) {
      const cacheKey = changed.join();
      const known = updateSqls.get(cacheKey);
      if (known) return known;
      const sets = changed.map((key) => `${quote(byKey.get(key)?.name ?? key)} = ?`).join(', ');
      const sql = `UPDATE ${name} SET ${sets} WHERE id = ?`;
      updateSqls.set(cacheKey, sql);
      return sql;
    },
  };
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

const SHAPES = new Map<Entity, EntityShape>();

export function entityShape(entity: Entity): EntityShape {
  let shape = SHAPES.get(entity);
  if (!shape) {
    shape = shapeOf(entity, ENTITY_TABLES[entity]);
    SHAPES.set(entity, shape);
  }
  return shape;
}

/** Selects whole recorded rows by id, as a statement for the writer's batch. */
export function selectByIds(entity: Entity, ids: readonly string[]): Statement {
  return { sql: entityShape(entity).selectByIdsSql, params: [JSON.stringify(ids)], returns: 'rows' };
}

export function isEntity(value: string): value is Entity {
  return (ENTITIES as readonly string[]).includes(value);
}
