import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { isAppError } from '#shared/errors.ts';
import { PRIVACY_RULES } from '#main/db/privacy-rules.ts';
import type { PrivacyView } from '#main/db/privacy-view.ts';
import type { Store } from '#main/db/store.ts';
import { appRouter } from '#main/api/root.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { sampleInput } from '../support/sample-input.ts';

/** In every text of what is private, and in nothing else. */
const SECRET = 'zqxveil';
const NOTHING_OPEN: PrivacyView = { openClientIds: [], openProjectIds: [] };
const DAY = '2026-11-25';

type Hidden = { clientId: string; projectId: string; ids: Record<string, string> };

function storeOf(made: TestApp): Store {
  return (made.app.workspace() as unknown as { readonly store: Store }).store; // a workspace that is open has its store
}

/** A client and a project with something of every kind; all of it says `word`. */
async function fill({ api, app }: TestApp, word: string, clientId: string | null): Promise<Hidden> {
  const client =
    clientId ??
    (await api.clients.create({ name: `${word} works`, notes: word, tags: [`${word}-c`] })).item.id;
  const { item: project } = await api.projects.create({
    name: `${word} project`,
    description: word,
    clientId: client,
    dueDate: DAY,
    tags: [`${word}-p`],
  });
  const projectId = project.id;
  const { item: task } = await api.tasks.create({
    title: `${word} task`,
    description: word,
    projectId,
    dueDate: DAY,
    tags: [`${word}-t`],
    checklist: [{ id: randomUUID(), text: word, isDone: false }],
  });
  await api.tasks.create({ title: `${word} part`, parentId: task.id, dueDate: DAY });
  await api.tasks.comment({ taskId: task.id, body: `${word} comment` });
  const { item: done } = await api.tasks.create({ title: `${word} done`, projectId });
  await api.tasks.complete({ ids: [done.id], isDone: true });
  const { item: checkpoint } = await api.checkpoints.create({
    title: `${word} point`,
    description: word,
    projectId,
    dueDate: DAY,
  });
  const { item: note } = await api.notes.create({
    title: `${word} note`,
    body: `${word} [[${word} link]]`,
    projectId,
    tags: [`${word}-n`],
  });
  await api.notes.update({ id: note.id, patch: { body: `${word} again [[${word} link]]` } });
  await api.notes.addAttachment({
    noteId: note.id,
    name: `${word}.txt`,
    mimeType: 'text/plain',
    data: Buffer.from(word).toString('base64'),
  });
  const { actions } = app.workspace();
  const about = { projectId, title: `${word} found`, text: word };
  const kinds = ['file', 'web', 'email'] as const;
  await actions.invoke(
    'index.put',
    { items: kinds.map((kind) => ({ ...about, kind, id: `${word}-${kind}` })) },
    { kind: 'user' },
  );
  await actions.invoke(
    'timeline.put_events',
    { events: [{ ...about, id: `${word}-event`, isAllDay: true, startDay: DAY, endDay: DAY }] },
    { kind: 'user' },
  );
  const ids = { client, project: projectId, task: task.id, checkpoint: checkpoint.id, note: note.id };
  return { clientId: client, projectId, ids };
}

/** Full-text tables, with the table whose rows say what may be seen. */
const JOINED_WITH = { search_fts: 'search_docs', external_fts: 'external_items', passages_fts: 'passages' };
const EXTERNAL = ['file', 'web', 'email', 'event'];
const WIDE = { limit: 100, from: '2026-01-01', to: '2027-12-31' };

/** What the next undo would take back: kept in memory, read by no action, and told to nobody else. */
const FOR_THE_PERSON = new Set(['changes.state']);

type Procedure = { readonly _def: { readonly type: string } };

function actionsOf(made: TestApp) {
  const { actions } = made.app.workspace();
  return { registry: actions.registry, invoke: actions.invoke.bind(actions) };
}

/** Lists that each take another way through the indexes. */
const TASK_LISTS = ({ clientId }: Hidden): readonly unknown[] => [
  { sort: 'title' },
  { sort: '-completedAt', statuses: ['done'] },
  { tags: [`${SECRET}-t`] },
  { clientIds: [clientId] },
  { text: SECRET },
];

