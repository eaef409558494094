import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkpointSchema } from '#shared/contracts/checkpoints.ts';
import { clientSchema } from '#shared/contracts/clients.ts';
import { noteSchema } from '#shared/contracts/notes.ts';
import { projectSchema } from '#shared/contracts/projects.ts';
import { taskCommentSchema, taskSchema } from '#shared/contracts/tasks.ts';
import { addDays, localDateOf, type Clock } from '#shared/kernel/clock.ts';
import { createIdSource } from '#shared/kernel/ids.ts';
import { weekdayOf } from '#shared/kernel/local-date.ts';
import { createStore } from '#main/db/client.ts';
import { createMultipleCiphersDriver } from '#main/db/driver/multiple-ciphers.ts';
import { findMigrationsFolder, migrate, readMigrations } from '#main/db/migrate.ts';
import type { Store } from '#main/db/store.ts';
import { newClientRow } from '#main/domains/clients/index.ts';
import { createSample, makeSampleRows, sampleWorld } from '#main/domains/sample/index.ts';
import { createChanges } from '#main/engine/changes/index.ts';
import { workerUrl } from '#main/workers-url.ts';
import { makeLargeWorkspace } from '../bench/large-workspace.ts';
import { createSeededRandom } from '../bench/seeded-random.ts';
import { temporaryFolder } from '../support/sqlite-drivers.ts';

const WEDNESDAY = new Date(2026, 3, 15, 11, 20).getTime();
const DAY_MS = 86_400_000;

function clockAt(nowMs: number): Clock {
  return { nowMs: () => nowMs, today: () => localDateOf(new Date(nowMs)) };
}

function idsOf(clock: Clock) {
  return createIdSource(() => clock.nowMs(), createSeededRandom(7).bytes);
}

function rowsAt(nowMs: number) {
  const clock = clockAt(nowMs);
  return makeSampleRows(sampleWorld, { clock, ids: idsOf(clock) });
}

/** A new encrypted store on disk, closed and removed with the block it was opened in. */
async function openStore(clock: Clock) {
  const folder = temporaryFolder();
  const driver = createMultipleCiphersDriver({ workerUrl: workerUrl('sqlite') });
  const file = { path: join(folder.path, 'store.db'), key: new Uint8Array(32).fill(9) };
  const writer = await driver.open({ ...file, mode: 'create' });
  await migrate(writer, readMigrations(findMigrationsFolder()), clock.nowMs());
  const reader = await driver.open({ ...file, mode: 'read' });
  const store = await createStore(
    { writer, readers: [reader] },
    { nowMs: () => clock.nowMs(), newNodeId: () => 'test' },
  );
  return {
    store,
    async [Symbol.asyncDispose]() {
      await store.close();
      folder[Symbol.dispose]();
    },
  };
}

async function countsOf(store: Store) {
  const [row] = await store.reader.rows(
    `SELECT (SELECT count(*) FROM clients), (SELECT count(*) FROM projects), (SELECT count(*) FROM tasks),
      (SELECT count(*) FROM checkpoints), (SELECT count(*) FROM notes), (SELECT count(*) FROM task_comments)`,
  );
  const [clients, projects, tasks, checkpoints, notes, comments] = (row ?? []).map(Number);
  return { clients, projects, tasks, checkpoints, notes, comments };
}

async function numberOf(store: Store, sql: string): Promise<number> {
  const [row] = await store.reader.rows(sql);
  return Number(row?.[0]);
}

