import { AsyncLocalStorage } from 'node:async_hooks';
import { invariant } from '#shared/kernel/invariant.ts';
import type { SqliteConnection, SqlRow, SqlValue } from './driver/driver.ts';
import { PRIVACY_RULES } from './privacy-rules.ts';
import type { SpareReader } from './spare-reader.ts';

/** The private clients and projects that may be seen; all others are as if they were not there. */
export type PrivacyView = {
  readonly openClientIds: readonly string[];
  readonly openProjectIds: readonly string[];
};

const storage = new AsyncLocalStorage<string>();

/** Within another view only what both open is open: a view never shows more than the one around it. */
export function inPrivacyView<T>(view: PrivacyView, work: () => Promise<T>): Promise<T> {
  const asked = [...view.openClientIds, ...view.openProjectIds];
  const around = storage.getStore();
  const open = around === undefined ? asked : asked.filter((id) => idsIn(around).includes(id));
  return storage.run(JSON.stringify(open.toSorted()), work);
}

/** The open ids as JSON, or undefined outside of any view. */
export function privacyNow(): string | undefined {
  return storage.getStore();
}

/** For what serves everybody, whoever set it off: an index that is brought up to date within a view must miss nothing. */
export function outsidePrivacy<T>(work: () => T): T {
  return storage.exit(work);
}

function idsIn(json: string): readonly string[] {
  return JSON.parse(json) as readonly string[]; // written above
}

/**
 * A reading connection on which temporary views stand before the tables: SQLite resolves a plain name to what is in
 * `temp` first, so that every statement of every store is covered without knowing of it. Opened when first used.
 */
export class PrivateReader {
  readonly #spare: SpareReader | undefined;
  #connection: Promise<SqliteConnection> | null = null;

  constructor(spare: SpareReader | undefined) {
    this.#spare = spare;
  }

  async run(openIds: string, sql: string, params: readonly SqlValue[]): Promise<readonly SqlRow[]> {
    this.#connection ??= this.#start();
    const connection = await this.#connection;
    // Told with every statement: views of two conversations take turns on the connection.
    const [, result] = await connection.batch([
      { sql: 'UPDATE temp.open_view SET ids = ?', params: [openIds] },
      // A view has no index; the planner finds that of its table by itself.
      { sql: sql.replace(/\bindexed\s+by\s+\w+/gi, ''), params, returns: 'rows' },
    ]);
    return result?.rows ?? [];
  }

  async close(): Promise<void> {
    const connection = await this.#connection?.catch(() => null);
    await connection?.close();
    this.#spare?.forget();
  }

  async #start(): Promise<SqliteConnection> {
    try {
      invariant(this.#spare, 'a store without a spare reader has no privacy view');
      const connection = await this.#spare.open();
      await connection.exec(viewsSql());
      return connection;
    } catch (error) {
      this.#connection = null;
      throw error;
    }
  }
}

function viewsSql(): string {
  const views = Object.entries(PRIVACY_RULES).flatMap(([table, rule]) =>
    'why' in rule
      ? []
      : [
          `CREATE TEMP VIEW ${table} AS SELECT t.rowid AS rowid, ${rule.columns ?? 't.*'} FROM main.${table} t WHERE ${rule.visible}`,
        ],
  );
  return [
    'CREATE TEMP TABLE open_view (ids TEXT NOT NULL)',
    `INSERT INTO open_view VALUES ('[]')`,
    'CREATE TEMP VIEW open_ids AS SELECT one.value AS id FROM open_view, json_each(open_view.ids) one',
    `CREATE TEMP VIEW hidden_clients AS SELECT id FROM main.clients
      WHERE is_private = 1 AND id NOT IN (SELECT id FROM open_ids)`,
    `CREATE TEMP VIEW hidden_projects AS SELECT id FROM main.projects
      WHERE (is_private = 1 OR client_id IN (SELECT id FROM hidden_clients)) AND id NOT IN (SELECT id FROM open_ids)`,
    `CREATE TEMP VIEW hidden_tasks AS WITH RECURSIVE hidden(id) AS (
      SELECT id FROM main.tasks WHERE project_id IN (SELECT id FROM hidden_projects)
      UNION SELECT id FROM main.tasks WHERE client_id IN (SELECT id FROM hidden_clients)
        AND coalesce(project_id NOT IN (SELECT id FROM open_ids), 1)
      UNION SELECT part.id FROM main.tasks part JOIN hidden ON part.parent_id = hidden.id)
      SELECT id FROM hidden`,
    ...views,
  ].join(';\n');
}
