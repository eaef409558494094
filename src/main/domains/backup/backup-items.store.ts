import { ITEM_KINDS, type ItemKind } from '#shared/contracts/common.ts';
import type { BackedUpItem } from '#shared/contracts/backup.ts';
import { decodeCursor, encodeCursor } from '#shared/kernel/keyset.ts';
import type { SqlRow, SqlValue } from '#main/db/driver/driver.ts';
import { entityShape, type EntityRow } from '#main/db/entity-rows.ts';
import type { Reader, Writer } from '#main/db/store.ts';

type Naming = { readonly table: string; readonly title: string; readonly noun: string };

/** Names from this file only; nothing a person types gets in. */
const KINDS: Readonly<Record<ItemKind, Naming>> = {
  client: { table: 'clients', title: 'name', noun: 'clients' },
  project: { table: 'projects', title: 'name', noun: 'projects' },
  task: { table: 'tasks', title: 'title', noun: 'tasks' },
  checkpoint: { table: 'checkpoints', title: 'title', noun: 'checkpoints' },
  note: { table: 'notes', title: 'title', noun: 'notes' },
};

export type NounDifference = {
  readonly kind: string;
  readonly now: number;
  readonly then: number;
  readonly gone: number;
  readonly back: number;
  readonly changed: number;
};

/** Rows that are carried over in one turn: an answer to a page stays below what would be felt elsewhere. */
const BATCH = 4_000;

/** What a restore would change of each noun. Rows in the trash count as not there on either side. */
export async function compareNouns(
  now: Reader,
  then: Reader,
  signal?: AbortSignal,
): Promise<readonly NounDifference[]> {
  const differences: NounDifference[] = [];
  for (const kind of ITEM_KINDS)
    differences.push(await compareKind(kind, { here: now, there: then }, signal));
  return differences;
}

async function compareKind(
  kind: ItemKind,
  sides: { readonly here: Reader; readonly there: Reader },
  signal?: AbortSignal,
): Promise<NounDifference> {
  const count = { now: 0, before: 0, gone: 0, back: 0, changed: 0 };
  const rowsNow = idsOf(sides.here, kind, signal);
  const rowsThen = idsOf(sides.there, kind, signal);
  let here = await rowsNow.next();
  let there = await rowsThen.next();
  // Both come in the order of their ids, so that neither side is ever held as a whole.
  while (here.done !== true || there.done !== true) {
    const left = here.done === true ? null : here.value;
    const right = there.done === true ? null : there.value;
    const isHere = left !== null && (right === null || left.id <= right.id);
    const isThere = right !== null && (left === null || right.id <= left.id);
    if (isHere) count.now += 1;
    if (isThere) count.before += 1;
    if (isHere && !isThere) count.gone += 1;
    if (isThere && !isHere) count.back += 1;
    if (isHere && isThere && left?.updatedAt !== right?.updatedAt) count.changed += 1;
    if (isHere) here = await rowsNow.next();
    if (isThere) there = await rowsThen.next();
  }
  const { before, ...others } = count;
  // oxlint-disable-next-line unicorn/no-thenable -- a number inside of an answer, never awaited by itself
  return { kind: KINDS[kind].noun, ...others, then: before };
}

async function* idsOf(reader: Reader, kind: ItemKind, signal?: AbortSignal) {
  let after = '';
  for (;;) {
    signal?.throwIfAborted();
    const rows = await reader.rows(
      `SELECT id, updated_at FROM ${KINDS[kind].table} WHERE deleted_at IS NULL AND id > ? ORDER BY id LIMIT ${BATCH}`,
      [after],
    );
    for (const [id, updatedAt] of rows) yield { id: String(id), updatedAt: Number(updatedAt) };
    if (rows.length < BATCH) return;
    after = String(rows.at(-1)?.[0]);
  }
}