/** What a page would get, or the error it would show. */
async function ask(made: TestApp, path: string, input: unknown): Promise<unknown> {
  const [area = '', name = ''] = path.split('.');
  const caller = made.api as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
  return caller[area]?.[name]?.(input).catch((error: unknown) => String(error));
}

describe('what is private', () => {
  let made: TestApp;
  let store: Store;
  let client: Hidden;
  let project: Hidden;
  beforeAll(async () => {
    made = await makeApp({ withSample: true });
    store = storeOf(made);
    const [other] = (await made.api.clients.list({})).items;
    client = await fill(made, SECRET, null);
    project = await fill(made, SECRET, other?.id ?? '');
    await made.api.tasks.create({
      title: `${SECRET} of the client`,
      clientId: client.clientId,
      dueDate: DAY,
    });
    await made.api.notes.create({
      title: `${SECRET} of the client`,
      body: SECRET,
      clientId: client.clientId,
    });
    await made.api.clients.update({ ids: [client.clientId], patch: { isPrivate: true } });
    await made.api.projects.update({ ids: [project.projectId], patch: { isPrivate: true } });
  });
  afterAll(() => made[Symbol.asyncDispose]());

  const hides = async <T>(what: string, read: () => Promise<T>, view = NOTHING_OPEN): Promise<void> => {
    const answer = await store.withPrivacy(view, read).catch((error: unknown) => {
      if (isAppError(error) && error.code === 'not_found') return null;
      throw error;
    });
    expect(JSON.stringify(answer), what).not.toContain(SECRET);
  };

  it('is in no row of any table', async () => {
    const shown: string[] = [];
    for (const [table, rule] of Object.entries(PRIVACY_RULES)) {
      if ('why' in rule) continue;
      const read = async () => JSON.stringify(await store.reader.rows(`SELECT * FROM ${table}`));
      await hides(table, read);
      if ((await read()).includes(SECRET)) shown.push(table);
    }
    // The words were there to be found.
    expect(shown).toEqual(
      expect.arrayContaining([
        'clients',
        'projects',
        'tasks',
        'task_comments',
        'taggings',
        'checkpoints',
        'notes',
        'note_links',
        'note_versions',
        'attachments',
        'external_items',
        'change_log',
      ]),
    );
  });

  it('is in no answer of any reading action', async () => {
    const { registry, invoke } = actionsOf(made);
    const folder = made.dataDir;
    let calls = 0;
    let found = 0;
    for (const { id, effect, inputSchema } of registry.list()) {
      if (effect !== 'read') continue;
      const inputs = [
        sampleInput(inputSchema, { folder, query: SECRET, text: SECRET, cursor: '1' }),
        ...[client, project].flatMap(({ ids }) => Object.values(ids).map((one) => ({ id: one }))),
        { query: SECRET, text: '', ...WIDE },
        ...TASK_LISTS(client).map((list) => (id === 'tasks.list' ? list : {})),
        ...EXTERNAL.map((kind) => ({ kind })),
      ];
      for (const input of inputs) {
        const read = async () => {
          const answer = await invoke(id, input, { kind: 'user' }).catch((error: unknown) => String(error));
          calls += typeof answer === 'string' ? 0 : 1;
          return answer;
        };
        await hides(`${id} ${JSON.stringify(input)}`, read);
        if (JSON.stringify(await read()).includes(SECRET)) found += 1;
      }
    }
    expect(calls).toBeGreaterThan(80);
    expect(found).toBeGreaterThan(40);
  });

  it('is in no answer of any query of the pages', async () => {
    let found = 0;
    const procedures = Object.entries(
      appRouter._def.procedures as unknown as Readonly<Record<string, Procedure>>,
    );
    for (const [path, { _def }] of procedures) {
      if (_def.type !== 'query' || FOR_THE_PERSON.has(path)) continue;
      const inputs = [client, project].flatMap(({ ids, clientId, projectId }) =>
        Object.values(ids).map((id) => {
          const one = { id, ids: [id], entityId: id, noteId: id, taskId: id, clientId, projectId };
          return { ...one, ...WIDE, query: SECRET, text: '', title: `${SECRET} note` };
        }),
      );
      for (const input of [undefined, ...inputs]) {
        const read = async () => ask(made, path, input);
        await hides(`${path} ${JSON.stringify(input)}`, read);
        if (JSON.stringify(await read())?.includes(SECRET)) found += 1;
      }
    }
    expect(found).toBeGreaterThan(60);
  });

  it('can be opened by itself, and shows nothing else of what is private', async () => {
    const titles = async (): Promise<string> => {
      const [tasks, notes, projects, clients] = await Promise.all([
        made.api.tasks.list({ limit: 200, text: SECRET }),
        made.api.notes.list({ limit: 200, text: SECRET }),
        made.api.projects.list({ limit: 200, text: SECRET }),
        made.api.clients.list({ limit: 200, text: SECRET }),
      ]);
      return [tasks, notes, projects, clients].map(({ items }) => items.length).join(' ');
    };
    const inView = (openClientIds: readonly string[], openProjectIds: readonly string[]) =>
      store.withPrivacy({ openClientIds, openProjectIds }, titles);
    const both = [client.projectId, project.projectId];
    // Views of several conversations at once, each with what is open in it.
    const [none, oneClient, twoProjects, all] = await Promise.all([
      inView([], []),
      inView([client.clientId], []),
      inView([], both),
      inView([client.clientId], both),
    ]);
    expect(none).toBe('0 0 0 0');
    expect(oneClient).toBe('4 2 1 1');
    expect(twoProjects).toBe('6 2 2 0');
    expect(all).toBe('7 3 2 1');
    expect(await titles()).toBe(all);
    const within = store.withPrivacy({ openClientIds: [client.clientId], openProjectIds: [] }, () =>
      store.withPrivacy({ openClientIds: [], openProjectIds: both }, titles),
    );
    expect(await within).toBe('0 0 0 0');
  });

  it('follows where things are now: what moves into a private project is gone at once', async () => {
    const { item: task } = await made.api.tasks.create({ title: 'plain words' });
    const seen = () =>
      store.withPrivacy(NOTHING_OPEN, async () => (await store.reader.rows('SELECT id FROM tasks')).flat());
    expect(await seen()).toContain(task.id);
    await made.api.tasks.update({ ids: [task.id], patch: { projectId: project.projectId } });
    expect(await seen()).not.toContain(task.id);
    await made.api.tasks.remove({ ids: [task.id] });
  });

  it('stays hidden in the trash, whether it was of the client, of a project or a part of either', async () => {
    const titled = (title: string) => ({ title: `${SECRET} ${title}` });
    const { projectId } = project;
    const { clientId } = client;
    const { item: own } = await made.api.tasks.create({ ...titled('own'), projectId });
    const { item: part } = await made.api.tasks.create({ ...titled('part'), parentId: own.id });
    const { item: direct } = await made.api.tasks.create({ ...titled('direct'), clientId });
    const { item: note } = await made.api.notes.create({ ...titled('note'), clientId });
    const { item: noteOfProject } = await made.api.notes.create({ ...titled('note'), projectId });
    const tasks = [own.id, part.id, direct.id];
    const notes = [note.id, noteOfProject.id];
    await made.api.tasks.remove({ ids: tasks });
    await made.api.notes.remove({ ids: notes });
    const seen = async () =>
      (await store.reader.rows('SELECT id FROM tasks UNION ALL SELECT id FROM notes')).flat();
    expect(await seen()).toEqual(expect.arrayContaining([...tasks, ...notes]));
    const shown = new Set(await store.withPrivacy(NOTHING_OPEN, seen));
    expect([...tasks, ...notes].filter((id) => shown.has(id))).toEqual([]);
  });

  it('is left out at the cost of what is hidden, not of what there is', async () => {
    const planOf = (sql: string) =>
      store.withPrivacy(NOTHING_OPEN, async () =>
        (await store.reader.rows(`EXPLAIN QUERY PLAN ${sql}`)).map((row) => String(row.at(-1))),
      );
    const tasks = await planOf(
      `SELECT tasks.id, (SELECT count(*) FROM tasks s WHERE s.parent_id = tasks.id)
        FROM tasks INDEXED BY tasks_list WHERE tasks.deleted_at IS NULL AND tasks.is_open = 1
        ORDER BY is_open DESC, agenda_date, priority DESC, id LIMIT 50`,
    );
    const notes = await planOf(
      `SELECT count(*) FROM notes INDEXED BY notes_by_title WHERE notes.deleted_at IS NULL`,
    );
    expect(tasks).toContain('SEARCH t USING INDEX tasks_list (is_open=?)');
    expect(notes[0]).toMatch(/^SCAN t USING (COVERING )?INDEX notes_by_title$/);
    // The trash is looked through; of nothing else every row is read to find the few that are hidden.
    const scanned = [...tasks, ...notes.slice(1)].filter((step) =>
      /^SCAN (main\.)?(t|n|tasks|notes)\b/.test(step),
    );
    expect(scanned.filter((step) => !step.includes('tasks_deleted'))).toEqual([]);
    expect([...tasks, ...notes].join('\n')).toContain('tasks_by_project (project_id=?)');
    expect(notes.join('\n')).toContain('notes_by_project (project_id=?)');
  });

  it('is found as before outside, though the index caught up within a view', async () => {
    const { item } = await made.api.tasks.create({
      title: `${SECRET} later`,
      projectId: project.projectId,
    });
    const query = { query: `${SECRET} later` };
    expect((await store.withPrivacy(NOTHING_OPEN, () => made.api.search.query(query))).hits).toEqual([]);
    expect((await made.api.search.query(query)).hits.map((hit) => hit.id)).toContain(item.id);
  });

  it('is named by is:private, and a page can list it', async () => {
    const { hits } = await made.api.search.query({ query: 'is:private type:project', limit: 50 });
    expect(hits.map((hit) => hit.id).toSorted()).toEqual([client.projectId, project.projectId].toSorted());
    expect((await made.api.search.query({ query: `-is:private -type:task ${SECRET}` })).hits).toEqual([]);
    expect((await made.api.clients.list({ isPrivate: true })).items.map(({ id }) => id)).toEqual([
      client.clientId,
    ]);
  });

  it('costs a reader outside of any view nothing that can be measured', async () => {
    const read = () => store.reader.rows('SELECT count(*) FROM tasks');
    await store.withPrivacy(NOTHING_OPEN, read);
    const timed = async (work: () => Promise<unknown>): Promise<number> => {
      const startedAt = performance.now();
      for (let round = 0; round < 300; round += 1) await work();
      return (performance.now() - startedAt) / 300;
    };
    const plain = await timed(read);
    const viewed = await timed(() => store.withPrivacy(NOTHING_OPEN, read));
    expect(plain).toBeLessThan(5);
    expect(viewed).toBeLessThan(10);
  });
});

