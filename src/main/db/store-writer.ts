import type { ChangeEvent, Entity } from '#shared/contracts/changes.ts';
import type { SqliteConnection, SqlRow, SqlValue, Statement, StatementResult } from './driver/driver.ts';
import { entityShape, selectByIds, type EntityInsert, type EntityRow } from './entity-rows.ts';
import { createReader } from './reader.ts';
import type { Principal, Reader, Writer } from './store.ts';

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
export class Transaction implements Writer {
  readonly changeSetId: number;
  readonly nowMs: number;
  readonly principal: Principal;
  readonly records: ChangeRecord[] = [];
  readonly touched: ChangeEvent[] = [];
  readonly touchedWhole = new Set<ChangeEvent['topic']>();
  readonly select: Reader['select'];
  readonly selectDistinct: Reader['selectDistinct'];
  readonly with: Reader['with'];
  readonly $with: Reader['$with'];
  readonly $count: Reader['$count'];
  readonly #connection: SqliteConnection;
  readonly #deferForeignKeys: boolean;
  #pending: Statement[] = [];
  #hasBegun = false;

  constructor(connection: SqliteConnection, options: TransactionOptions) {
    this.#connection = connection;
    this.#deferForeignKeys = options.deferForeignKeys;
    this.changeSetId = options.changeSetId;
    this.nowMs = options.nowMs;
    this.principal = options.principal;
    const reader = createReader((sql, params) => this.rows(sql, params));
    this.select = reader.select;
    this.selectDistinct = reader.selectDistinct;
    this.with = reader.with;
    this.$with = reader.$with;
    this.$count = reader.$count;
  }

  async rows(sql: string, params: readonly SqlValue[] = []): Promise<readonly SqlRow[]> {
    const [result] = await this.#send([{ sql, params, returns: 'rows' }]);
    return result?.rows ?? [];
  }

  insert<E extends Entity>(entity: E, rows: readonly EntityInsert<E>[]): void {
    if (rows.length === 0) return;
    const shape = entityShape(entity);
    const plain = rows as readonly unknown[] as readonly Row[]; // inserts name every column but the nullable ones
    this.#pending.push({ sql: shape.insertSql, paramsList: plain.map((row) => shape.toValues(row)) });
    for (const row of plain) {
      this.records.push({ entity, entityId: row.id, op: 'insert', before: null, after: row });
    }
  }

  async update<E extends Entity>(
    entity: E,
    changes: readonly { readonly id: string; readonly patch: Partial<EntityInsert<E>> }[],
  ): Promise<readonly EntityRow<E>[]> {
    if (changes.length === 0) return [];
    const ids = changes.map((change) => change.id);
    const rows = await this.#readRows(entity, ids);
    const now = changes.flatMap((change) => {
      const row = rows.get(change.id);
      if (!row) return [];
      const next = this.#applyPatch(entity, row, change.patch);
      rows.set(change.id, next);
      return [next];
    });
    return now as unknown as readonly EntityRow<E>[]; // rows come from the entity's own table
  }

  async delete(entity: Entity, ids: readonly string[]): Promise<number> {
    if (ids.length === 0) return 0;
    const shape = entityShape(entity);
    const rows = await this.#readRows(entity, ids);
    for (const row of rows.values()) {
      this.#pending.push({ sql: shape.deleteSql, params: [row.id] });
      this.records.push({ entity, entityId: row.id, op: 'delete', before: row, after: null });
    }
    return rows.size;
  }

  erase(entity: Entity, ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.#pending.push({ sql: entityShape(entity).deleteSql, paramsList: ids.map((id) => [id]) });
    for (const entityId of ids) {
      this.records.push({ entity, entityId, op: 'delete', before: null, after: null });
    }
  }

  async getByIds<E extends Entity>(entity: E, ids: readonly string[]): Promise<readonly EntityRow<E>[]> {
    if (ids.length === 0) return [];
    const rows = await this.#readRows(entity, ids);
    return ids.flatMap((id) => rows.get(id) ?? []) as unknown as readonly EntityRow<E>[]; // as above
  }

  run(statement: Statement): void {
    this.#pending.push(statement);
  }

  touch(topic: ChangeEvent['topic'], ids: readonly string[]): void {
    this.touched.push({ topic, ids });
  }

  touchAll(topic: ChangeEvent['topic']): void {
    this.touchedWhole.add(topic);
  }

  /** Sends what is held back, then `closing`, then COMMIT. Without anything to do nothing is sent. */
  async commit(closing: readonly Statement[]): Promise<void> {
    if (!this.#hasBegun && this.#pending.length === 0 && closing.length === 0) return;
    await this.#send([...closing, { sql: 'COMMIT' }]);
  }

  async rollback(): Promise<void> {
    if (this.#hasBegun) await this.#connection.batch([{ sql: 'ROLLBACK' }]);
  }

  async #send(statements: readonly Statement[]): Promise<readonly StatementResult[]> {
    const opening: Statement[] = [];
    if (!this.#hasBegun) {
      opening.push({ sql: 'BEGIN IMMEDIATE' });
      if (this.#deferForeignKeys) opening.push({ sql: 'PRAGMA defer_foreign_keys = ON' });
    }
    const held = this.#pending;
    this.#pending = [];
    this.#hasBegun = true;
    const results = await this.#connection.batch([...opening, ...held, ...statements]);
    return results.slice(opening.length + held.length);
  }

  async #readRows(entity: Entity, ids: readonly string[]): Promise<Map<string, Row>> {
    const shape = entityShape(entity);
    const [result] = await this.#send([selectByIds(entity, ids)]);
    const rows = (result?.rows ?? []).map((values) => shape.toRow(values) as Row); // every recorded table has a text id
    return new Map(rows.map((row) => [row.id, row]));
  }

  #applyPatch<E extends Entity>(entity: E, row: Row, patch: Partial<EntityInsert<E>>): Row {
    const shape = entityShape(entity);
    const isChange = (key: string, value: unknown) =>
      key !== 'id' && value !== undefined && shape.valueOf(key, value) !== shape.valueOf(key, row[key]);
    const changed = Object.entries(patch).filter(([key, value]) => isChange(key, value));
    if (changed.length === 0) return row;
    const next: Row = { ...row, ...Object.fromEntries(changed) };
    const keys = changed.map(([key]) => key);
    if (shape.hasUpdatedAt && !keys.includes('updatedAt')) {
      // Strictly later, so that an editor can tell its own base from a change within the same millisecond.
      next['updatedAt'] = Math.max(this.nowMs, Number(row['updatedAt']) + 1);
      keys.push('updatedAt');
    }
    const values = keys.map((key) => shape.valueOf(key, next[key]));
    this.#pending.push({ sql: shape.updateSql(keys), params: [...values, row.id] });
    this.records.push({
      entity,
      entityId: row.id,
      op: 'update',
      before: pick(row, keys),
      after: pick(next, keys),
    });
    return next;
  }
}

function pick(row: Row, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, row[key] ?? null]));
}
