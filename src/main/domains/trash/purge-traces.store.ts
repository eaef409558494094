import type { SqlValue } from '#main/db/driver/driver.ts';
import type { Reader, Writer } from '#main/db/store.ts';

/** What is in words of an item; the other fields are choices, days and numbers. */
const WORDS = [
  'title',
  'text',
  'comment',
  'name',
  'description',
  'body',
  'excerpt',
  'notes',
  'email',
  'phone',
  'website',
];
/** Shorter ones stand in too much that is about something else. */
const MIN_WORDS_LENGTH = 4;
/** Answers and previews hold the beginning of a long text. */
const BEGINNINGS = [80, 2_000];
const PAGE = 1_000;
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const REMOVED = '…';

type Source = {
  readonly table: string;
  /** Primary key, for going on page by page; the first column names the job or proposal. */
  readonly key: readonly string[];
  /** What may hold words; JSON but for the plain ones. */
  readonly columns: readonly string[];
  readonly plain?: readonly string[];
};

const JOB_SOURCES: readonly Source[] = [
  { table: 'jobs', key: ['id'], columns: ['input', 'result', 'error'], plain: ['title', 'message'] },
  { table: 'job_steps', key: ['job_id', 'key'], columns: ['result'] },
  { table: 'job_blobs', key: ['job_id', 'key'], columns: ['content'] },
  { table: 'job_intents', key: ['job_id', 'key'], columns: ['evidence'], plain: ['problem'] },
  { table: 'job_signals', key: ['job_id', 'seq'], columns: ['payload'] },
  { table: 'job_logs', key: ['job_id', 'line_index'], columns: ['fields'], plain: ['message'] },
];
const PROPOSALS: Source = {
  table: 'proposals',
  key: ['id'],
  columns: ['input', 'decided_input', 'preview', 'sources'],
  plain: ['reason', 'decision_reason', 'failure'],
};
const NOTIFICATIONS: Source = {
  table: 'notifications',
  key: ['id'],
  columns: [],
  plain: ['title', 'body', 'link'],
};

/** A proposal about one of the items, or that became one; three lists of ids are bound. */
const ABOUT = `(entity_id IN (SELECT value FROM json_each(?)) OR suggestion_id IN (SELECT value FROM json_each(?))
  OR change_set_id IN (SELECT set_id FROM change_log WHERE entity_id IN (SELECT value FROM json_each(?))))`;

/**
 * Takes what these items said out of proposals, jobs and notifications: that there was something stays, with its ids.
 * Called before the log forgets the items, because the log knows all that they ever said.
 */
export async function forgetTraces(tx: Writer, itemIds: readonly string[]): Promise<void> {
  const gone = new Set(itemIds);
  const words = await wordsOf(tx, itemIds);
  await forgetProposals(tx, itemIds);
  for (const source of [PROPOSALS, NOTIFICATIONS]) {
    blankWords(tx, source, { owners: await findNaming(tx, source, gone), words });
  }
  const jobs = new Set<string>();
  for (const source of JOB_SOURCES) for (const id of await findNaming(tx, source, gone)) jobs.add(id);
  for (const source of JOB_SOURCES) blankWords(tx, source, { owners: jobs, words });
}

/** Everything that the items ever said, or were to say, the longest first: what is a part of another must not break it up. */
async function wordsOf(tx: Reader, itemIds: readonly string[]): Promise<readonly string[]> {
  const [ids, kinds] = [JSON.stringify(itemIds), JSON.stringify(WORDS)];
  const rows = await tx.rows(
    `SELECT DISTINCT said.value FROM change_log, json_each(json_array(before, after)) AS side, json_each(side.value) AS said
      WHERE entity_id IN (SELECT value FROM json_each(?)) AND side.value IS NOT NULL
        AND said.type = 'text' AND said.key IN (SELECT value FROM json_each(?))
      UNION SELECT wanted.value FROM proposals, json_tree(json_array(json(input), json(decided_input))) AS wanted
        WHERE ${ABOUT} AND wanted.type = 'text' AND wanted.key IN (SELECT value FROM json_each(?))`,
    [ids, kinds, ids, ids, ids, kinds],
  );
  const whole = rows.map(([text]) => String(text)).filter((text) => text.length >= MIN_WORDS_LENGTH);
  const cut = BEGINNINGS.flatMap((length) =>
    whole.filter((text) => text.length > length).map((text) => text.slice(0, length)),
  );
  return [...new Set([...whole, ...cut])].sort((a, b) => b.length - a.length);
}

/** Each keeps who wanted it and what became of it. */
async function forgetProposals(tx: Writer, itemIds: readonly string[]): Promise<void> {
  const ids = JSON.stringify(itemIds);
  const rows = await tx.rows(
    `UPDATE proposals SET input = '{}', decided_input = iif(decided_input IS NULL, NULL, '{}'), sources = '[]',
          preview = '{"summary":"","subject":null,"fields":[]}', reason = '', decision_reason = '', failure = '',
          status = iif(status = 'pending', 'superseded', status), decided_at = coalesce(decided_at, ?)
        WHERE ${ABOUT} RETURNING id`,
    [tx.nowMs, ids, ids, ids],
  );
  const touched = rows.map(([id]) => String(id));
  if (touched.length > 0) tx.touch('proposal', touched);
}

/** The rows' owners that name one of the items anywhere. Page by page, so that the thread of the app stays free. */
async function findNaming(tx: Reader, source: Source, gone: ReadonlySet<string>): Promise<Set<string>> {
  const { table, key, columns, plain = [] } = source;
  const content = [...columns, ...plain].map((column) => `coalesce(${column}, '')`).join(` || ' ' || `);
  const places = key.map(() => '?').join(', ');
  const found = new Set<string>();
  let last: readonly SqlValue[] | null = null;
  for (;;) {
    const rows: readonly (readonly SqlValue[])[] = await tx.rows(
      `SELECT ${key.join(', ')}, ${content} FROM ${table} ${last ? `WHERE (${key.join(', ')}) > (${places})` : ''}
        ORDER BY ${key.join(', ')} LIMIT ${PAGE}`,
      last ?? [],
    );
    for (const row of rows) {
      const named = String(row.at(-1)).match(ID) ?? [];
      if (named.some((id) => gone.has(id))) found.add(String(row[0]));
    }
    last = rows.at(-1)?.slice(0, key.length) ?? null;
    if (rows.length < PAGE) return found;
  }
}

function blankWords(
  tx: Writer,
  source: Source,
  how: { readonly owners: ReadonlySet<string>; readonly words: readonly string[] },
): void {
  if (how.owners.size === 0) return;
  const owners = JSON.stringify([...how.owners]);
  const inOwners = `${source.key[0]} IN (SELECT value FROM json_each(?))`;
  const blank = (column: string, said: string) => {
    tx.run({
      sql: `UPDATE ${source.table} SET ${column} = replace(${column}, ?, ?) WHERE ${inOwners} AND instr(${column}, ?) > 0`,
      params: [said, REMOVED, owners, said],
    });
  };
  for (const text of how.words) {
    // Within JSON the text stands escaped; cutting at its quotes keeps what is around it readable.
    for (const column of source.columns) blank(column, JSON.stringify(text).slice(1, -1));
    for (const column of source.plain ?? []) blank(column, text);
  }
}