describe('the sample in a store', () => {
  test('fills an empty workspace in one change set, which one undo takes back', async () => {
    const clock = clockAt(WEDNESDAY);
    await using opened = await openStore(clock);
    const { store } = opened;
    const changes = await createChanges({ store });
    const sample = createSample({ store, clock, ids: idsOf(clock) });

    const { value, changeSetId } = await sample.create();
    expect(value).toEqual({ clients: 6, projects: 14, tasks: 160, checkpoints: 24, notes: 60 });
    expect(await countsOf(store)).toMatchObject({ ...value });
    expect(await numberOf(store, 'SELECT count(DISTINCT set_id) FROM change_log')).toBe(1);

    await changes.undo(changeSetId ?? undefined);
    expect(await countsOf(store)).toEqual({
      clients: 0,
      projects: 0,
      tasks: 0,
      checkpoints: 0,
      notes: 0,
      comments: 0,
    });
    expect(await numberOf(store, 'SELECT count(*) FROM taggings')).toBe(0);
    await changes.redo();
    expect(await countsOf(store)).toMatchObject({ ...value });
  });

  test('refuses a workspace that holds anything, be it in the trash', async () => {
    const clock = clockAt(WEDNESDAY);
    await using opened = await openStore(clock);
    const { store } = opened;
    const ids = idsOf(clock);
    const trashed = { ...newClientRow(ids.next(), { name: 'Old client' }, WEDNESDAY), deletedAt: WEDNESDAY };
    await store.write({ command: 'clients.create' }, (tx) => tx.insert('client', [trashed]));

    await expect(createSample({ store, clock, ids }).create()).rejects.toMatchObject({ code: 'conflict' });
    expect(await countsOf(store)).toMatchObject({ clients: 1, projects: 0, tasks: 0, notes: 0 });
  });

  test('links notes, tasks and checkpoints to what exists', async () => {
    const clock = clockAt(WEDNESDAY);
    await using opened = await openStore(clock);
    const { store } = opened;
    await createSample({ store, clock, ids: idsOf(clock) }).create();

    expect(await store.reader.rows('PRAGMA foreign_key_check')).toEqual([]);
    expect(await numberOf(store, 'SELECT count(*) FROM note_links')).toBeGreaterThan(30);
    const broken = `SELECT target_key FROM note_links WHERE target_key NOT IN (SELECT lower(title) FROM notes)`;
    expect(await store.reader.rows(broken)).toEqual([]);
    expect(await numberOf(store, 'SELECT count(*) FROM task_waits')).toBeGreaterThan(10);
    const lost = `SELECT count(*) FROM task_waits WHERE checkpoint_id NOT IN (SELECT id FROM checkpoints)`;
    expect(await numberOf(store, lost)).toBe(0);
    const orphans = `SELECT count(*) FROM tasks WHERE parent_id IS NOT NULL AND parent_id NOT IN (SELECT id FROM tasks)`;
    expect(await numberOf(store, orphans)).toBe(0);
    expect(await numberOf(store, 'SELECT count(*) FROM projects WHERE client_id IS NULL')).toBe(0);
  });
});

