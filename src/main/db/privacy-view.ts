import { AsyncLocalStorage } from 'node:async_hooks';
import { invariant } from '#shared/kernel/invariant.ts';
import type { SqliteConnection, SqlRow, SqlValue } from './driver/driver.ts';
import { PRIVACY_RULES, type PrivacyRule } from './privacy-rules.ts';
import type { SpareReader } from './spare-reader.ts';

/** The private clients and projects that may be seen; all others are as if they were not there. */
export type PrivacyView = {
  readonly openClientIds: readonly string[];
  readonly openProjectIds: readonly string[];
};

type ShownRows = Exclude<PrivacyRule, { readonly why: string }>;

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
      { sql: withHints(sql), params, returns: 'rows' },
    ]);
    return result?.rows ?? [];
  }

  /** Whether a row with one of these ids is there and not to be seen. */
  async hides(openIds: string, ids: readonly string[]): Promise<boolean> {
    if (ids.length === 0) return false;
    const rows = await this.run(openIds, HIDDEN_AMONG, [JSON.stringify(ids)]);
    return rows.length > 0;
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

/**
 * What is theirs, and the parts of that. A statement works it out for each mention of the tasks, so every leg begins at
 * the few that are hidden and is told its index: by itself SQLite reads the whole table, some 30 ms at 30,000 tasks.
 */
const HIDDEN_TASKS = `CREATE TEMP VIEW hidden_tasks AS WITH RECURSIVE hidden(id) AS (
  SELECT own.id FROM (
    SELECT t.id FROM hidden_projects p CROSS JOIN main.tasks t INDEXED BY tasks_by_project
      WHERE t.project_id = p.id AND t.deleted_at IS NULL
    UNION ALL SELECT t.id FROM main.tasks t INDEXED BY tasks_deleted
      WHERE t.deleted_at IS NOT NULL AND t.project_id IN (SELECT id FROM hidden_projects)
    UNION ALL SELECT t.id FROM hidden_clients c CROSS JOIN main.tasks t INDEXED BY tasks_by_client
      WHERE t.client_id = c.id AND coalesce(t.project_id NOT IN (SELECT id FROM open_ids), 1)) own
  UNION SELECT part.id FROM hidden CROSS JOIN main.tasks part INDEXED BY tasks_by_parent
    WHERE part.parent_id = hidden.id)
  SELECT id FROM hidden`;

/** As the tasks: told by id, which every index holds, no list has to look up whose a note is. */
const HIDDEN_NOTES = `CREATE TEMP VIEW hidden_notes AS
  SELECT n.id FROM hidden_projects p CROSS JOIN main.notes n INDEXED BY notes_by_project WHERE n.project_id = p.id
  UNION ALL SELECT n.id FROM hidden_clients c CROSS JOIN main.notes n INDEXED BY notes_by_client
    WHERE n.client_id = c.id AND coalesce(n.project_id NOT IN (SELECT id FROM open_ids), 1)`;

/** What somebody could name by its id. */
const NAMED = [
  'clients',
  'projects',
  'tasks',
  'task_comments',
  'checkpoints',
  'notes',
  'attachments',
  'external_items',
  'proposals',
  'memory_facts',
  'assistant_sessions',
];
const HIDDEN_AMONG = `WITH given(id) AS (SELECT value FROM json_each(?)) ${NAMED.map(
  (table) => `SELECT 1 FROM given JOIN main.${table} m ON m.id = given.id
    WHERE NOT EXISTS (SELECT 1 FROM ${table} x WHERE x.id = given.id)`,
).join(' UNION ALL ')} LIMIT 1`;

/** `tasks INDEXED BY …`: a view has no index, but what stands in its place can be told that of its table. */
const HINTED = /\b(\w+)\s+indexed\s+by\s+(\w+)/gi;

function withHints(sql: string): string {
  return sql.replace(HINTED, (hinted, table: string, index: string) => {
    const rule = PRIVACY_RULES[table];
    if (rule === undefined || 'why' in rule) return hinted;
    return `(${rowsSql(table, rule, `INDEXED BY ${index}`)}) AS ${table}`;
  });
}

function rowsSql(table: string, { visible, columns = 't.*' }: ShownRows, hint = ''): string {
  return `SELECT t.rowid AS rowid, ${columns} FROM main.${table} t ${hint} WHERE ${visible}`;
}

function viewsSql(): string {
  const views = Object.entries(PRIVACY_RULES).flatMap(([table, rule]) =>
    'why' in rule ? [] : [`CREATE TEMP VIEW ${table} AS ${rowsSql(table, rule)}`],
  );
  return [
    'CREATE TEMP TABLE open_view (ids TEXT NOT NULL)',
    `INSERT INTO open_view VALUES ('[]')`,
    'CREATE TEMP VIEW open_ids AS SELECT one.value AS id FROM open_view, json_each(open_view.ids) one',
    `CREATE TEMP VIEW hidden_clients AS SELECT id FROM main.clients
      WHERE is_private = 1 AND id NOT IN (SELECT id FROM open_ids)`,
    `CREATE TEMP VIEW hidden_projects AS SELECT id FROM main.projects
      WHERE (is_private = 1 OR client_id IN (SELECT id FROM hidden_clients)) AND id NOT IN (SELECT id FROM open_ids)`,
    HIDDEN_TASKS,
    HIDDEN_NOTES,
    ...views,
  ].join(';\n');
}
