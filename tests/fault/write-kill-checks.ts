import { createHash } from 'node:crypto';
import { getTableName } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Caller } from '#main/compose.ts';
import { ENTITIES, type Entity } from '#shared/contracts/changes.ts';
import { attachmentIdSchema } from '#shared/contracts/common.ts';
import { entityShape, isEntity } from '#main/db/entity-rows.ts';
import type { Reader, Store } from '#main/db/store.ts';
import { ENTITY_TABLES } from '#main/db/tables/index.ts';
import type { Acknowledged, Begun, KillLine } from '../support/kill-lines.ts';

type Fields = Readonly<Record<string, unknown>>;
type LogRow = {
  readonly seq: number;
  readonly setId: number;
  readonly entity: Entity;
  readonly entityId: string;
  readonly op: string;
  readonly after: Fields | null;
  readonly hlc: string;
  readonly undoes: number | null;
};

/** What the log says that every recorded row should be by now: the log replayed from its beginning. */
export type Replay = { lastSeq: number; lastHlc: string; readonly rows: Map<Entity, Map<string, Fields>> };

export function newReplay(): Replay {
  return { lastSeq: 0, lastHlc: '', rows: new Map(ENTITIES.map((entity) => [entity, new Map()])) };
}

async function readLog(reader: Reader, afterSeq: number): Promise<readonly LogRow[]> {
  const rows = await reader.rows(
    'SELECT seq, set_id, entity, entity_id, op, after, hlc, undoes FROM change_log WHERE seq > ? ORDER BY seq',
    [afterSeq],
  );
  return rows.map(([seq, setId, entity, entityId, op, after, hlc, undoes]) => {
    const known = String(entity);
    if (!isEntity(known)) throw new Error(`the log names ${known}`);
    return {
      seq: Number(seq),
      setId: Number(setId),
      entity: known,
      entityId: String(entityId),
      op: String(op),
      after: after === null ? null : (JSON.parse(String(after)) as Fields),
      hlc: String(hlc),
      undoes: undoes === null ? null : Number(undoes),
    };
  });
}

/** Takes the log rows written since the last look into the replay; numbers and clock must have gone on growing. */
export async function replayNew(store: Store, replay: Replay): Promise<readonly LogRow[]> {
  const log = await readLog(store.reader, replay.lastSeq);
  for (const entry of log) {
    expect(entry.seq).toBe(replay.lastSeq + 1);
    expect(entry.hlc > replay.lastHlc).toBe(true);
    replay.lastSeq = entry.seq;
    replay.lastHlc = entry.hlc;
    const rows = replay.rows.get(entry.entity) ?? new Map<string, Fields>();
    if (entry.op === 'delete') rows.delete(entry.entityId);
    else rows.set(entry.entityId, { ...rows.get(entry.entityId), ...entry.after });
  }
  expect(store.lastSeq()).toBe(replay.lastSeq);
  return log;
}

/** Every acknowledged write has its whole change set; what was under way has the whole of it or nothing. */
export function expectWholeSets(log: readonly LogRow[], lines: readonly KillLine[]): number {
  const sets = Map.groupBy(log, (entry) => entry.setId);
  const begun = new Map<string, Begun>();
  for (const line of lines) if (line.event === 'begin') begun.set(line.mark, line);
  for (const line of lines) {
    if (line.event !== 'done') continue;
    const started = begun.get(line.mark);
    begun.delete(line.mark);
    expectAcknowledged(line, started, sets.get(line.changeSetId) ?? []);
    sets.delete(line.changeSetId);
  }
  const unfinished = [...begun.values()].map((line) => line.rows);
  for (const [, entries] of sets) {
    const at = unfinished.indexOf(entries.length);
    // A set of another size than any write that was under way would be half of one.
    expect([entries.length, unfinished], 'rows of a write nobody was told of').toEqual([
      unfinished[at],
      unfinished,
    ]);
    unfinished.splice(at, 1);
  }
  return sets.size;
}

function expectAcknowledged(done: Acknowledged, begun: Begun | undefined, entries: readonly LogRow[]): void {
  const what = `${done.operation} ${done.mark}`;
  expect([what, entries.length]).toEqual([what, begun?.rows]);
  expect([what, entries[0]?.undoes]).toEqual([what, done.undoes]);
  const logged = new Set(entries.map((entry) => entry.entityId));
  for (const id of done.ids) expect([what, logged.has(id)]).toEqual([what, true]);
  if (done.operation === 'undo') return;
  const marked = entries.filter((entry) => JSON.stringify(entry.after).includes(done.mark));
  // All rows of a batch carry its mark; of a quick add the task does, and the project made with it has a name of its own.
  expect([what, marked.length]).toEqual([what, done.operation === 'quick' ? 1 : entries.length]);
}

/** The tables hold what the log says, row by row: of the rows named, or of all. */
export async function expectTablesLikeLog(
  reader: Reader,
  replay: Replay,
  touched: readonly LogRow[] | 'all',
): Promise<void> {
  for (const entity of ENTITIES) {
    const rows = replay.rows.get(entity) ?? new Map<string, Fields>();
    const name = getTableName(ENTITY_TABLES[entity]);
    const [counted] = await reader.rows(`SELECT count(*) FROM ${name}`);
    expect([entity, Number(counted?.[0])]).toEqual([entity, rows.size]);
    const ids =
      touched === 'all'
        ? [...rows.keys()]
        : [...new Set(touched.filter((entry) => entry.entity === entity).map((entry) => entry.entityId))];
    if (ids.length === 0) continue;
    const shape = entityShape(entity);
    const found = await reader.rows(shape.selectByIdsSql, [JSON.stringify(ids)]);
    const actual = new Map(found.map((values) => [String(shape.toRow(values)['id']), shape.toRow(values)]));
    for (const id of ids) expect(inJson(actual.get(id))).toEqual(inJson(rows.get(id)));
  }
}

/** The log leaves out what is null in a row of its own making; both sides are compared without. */
function inJson(row: Fields | undefined): Fields | null {
  if (!row) return null;
  return JSON.parse(JSON.stringify(row, (_, value: unknown) => value ?? undefined)) as Fields;
}

/** What was saved can be found by its mark, and what was taken back cannot. */
export async function expectSearchable(
  api: Caller,
  replay: Replay,
  lines: readonly KillLine[],
): Promise<void> {
  const made = lines
    .filter((line) => line.event === 'done')
    .filter((line) => ['task', 'note', 'quick'].includes(line.operation));
  // An undo that nobody was told of may have taken one back, so the log says what must be found.
  const isThere = (id: string) => replay.rows.get('task')?.has(id) || replay.rows.get('note')?.has(id);
  for (const { mark, ids } of made.slice(-4)) {
    const { hits } = await api.search.query({ query: mark });
    const found = hits.map((hit) => hit.id).filter((id) => ids.includes(id));
    expect([mark, found]).toEqual([mark, ids.filter(isThere)]);
  }
}

/** The content of a file that was kept is the content that its row names. */
export async function expectFilesWhole(
  api: Caller,
  replay: Replay,
  lines: readonly KillLine[],
): Promise<void> {
  for (const line of lines) {
    if (line.event !== 'done' || line.operation !== 'attachment') continue;
    for (const id of line.ids) {
      const row = replay.rows.get('attachment')?.get(id);
      if (!row) continue;
      const { data } = await api.notes.readAttachment({ id: attachmentIdSchema.parse(id) });
      const sha256 = createHash('sha256').update(Buffer.from(data, 'base64')).digest('hex');
      expect([id, sha256]).toEqual([id, row['sha256']]);
    }
  }
}