describe('the rows of the sample', () => {
  const rows = rowsAt(WEDNESDAY);

  test('are what the contracts promise to both sides', () => {
    for (const row of rows.client) clientSchema.parse(row);
    for (const row of rows.project) projectSchema.parse(row);
    for (const row of rows.checkpoint) checkpointSchema.parse(row);
    for (const row of rows.task) taskSchema.parse(row);
    for (const row of rows.task_comment) taskCommentSchema.parse(row);
    for (const row of rows.note) noteSchema.parse(row);
    const ids = Object.values(rows).flatMap((list) => list.map((row) => row.id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('are the same for the same clock and ids, and move with the day', () => {
    expect(rowsAt(WEDNESDAY)).toEqual(rows);
    const nextWeek = rowsAt(WEDNESDAY + 7 * DAY_MS);
    const dated = (list: typeof rows) => list.task.filter((task) => task.dueDate && !task.recurrence);
    expect(dated(nextWeek).map((task) => task.dueDate)).toEqual(
      dated(rows).map((task) => addDays(task.dueDate ?? '', 7)),
    );
  });

  test('show every state that a list can show', () => {
    const today = clockAt(WEDNESDAY).today();
    const open = rows.task.filter((task) => !['done', 'cancelled'].includes(task.status));
    expect(rows.task.filter((task) => task.isAiSuggested && !task.isApproved)).toHaveLength(6);
    expect(new Set(rows.task.map((task) => task.status)).size).toBe(5);
    expect(new Set(rows.task.map((task) => task.priority)).size).toBe(5);
    expect(new Set(rows.project.map((project) => project.status)).size).toBeGreaterThanOrEqual(4);
    expect(new Set(rows.client.map((client) => client.language))).toEqual(new Set(['it', 'en', 'de']));
    expect(rows.task.filter((task) => task.recurrence).length).toBeGreaterThanOrEqual(8);
    expect(rows.task.filter((task) => task.parentId).length).toBeGreaterThanOrEqual(10);
    expect(rows.task.filter((task) => task.checklist.length > 0).length).toBeGreaterThanOrEqual(8);
    expect(rows.task.filter((task) => task.status === 'done').length).toBeGreaterThanOrEqual(45);
    expect(open.filter((task) => task.dueDate && task.dueDate < today).length).toBeGreaterThanOrEqual(8);
    expect(open.filter((task) => task.dueDate === today).length).toBeGreaterThanOrEqual(4);
    expect(
      rows.checkpoint.filter((checkpoint) => checkpoint.evidence.length > 0).length,
    ).toBeGreaterThanOrEqual(12);
    expect(rows.note.filter((note) => note.isPinned).length).toBeGreaterThanOrEqual(4);
  });

  test('spread their days over the past 60 and the next 90', () => {
    const today = clockAt(WEDNESDAY).today();
    const days = rows.task.flatMap((task) => [task.dueDate, task.plannedDate]).filter((day) => day != null);
    expect(days.every((day) => day >= addDays(today, -60) && day <= addDays(today, 90))).toBe(true);
    for (let from = -60; from < 90; from += 15) {
      const [start, end] = [addDays(today, from), addDays(today, from + 15)];
      expect(days.filter((day) => day >= start && day < end).length).toBeGreaterThanOrEqual(3);
    }
  });

  test.each(Array.from({ length: 31 }, (_, day) => day))('tell a possible story %i days on', (day) => {
    const nowMs = WEDNESDAY + day * DAY_MS;
    const now = rowsAt(nowMs);
    const today = clockAt(nowMs).today();
    const titles = (list: readonly { readonly title: string }[]) => list.map((row) => row.title);
    const isTold = (row: { createdAt: number; updatedAt: number }) =>
      row.createdAt <= row.updatedAt && row.updatedAt <= nowMs;
    expect(titles([...now.task, ...now.note].filter((row) => !isTold(row)))).toEqual([]);
    const finishedFirst = now.task.filter(
      (task) => task.completedAt != null && task.completedAt < task.createdAt,
    );
    expect(titles(finishedFirst)).toEqual([]);
    const plannedLate = now.task.filter(
      (task) => task.plannedDate && task.dueDate && task.plannedDate > task.dueDate,
    );
    expect(titles(plannedLate)).toEqual([]);
    const onWeekend = now.task.filter(
      (task) =>
        task.dueDate &&
        task.dueDate !== today &&
        [0, 6].includes(weekdayOf(task.dueDate)) &&
        !task.recurrence,
    );
    expect(titles(onWeekend)).toEqual([]);
    const pending = now.checkpoint.filter((checkpoint) => checkpoint.reachedAt == null);
    expect(pending.every((checkpoint) => (checkpoint.dueDate ?? '') > today)).toBe(true);
  });
});

describe('the texts of the sample', () => {
  const rows = rowsAt(WEDNESDAY);
  const texts = Object.values(rows).flatMap((list) => list.map((row) => JSON.stringify(row)));

  test('are prose of a note’s length under titles of their own', () => {
    const wordsIn = (text: string) => text.match(/\p{L}[\p{L}’'-]*/gu)?.length ?? 0;
    const odd = rows.note.filter((note) => wordsIn(note.body) < 80 || wordsIn(note.body) > 400);
    expect(odd.map((note) => note.title)).toEqual([]);
    const titles = [...rows.note, ...rows.task, ...rows.checkpoint].map((row) => row.title.toLowerCase());
    expect(new Set(titles).size).toBe(titles.length);
  });

  test('hold no filler, emoji or unfilled place', () => {
    for (const text of texts) {
      expect(text).not.toMatch(/lorem|ipsum|dolor sit|\{\{|undefined|\bNaN\b/i);
      expect(text).not.toMatch(/\p{Extended_Pictographic}/u);
    }
  });

  test('name addresses that belong to nobody', () => {
    const hosts = texts.flatMap((text) =>
      [...text.matchAll(/(?:https?:\/\/|[\w.]@)([\w.-]+)/g)].map((match) => match[1]),
    );
    expect(hosts.length).toBeGreaterThan(30);
    expect(hosts.filter((host) => !/(?:^|\.)example\.com$|\.test$/.test(host ?? ''))).toEqual([]);
    const taxIds = rows.client.map((client) => client.taxId);
    expect(taxIds.every((taxId) => /SAMPLE|ESEMPIO|BEISPIEL/.test(taxId))).toBe(true);
  });

  test('write days out in the language of the note', () => {
    const bodyOf = (title: string) => rows.note.find((note) => note.title === title)?.body;
    expect(bodyOf('Entwurf: Mail an Anke zum zweiten Band')).toContain('20. April 2026');
    expect(bodyOf('Come si fattura al museo')).toContain('6 aprile 2026');
    expect(bodyOf('Bellarosa shop: kickoff')).toContain('26 February 2026');
  });
});

describe('a large workspace', () => {
  const size = { clients: 10, projects: 30, checkpoints: 40, tasks: 1_200, comments: 60, notes: 300 };

  test('has the size asked for, holds together and is one change set', async () => {
    const clock = clockAt(WEDNESDAY);
    await using opened = await openStore(clock);
    const { store } = opened;
    await makeLargeWorkspace(store, { clock, size });

    expect(await countsOf(store)).toEqual(size);
    expect(await store.reader.rows('PRAGMA foreign_key_check')).toEqual([]);
    const broken = `SELECT target_key FROM note_links WHERE target_key NOT IN (SELECT lower(title) FROM notes)`;
    expect(await store.reader.rows(broken)).toEqual([]);
    expect(await numberOf(store, 'SELECT count(DISTINCT set_id) FROM change_log')).toBe(1);
  });

  test('is the same for the same seed and another for another', async () => {
    const clock = clockAt(WEDNESDAY);
    const titlesOf = async (seed: number) => {
      await using opened = await openStore(clock);
      await makeLargeWorkspace(opened.store, { clock, size, seed });
      return opened.store.reader.rows('SELECT id, title FROM notes ORDER BY id');
    };
    const first = await titlesOf(1);
    expect(await titlesOf(1)).toEqual(first);
    expect(await titlesOf(2)).not.toEqual(first);
  });

  test('has words as rare and as frequent as real notes have', async () => {
    const clock = clockAt(WEDNESDAY);
    await using opened = await openStore(clock);
    await makeLargeWorkspace(opened.store, { clock, size });
    const bodies = await opened.store.reader.rows('SELECT body FROM notes');
    const documents = bodies.map(
      ([body]) =>
        new Set(
          String(body)
            .toLowerCase()
            .match(/\p{L}+/gu),
        ),
    );
    const uses = new Map<string, number>();
    for (const word of documents.flatMap((words) => [...words])) uses.set(word, (uses.get(word) ?? 0) + 1);
    const counts = [...uses.values()];
    expect(counts.filter((count) => count > documents.length / 2).length).toBeGreaterThan(3);
    expect(counts.filter((count) => count <= 2).length).toBeGreaterThan(counts.length / 4);
  });
});
