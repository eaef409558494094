import type { Log } from './index.ts';
import { SqlText } from './log-fields.ts';

/** What of a driver is needed here; the log knows no database. */
type Statement = { readonly sql: string; readonly paramsList?: readonly unknown[] };
type Connection = {
  batch(statements: readonly never[], signal?: AbortSignal): Promise<unknown>;
};
type Driver<Options, Opened extends Connection> = { open(options: Options): Promise<Opened> };

const MAX_STATEMENTS = 8;

/**
 * The same driver, each batch logged at level `debug` with the request it belongs to: statements without their
 * literals, counts and time, never a parameter. With that level off it is the driver itself and costs nothing.
 */
export function withSqlLog<Options, Opened extends Connection, Kind extends Driver<Options, Opened>>(
  driver: Kind & Driver<Options, Opened>,
  log: Log,
): Kind {
  if (!log.isEnabled('debug')) return driver;
  return { ...driver, open: async (options: Options) => logConnection(await driver.open(options), log) };
}

function logConnection<Opened extends Connection>(connection: Opened, log: Log): Opened {
  const batch = async (statements: readonly never[], signal?: AbortSignal): Promise<unknown> => {
    const startedAt = performance.now();
    let isDone = false;
    try {
      const results = await connection.batch(statements, signal);
      isDone = true;
      return results;
    } finally {
      noteBatch(log, statements, performance.now() - startedAt, isDone);
    }
  };
  // A connection may be a class with private fields, so the rest is called on the connection itself.
  return new Proxy(connection, {
    get(target, name) {
      if (name === 'batch') return batch;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

function noteBatch(log: Log, statements: readonly Statement[], tookMs: number, isDone: boolean): void {
  for (const statement of statements.slice(0, MAX_STATEMENTS)) {
    log.debug('statement', { sql: new SqlText(statement.sql), runs: statement.paramsList?.length ?? 1 });
  }
  log.debug('batch', { statements: statements.length, tookMs: Math.round(tookMs * 100) / 100, isDone });
}
