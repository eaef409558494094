import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Task, TaskFilter, TaskListInput } from '#shared/contracts/tasks.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { createTasksStore } from '#main/domains/tasks/tasks.store.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

const TODAY = '2026-11-21';
const TAGS = ['design', 'billing', 'de', 'caffè'];
const STATUSES = ['todo', 'in_progress', 'waiting', 'done', 'cancelled'] as const;
const WORDS = ['Invoice', 'draft', 'Caffè', '100%', 'a_b', 'INVOICES'];
const DAYS = ['2026-11-10', '2026-11-20', TODAY, '2026-11-25', '2026-12-24'];
const SORTS = ['smart', 'title', '-completedAt', 'dueDate', '-updatedAt', 'project'] as const;

let test: TestApp;
const clientIds: string[] = [];
const projectIds: string[] = [];
const rows: Task[] = [];
const clientOfProject = new Map<string, string | null>();

beforeAll(async () => {
  test = await makeApp();
  const { api } = test;
  for (const name of ['Acme', 'Rossi']) clientIds.push((await api.clients.create({ name })).item.id);
  for (const clientId of [clientIds[0]!, clientIds[1]!, null]) {
    const { item } = await api.projects.create({ name: 'Site', clientId });
    projectIds.push(item.id);
    clientOfProject.set(item.id, clientId);
  }
  const at = <T>(list: readonly T[], index: number) => list[index % list.length]!;
  for (let index = 0; index < 120; index += 1) {
    const { item } = await api.tasks.create({
      title: `${at(WORDS, index)} ${at(WORDS, index * 7 + 2)} ${index % 9}`,
      projectId: at([...projectIds, null], index * 3 + Math.floor(index / 4)),
      clientId: at([...clientIds, null], index),
      tags: TAGS.filter((_, bit) => ((index * 5) >> bit) % 2 === 1),
      dueDate: at([...DAYS, null], index * 5 + Math.floor(index / 6)),
      plannedDate: at([null, ...DAYS], index + Math.floor(index / 6)),
      priority: at(['none', 'low', 'medium', 'high', 'urgent'] as never[], index),
      isAiSuggested: index % 11 === 0,
      isApproved: index % 22 !== 0,
    });
    const status = at(STATUSES, index + Math.floor(index / 5));
    if (status !== 'todo') await api.tasks.update({ ids: [item.id], patch: { status } });
    if (index % 13 === 5) await api.tasks.remove({ ids: [item.id] });
    rows.push(await api.tasks.get({ id: item.id }));
  }
});
afterAll(() => test[Symbol.asyncDispose]());

/** What the filter asks for, said of one task at a time. */
function matches(task: Task, filter: TaskFilter): boolean {
  const isOpen = !['done', 'cancelled'].includes(task.status);
  const client = (task.projectId && clientOfProject.get(task.projectId)) || task.clientId;
  const fold = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  const isSuggestion = task.isAiSuggested && !task.isApproved;
  return (
    task.deletedAt === null &&
    (!filter.text || fold(task.title).includes(fold(filter.text))) &&
    (!filter.projectIds || filter.projectIds.includes(task.projectId as never)) &&
    (!filter.clientIds || filter.clientIds.includes(client as never)) &&
    (!filter.statuses || filter.statuses.includes(task.status)) &&
    (filter.tags ?? []).every((tag) => task.tags.includes(tag)) &&
    (!filter.dueFrom || (task.dueDate !== null && task.dueDate >= filter.dueFrom)) &&
    (filter.hasProject === undefined || filter.hasProject === (task.projectId !== null)) &&
    (filter.withSuggestions !== false || !isSuggestion) &&
    (filter.preset !== 'overdue' || (isOpen && task.dueDate !== null && task.dueDate < TODAY))
  );
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const filters = fc.record({
  text: maybe(fc.constantFrom('', 'invoice', 'CAFFè', '%', '_', 'a_b', 'zzz')),
  projectIds: maybe(fc.constant(0).map(() => [projectIds[0]!])),
  clientIds: maybe(fc.subarray([0, 1]).map((picked) => picked.map((index) => clientIds[index]!))),
  statuses: maybe(fc.subarray([...STATUSES])),
  tags: maybe(fc.subarray(TAGS)),
  dueFrom: maybe(fc.constantFrom(...DAYS)),
  hasProject: maybe(fc.boolean()),
  withSuggestions: maybe(fc.boolean()),
  preset: maybe(fc.constant('overdue')),
});
/** One or two conditions at most, as the shortcuts are for those; and, beside them, any mixture. */
const fewConditions = fc
  .tuple(
    filters,
    fc.shuffledSubarray(Object.keys({ text: 0, clientIds: 0, statuses: 0, tags: 0, dueFrom: 0 }), {
      maxLength: 2,
    }),
  )
  .map(([filter, keys]) => Object.fromEntries(Object.entries(filter).filter(([key]) => keys.includes(key))));
const inputs = fc.record({
  filter: fc.oneof(fewConditions, filters),
  sort: fc.constantFrom(...SORTS),
  limit: fc.constantFrom(7, 40, 500),
  fewRows: fc.constantFrom(0, 10, 600),
});

it(
  'lists and counts what a plain look at every task finds, whichever way it takes',
  { timeout: 120_000 },
  async () => {
    const reader = test.app.system.workspace?.store.reader;
    invariant(reader, 'the workspace is open');
    await fc.assert(
      fc.asyncProperty(inputs, async ({ filter, sort, limit, fewRows }) => {
        const reads = createTasksStore(reader, fewRows);
        const wanted = rows.filter((task) => matches(task, filter as TaskFilter));
        const found: string[] = [];
        let cursor: string | undefined;
        for (let page = 0; page < 200; page += 1) {
          const input = { ...filter, sort, limit, cursor } as TaskListInput;
          const result = await reads.list(input, TODAY);
          expect(result.total).toBe(wanted.length);
          found.push(...result.items.map((item) => item.id));
          if (result.nextCursor === null) break;
          cursor = result.nextCursor;
        }
        expect(found.toSorted()).toEqual(wanted.map((task) => task.id as string).toSorted());
        expect(await reads.count(filter as TaskFilter, TODAY)).toBe(wanted.length);
        if (sort !== '-completedAt') return;
        const order = found.map((id) => rows.find((task) => task.id === id)?.completedAt ?? 0);
        expect(order).toEqual(order.toSorted((left, right) => right - left));
      }),
      { numRuns: 200 },
    );
  },
);
