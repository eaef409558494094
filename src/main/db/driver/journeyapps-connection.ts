import type { SqlcipherDatabase, SqlcipherStatement } from '@journeyapps/sqlcipher';
import { AppError } from '#shared/errors.ts';
import { STATEMENT_CACHE_SIZE } from './connection-pragmas.ts';
import type { SqlRow, SqlValue, SqliteConnection, Statement, StatementResult } from './driver.ts';
import { castParameters, shapeOf, wrapQuery, wrapQueryNamed } from './sql-shape.ts';
import type { SqlShape } from './sql-shape.ts';
import { cancelledError, closedError, sqliteError } from './sqlite-errors.ts';

type BoundValue = string | number | Buffer | null;
type Failure = Error & { readonly code?: string };
type Bound = { readonly values: BoundValue[]; readonly cast: ReadonlySet<number> };
type Plan = { readonly shape: SqlShape; readonly text: string };

const NONE: ReadonlySet<number> = new Set();
const NO_ROWS: readonly SqlRow[] = [];

/**
 * One connection of `@journeyapps/sqlcipher`. The library returns rows as objects, so queries are wrapped
 * until no column name can hide or move another; it binds 32-bit integers and nothing wider, so those go
 * as text through a cast; and its statements interleave, so one batch waits for the other.
 */
export class JourneyappsConnection implements SqliteConnection {
  private readonly database: SqlcipherDatabase;
  private readonly prepared = new Map<string, SqlcipherStatement>();
  private readonly plans = new Map<string, Plan>();
  private tail: Promise<unknown> = Promise.resolve();
  private closing: Promise<void> | null = null;

  constructor(database: SqlcipherDatabase) {
    this.database = database;
  }

  batch(statements: readonly Statement[], signal?: AbortSignal): Promise<readonly StatementResult[]> {
    if (signal?.aborted) return Promise.reject(cancelledError());
    return this.inTurn(async () => {
      const results: StatementResult[] = [];
      try {
        for (const statement of statements) {
          if (signal?.aborted) throw cancelledError();
          results.push(await this.runAll(statement, signal));
        }
      } catch (error) {
        throw await this.explain(error);
      }
      return results;
    });
  }

  exec(sql: string): Promise<void> {
    return this.inTurn(() => this.settle((done) => this.database.exec(sql, done)));
  }

  close(): Promise<void> {
    this.closing ??= this.tail.then(() => this.shutDown());
    return this.closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.closing) return Promise.reject(closedError());
    const turn = this.tail.then(work);
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  private async shutDown(): Promise<void> {
    for (const statement of this.prepared.values()) await finalize(statement);
    this.prepared.clear();
    await this.settle((done) => this.database.close(done));
  }

  private async runAll(statement: Statement, signal?: AbortSignal): Promise<StatementResult> {
    if (!statement.paramsList) return this.runOne(statement, statement.params ?? []);
    const rows: SqlRow[] = [];
    let changes = 0;
    for (const params of statement.paramsList) {
      if (signal?.aborted) throw cancelledError();
      const result = await this.runOne(statement, params);
      for (const row of result.rows) rows.push(row);
      changes += result.changes;
    }
    return { rows, changes };
  }

  private async runOne(statement: Statement, params: readonly SqlValue[]): Promise<StatementResult> {
    const bound = bind(params);
    const sql = bound.cast.size > 0 ? castParameters(statement.sql, bound.cast) : statement.sql;
    const plan = this.plan(sql);
    if (plan.shape === 'write' || plan.shape === 'other') {
      const changes = await this.run(plan.text, bound.values);
      return { rows: NO_ROWS, changes: plan.shape === 'write' ? changes : 0 };
    }
    const rows = await this.rows(sql, plan, bound.values);
    return {
      rows: statement.returns === 'none' ? NO_ROWS : rows,
      changes: plan.shape === 'returning' ? rows.length : 0,
    };
  }

  private async rows(sql: string, plan: Plan, values: BoundValue[]): Promise<SqlRow[]> {
    const objects = await this.all(plan.text, values);
    const [first] = objects;
    if (!first) return [];
    const names = Object.keys(first);
    if (!names.some(isArrayIndex)) return objects.map((row) => Object.values(row));
    if (plan.shape !== 'query') throw unorderedColumnsError();
    // A name like `1` moves to the front of the object: ask again under names that keep their place.
    const named = { shape: plan.shape, text: wrapQueryNamed(sql, names.length) };
    this.plans.set(sql, named);
    return (await this.all(named.text, values)).map((row) => Object.values(row));
  }