test('every table is hidden by a rule or has a reason not to be', async () => {
  await using made = await makeApp();
  const rows = await storeOf(made).reader.rows(
    `SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`,
  );
  const tables = rows.map(([name, sql]) => ({
    name: String(name),
    isVirtual: /^CREATE VIRTUAL/i.test(String(sql)),
  }));
  const words = tables.filter(({ isVirtual }) => isVirtual).map(({ name }) => name);
  const named = tables
    .map(({ name }) => name)
    .filter((name) => !words.some((one) => name === one || name.startsWith(`${one}_`)));
  expect(named.toSorted(), 'a rule in src/main/db/privacy-rules.ts is missing, or names no table').toEqual(
    Object.keys(PRIVACY_RULES).toSorted(),
  );
  // A view cannot stand before a full-text table: whoever asks one joins the rows that it speaks of.
  expect(words.toSorted()).toEqual(Object.keys(JOINED_WITH).toSorted());
});

test('no statement of a store goes around the views, and full-text tables are read with their rows', async () => {
  const files = (await readdir('src/main', { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !name.startsWith('db/'),
  );
  for (const file of files) {
    const source = await readFile(join('src/main', file), 'utf8');
    expect(/\b(from|join|into)\s+main\./i.test(source), file).toBe(false);
  }
});
