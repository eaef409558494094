import type { ChangeEvent, Entity } from '#shared/contracts/changes.ts';
import type { SqliteConnection, SqlRow, Statement, StatementResult } from './driver/driver.ts';
import { entityShape, selectByIds, type EntityInsert, type EntityRow } from './entity-rows.ts';
import { createReader } from './reader.ts';
import type { Principal, Writer } from './store.ts';

export type ChangeRecord = {
  readonly entity: Entity;
  readonly entityId: string;
  readonly op: 'insert' | 'update' | 'delete';
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
};

type Row = Record<string, unknown> & { readonly id: string };

export type TransactionOptions = {
  readonly changeSetId: number;
  readonly nowMs: number;
  readonly principal: Principal;
  readonly deferForeignKeys: boolean;
};

/**
 * One transaction in the making. Statements are held back until something must be read or the commit comes, so that
 * a plain insert crosses to the database once: BEGIN, row, log row and COMMIT together.
 */
export function createTransaction(connection: SqliteConnection, options: TransactionOptions) {
  const records: ChangeRecord[] = [];
  const touched: ChangeEvent[] = [];
  let pending: Statement[] = [];
  let hasBegun = false;

  async function send(statements: readonly Statement[]): Promise<readonly StatementResult[]> {
    const opening: Statement[] = [];
    if (!hasBegun) {
      opening.push({ sql: 'BEGIN IMMEDIATE' });
      if (options.deferForeignKeys) opening.push({ sql: 'PRAGMA defer_foreign_keys = ON' });
    }
    const held = pending;
    pending = [];
    hasBegun = true;
    const results = await connection.batch([...opening, ...held, ...statements]);
    return results.slice(opening.length + held.length);
  }

  async function rowsOf(statement: Statement): Promise<readonly SqlRow[]> {
    const [result] = await send([statement]);
    return result?.rows ?? [];
  }

  async function readRows(entity: Entity, ids: readonly string[]): Promise<Map<string, Row>> {
    const shape = entityShape(entity);
    const rows = await rowsOf(selectByIds(entity, ids));
    return new Map(
      rows.map((values) => {
        const row = shape.toRow(values) as Row; // every recorded table has a text id
        return [row.id, row];
      }),
    );
  }

  const writer: Writer = {
    ...createReader(async (sql, params) => rowsOf({ sql, params, returns: 'rows' })),
    changeSetId: options.changeSetId,
    nowMs: options.nowMs,
    principal: options.principal,
    insert(entity, rows) {
      if (rows.length === 0) return;
      const shape = entityShape(entity);
      const plain = rows as readonly unknown[] as readonly Row[]; // inserts name every column but the nullable ones
      pending.push({ sql: shape.insertSql, paramsList: plain.map((row) => shape.toValues(row)) });
      for (const row of plain) {
        records.push({ entity, entityId: row.id, op: 'insert', before: null, after: row });
      }
    },
    async update(entity, changes) {
      const before = await readRows(
        entity,
        changes.map((change) => change.id),
      );
      const now = changes.flatMap((change) => {
        const row = before.get(change.id);
        if (!row) return [];
        const next = applyPatch(entity, row, change.patch);
        before.set(change.id, next);
        return [next];
      });
      return now as unknown as readonly EntityRow<typeof entity>[]; // rows come from the entity's own table
    },
    async delete(entity, ids) {
      const shape = entityShape(entity);
      const rows = await readRows(entity, ids);
      for (const row of rows.values()) {
        pending.push({ sql: shape.deleteSql, params: [row.id] });
        records.push({ entity, entityId: row.id, op: 'delete', before: row, after: null });
      }
      return rows.size;
    },
    async getByIds(entity, ids) {
      const rows = await readRows(entity, ids);
      const ordered = ids.flatMap((id) => rows.get(id) ?? []);
      return ordered as unknown as readonly EntityRow<typeof entity>[]; // as above
    },
    run(statement) {
      pending.push(statement);
    },
    touch(topic, ids) {
      touched.push({ topic, ids });
    },
  };

  function applyPatch<E extends Entity>(entity: E, row: Row, patch: Partial<EntityInsert<E>>): Row {
    const shape = entityShape(entity);
    const changed = Object.entries(patch).filter(
      ([key, value]) =>
        key !== 'id' && value !== undefined && shape.valueOf(key, value) !== shape.valueOf(key, row[key]),
    );
    if (changed.length === 0) return row;
    const next: Row = { ...row, ...Object.fromEntries(changed) };
    const keys = changed.map(([key]) => key);
    if (shape.hasUpdatedAt && !keys.includes('updatedAt')) {
      // Strictly later, so that an editor can tell its own base from a change within the same millisecond.
      next.updatedAt = Math.max(options.nowMs, Number(row.updatedAt) + 1);
      keys.push('updatedAt');
    }
    pending.push({
      sql: shape.updateSql(keys),
      params: [...keys.map((key) => shape.valueOf(key, next[key])), row.id],
    });
    records.push({
      entity,
      entityId: row.id,
      op: 'update',
      before: pick(row, keys),
      after: pick(next, keys),
    });
    return next;
  }

  return {
    writer,
    records,
    touched,
    /** Sends what is held back, then `closing`, then COMMIT. Without anything to do nothing is sent. */
    async commit(closing: readonly Statement[]): Promise<void> {
      if (!hasBegun && pending.length === 0 && closing.length === 0) return;
      await send([...closing, { sql: 'COMMIT' }]);
    },
    async rollback(): Promise<void> {
      if (hasBegun) await connection.batch([{ sql: 'ROLLBACK' }]);
    },
  };
}

function pick(row: Row, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, row[key] ?? null]));
}