  private plan(sql: string): Plan {
    const known = this.plans.get(sql);
    if (known) return known;
    const shape = shapeOf(sql);
    const plan = { shape, text: shape === 'query' ? wrapQuery(sql) : sql };
    this.plans.set(sql, plan);
    evictOldest(this.plans);
    return plan;
  }

  private async all(sql: string, values: BoundValue[]): Promise<Record<string, BoundValue>[]> {
    const statement = await this.prepare(sql);
    return new Promise((resolve, reject) => {
      statement.all(values, (error, rows) => (error ? reject(failure(error)) : resolve(rows)));
    });
  }

  private async run(sql: string, values: BoundValue[]): Promise<number> {
    const statement = await this.prepare(sql);
    return new Promise((resolve, reject) => {
      statement.run(values, function done(error) {
        if (error) reject(failure(error));
        else resolve(this.changes);
      });
    });
  }

  private async prepare(sql: string): Promise<SqlcipherStatement> {
    const known = this.prepared.get(sql);
    if (known) {
      this.prepared.delete(sql);
      this.prepared.set(sql, known);
      return known;
    }
    const statement = await new Promise<SqlcipherStatement>((resolve, reject) => {
      const prepared = this.database.prepare(sql, (error) =>
        error ? reject(failure(error)) : resolve(prepared),
      );
    });
    this.prepared.set(sql, statement);
    const evicted = evictOldest(this.prepared);
    if (evicted) await finalize(evicted);
    return statement;
  }

  private settle(start: (done: (error: Failure | null) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      start((error) => (error ? reject(failure(error)) : resolve()));
    });
  }

  /** After the first page that the cipher refuses, the library answers every statement with a bare "logic error". */
  private async explain(error: unknown): Promise<unknown> {
    if (!(error instanceof AppError) || !isBareError(error.cause)) return error;
    const answers = await this.all('SELECT count(*) FROM sqlite_schema', []).then(
      () => true,
      () => false,
    );
    return answers ? error : unreadablePage();
  }
}

function evictOldest<T>(cache: Map<string, T>): T | undefined {
  if (cache.size <= STATEMENT_CACHE_SIZE) return undefined;
  const oldest = cache.entries().next();
  if (oldest.done) return undefined;
  cache.delete(oldest.value[0]);
  return oldest.value[1];
}

function bind(params: readonly SqlValue[]): Bound {
  let cast: Set<number> | undefined;
  const values = params.map((value, position): BoundValue => {
    if (value === null || typeof value === 'string') return value;
    if (typeof value === 'bigint' || (typeof value === 'number' && isWideInteger(value))) {
      cast ??= new Set();
      cast.add(position);
      return String(value);
    }
    if (typeof value === 'number') return value;
    if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    // The library would bind anything else as NULL or crash.
    throw new AppError('internal', 'A value of this type cannot be stored. Nothing was changed.');
  });
  return { values, cast: cast ?? NONE };
}

function isWideInteger(value: number): boolean {
  return Number.isSafeInteger(value) && value !== (value | 0);
}

function isArrayIndex(name: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(name);
}

function unorderedColumnsError(): AppError {
  return new AppError(
    'internal',
    'A statement returned columns without names, whose order this driver cannot keep.',
  );
}

function failure(error: Failure): AppError {
  // SQLite has one answer for a page that the cipher refuses: no memory (CODEC1 in pager.c).
  if (error.code === 'SQLITE_NOMEM') return unreadablePage();
  return sqliteError(error.code ?? 'SQLITE_ERROR', error.message);
}

function isBareError(cause: unknown): boolean {
  return cause instanceof Error && cause.message.endsWith('SQL logic error');
}

function unreadablePage(): AppError {
  return sqliteError('SQLITE_CORRUPT', 'a page could not be decrypted');
}

function finalize(statement: SqlcipherStatement): Promise<void> {
  return new Promise((resolve) => void statement.finalize(resolve));
}