export type ItemQuery = {
  readonly kind: ItemKind;
  readonly query: string;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

export type ItemThen = Pick<BackedUpItem, 'kind' | 'id' | 'title' | 'updatedAt'>;

/** Items of a backup, the latest first. */
export async function listThen(then: Reader, { kind, query, cursor, limit }: ItemQuery) {
  const { table, title } = KINDS[kind];
  const like = `%${query.trim().replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  const where = `deleted_at IS NULL AND ${title} LIKE ? ESCAPE '\\'`;
  const [updatedAt = 0, id = ''] = decodeCursor(cursor, 2) ?? [Number.MAX_SAFE_INTEGER, ''];
  const rows = await then.rows(
    `SELECT id, ${title}, updated_at FROM ${table}
      WHERE ${where} AND (updated_at < ? OR (updated_at = ? AND id < ?))
      ORDER BY updated_at DESC, id DESC LIMIT ?`,
    [like, updatedAt, updatedAt, id, limit + 1],
  );
  const [total] = await then.rows(`SELECT count(*) FROM ${table} WHERE ${where}`, [like]);
  const items = rows.slice(0, limit).map((row) => itemOf(kind, row));
  const last = items.at(-1);
  const nextCursor = rows.length > limit && last ? encodeCursor([last.updatedAt, last.id]) : null;
  return { items, nextCursor, total: Number(total?.[0] ?? 0) };
}

/** What became of items since. */
export async function standNow(
  now: Reader,
  kind: ItemKind,
  items: readonly ItemThen[],
): Promise<readonly BackedUpItem[]> {
  const rows = await now.rows(
    `SELECT id, updated_at, deleted_at FROM ${KINDS[kind].table} WHERE id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(items.map(({ id }) => id))],
  );
  const found = new Map(rows.map((row) => [String(row[0]), row]));
  return items.map((item) => ({ ...item, now: standOf(item, found.get(item.id)) }));
}

/** Whole rows of a backup, as the writer takes them. */
export async function rowsThen<E extends ItemKind | 'attachment' | 'task_comment'>(
  then: Reader,
  entity: E,
  ids: readonly string[],
): Promise<readonly EntityRow<E>[]> {
  if (ids.length === 0) return [];
  const shape = entityShape(entity);
  const rows = await then.rows(shape.selectByIdsSql, [JSON.stringify(ids)]);
  return rows.map((row) => shape.toRow(row)) as unknown as readonly EntityRow<E>[]; // rows of the entity's own table
}

/** Ids of what lies below items: files of notes, comments and sub-tasks of tasks. */
export async function idsBelow(
  then: Reader,
  entity: 'attachment' | 'task_comment' | 'task',
  ownerIds: readonly string[],
): Promise<readonly string[]> {
  const sql = {
    attachment: 'SELECT id FROM attachments WHERE deleted_at IS NULL AND note_id',
    task_comment: 'SELECT id FROM task_comments WHERE task_id',
    task: 'SELECT id FROM tasks WHERE deleted_at IS NULL AND parent_id',
  }[entity];
  const rows = await then.rows(`${sql} IN (SELECT value FROM json_each(?))`, [JSON.stringify(ownerIds)]);
  return rows.map(([id]) => String(id));
}

/** The parts of a content in their order, one at a time: a large one is never held whole. */
export async function* partsOf(then: Reader, sha256: string): AsyncGenerator<SqlValue> {
  const parts = await then.rows('SELECT part FROM blob_parts WHERE sha256 = ? ORDER BY part', [sha256]);
  for (const [part] of parts) {
    const params = [sha256, Number(part)];
    const [row] = await then.rows('SELECT data FROM blob_parts WHERE sha256 = ? AND part = ?', params);
    yield row?.[0] ?? null;
  }
}

export async function hasContent(reader: Reader, sha256: string): Promise<boolean> {
  return (await reader.rows('SELECT 1 FROM blob_parts WHERE sha256 = ? LIMIT 1', [sha256])).length > 0;
}

export async function countParts(reader: Reader, key: string): Promise<number> {
  const [row] = await reader.rows('SELECT count(*) FROM blob_parts WHERE sha256 = ?', [key]);
  return Number(row?.[0] ?? 0);
}

export function putPart(
  tx: Writer,
  { key, part, data }: { readonly key: string; readonly part: number; readonly data: SqlValue },
): void {
  tx.run({ sql: 'INSERT INTO blob_parts (sha256, part, data) VALUES (?, ?, ?)', params: [key, part, data] });
}

export function nameParts(tx: Writer, key: string, sha256: string): void {
  tx.run({ sql: 'UPDATE blob_parts SET sha256 = ? WHERE sha256 = ?', params: [sha256, key] });
}

export function dropParts(tx: Writer, key: string): void {
  tx.run({ sql: 'DELETE FROM blob_parts WHERE sha256 = ?', params: [key] });
}

function itemOf(kind: ItemKind, [id, title, updatedAt]: SqlRow): ItemThen {
  return { kind, id: String(id), title: String(title), updatedAt: Number(updatedAt) };
}

function standOf({ updatedAt }: ItemThen, row: SqlRow | undefined): BackedUpItem['now'] {
  if (!row) return 'gone';
  if (row[2] !== null) return 'deleted';
  return Number(row[1]) === updatedAt ? 'same' : 'changed';
}
