import { generateKeyBetween } from 'fractional-indexing';
import type { Page, Written, WrittenMany } from '#shared/contracts/common.ts';
import type {
  RecurrencePreview,
  RecurrencePreviewInput,
  Task,
  TaskCreate,
  TaskDetail,
  TaskListInput,
  TaskListItem,
  TaskPatch,
} from '#shared/contracts/tasks.ts';
import { AppError } from '#shared/errors.ts';
import { addDays, type Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import { requireFound, type Clients } from '#main/domains/clients/index.ts';
import type { Projects } from '#main/domains/projects/index.ts';
import type { Reader, Store, WriteCommand, Writer } from '#main/db/store.ts';
import { followingOccurrences } from './next-occurrence.ts';
import { previewRecurrence } from './recurrence-preview.ts';
import { parseRecurrenceRule } from './recurrence-rule.ts';
import { isClosed, newTaskRow, toTask, withConsequences } from './task-row.ts';
import type { TaskPreset } from './task-filter.store.ts';
import type { TagCount, TasksStore } from './tasks.store.ts';

export type TasksDeps = {
  readonly store: Store;
  readonly readsOf: (reader: Reader) => TasksStore;
  readonly clients: Clients;
  readonly projects: Projects;
  readonly clock: Clock;
  readonly ids: IdSource;
};

const COUNTED: readonly TaskPreset[] = [
  'today',
  'overdue',
  'week',
  'no_date',
  'inbox',
  'recurring',
  'waiting',
  'suggested',
];

export class TasksService {
  readonly #deps: TasksDeps;
  readonly #reads: TasksStore;

  constructor(deps: TasksDeps) {
    this.#deps = deps;
    this.#reads = deps.readsOf(deps.store.reader);
  }

  list(input: TaskListInput): Promise<Page<TaskListItem>> {
    return this.#reads.list(input, this.#deps.clock.today());
  }

  async counts(): Promise<Readonly<Record<string, number>>> {
    const today = this.#deps.clock.today();
    const [presets, done] = await Promise.all([
      this.#reads.countPresets(COUNTED, today),
      this.#reads.count({ statuses: ['done'] }, today),
    ]);
    return { ...presets, done };
  }

  tags(): Promise<readonly TagCount[]> {
    return this.#reads.listTags();
  }

  async get(id: string): Promise<TaskDetail> {
    const task = await this.#reads.find(id);
    if (!task) throw new AppError('not_found', 'This task does not exist any more.');
    const [subtasks, comments, parent] = await Promise.all([
      this.#reads.listSubtasks(id),
      this.#reads.listComments(id),
      task.parentId ? this.#reads.find(task.parentId) : undefined,
    ]);
    return { ...task, parentTitle: parent?.title ?? null, subtasks, comments };
  }

  previewRecurrence(input: RecurrencePreviewInput): Promise<RecurrencePreview> {
    return previewRecurrence(input);
  }

  async create(input: TaskCreate): Promise<Written<Task>> {
    const command = { command: 'tasks.create', params: { title: input.title } };
    const { value, changeSetId } = await this.#deps.store.write(command, (tx) => this.createIn(tx, input));
    return { item: value, changeSetId };
  }

  async createIn(tx: Writer, input: TaskCreate): Promise<Task> {
    checkRecurrence(input);
    const reads = this.#deps.readsOf(tx);
    const sortKey = generateKeyBetween(await reads.lastSortKey(input.parentId ?? null), null);
    const row = newTaskRow(this.#deps.ids.next(), input, sortKey, tx.nowMs);
    tx.insert('task', [row]);
    return toTask(row);
  }

  update(ids: readonly string[], patch: TaskPatch): Promise<WrittenMany<Task>> {
    checkRecurrence(patch);
    const command = patch.status === 'done' ? 'tasks.complete' : 'tasks.update';
    return this.#write(command, ids, (tx) => this.#patchIn(tx, ids, patch));
  }

  complete(ids: readonly string[], isDone: boolean): Promise<WrittenMany<Task>> {
    const command = isDone ? 'tasks.complete' : 'tasks.reopen';
    const patch: TaskPatch = { status: isDone ? 'done' : 'todo' };
    return this.#write(command, ids, (tx) => this.#patchIn(tx, ids, patch));
  }

  addTags(
    ids: readonly string[],
    add: readonly string[],
    remove: readonly string[],
  ): Promise<WrittenMany<Task>> {
    return this.#write('tasks.tag', ids, async (tx) => {
      const rows = await tx.getByIds('task', ids);
      const changes = rows.map((row) => ({
        id: row.id,
        patch: { tags: [...new Set([...row.tags, ...add])].filter((tag) => !remove.includes(tag)) },
      }));
      return (await tx.update('task', changes)).map(toTask);
    });
  }

  /** Moves due and planned days alike, as a drag on the timeline does. */
  shiftDates(ids: readonly string[], days: number): Promise<WrittenMany<Task>> {
    return this.#write('tasks.reschedule', ids, async (tx) => {
      const rows = await tx.getByIds('task', ids);
      const changes = rows.map((row) => ({
        id: row.id,
        patch: {
          dueDate: row.dueDate && addDays(row.dueDate, days),
          plannedDate: row.plannedDate && addDays(row.plannedDate, days),
        },
      }));
      return (await tx.update('task', changes)).map(toTask);
    });
  }

  async move(id: string, afterId: string | null, parentId?: string | null): Promise<Written<Task>> {
    const { items, changeSetId } = await this.#write('tasks.move', [id], async (tx) => {
      const [row] = await tx.getByIds('task', [id]);
      if (!row) return [];
      const parent = parentId === undefined ? row.parentId : parentId;
      await this.#requireNoLoop(tx, id, parent);
      const [before, after] = await this.#deps.readsOf(tx).sortKeysAround(afterId, parent);
      const patch = { sortKey: generateKeyBetween(before, after), parentId: parent };
      return (await tx.update('task', [{ id, patch }])).map(toTask);
    });
    const [item] = items;
    if (!item) throw new AppError('not_found', 'This task does not exist any more.');
    return { item, changeSetId };
  }

  /** To the trash, with its sub-tasks. */
  remove(ids: readonly string[]): Promise<WrittenMany<Task>> {
    return this.#write('tasks.remove', ids, async (tx) => {
      const below = await this.#deps.readsOf(tx).listDescendantIds(ids);
      const all = [...new Set([...ids, ...below])];
      return (
        await tx.update(
          'task',
          all.map((id) => ({ id, patch: { deletedAt: tx.nowMs } })),
        )
      ).map(toTask);
    });
  }

  /** Takes suggestions over as one's own. */
  approve(ids: readonly string[]): Promise<WrittenMany<Task>> {
    return this.#write('tasks.approve', ids, async (tx) =>
      (
        await tx.update(
          'task',
          ids.map((id) => ({ id, patch: { isApproved: true } })),
        )
      ).map(toTask),
    );
  }

  dismiss(ids: readonly string[]): Promise<WrittenMany<Task>> {
    return this.#write('tasks.dismiss', ids, async (tx) =>
      (
        await tx.update(
          'task',
          ids.map((id) => ({ id, patch: { deletedAt: tx.nowMs } })),
        )
      ).map(toTask),
    );
  }

  async #patchIn(tx: Writer, ids: readonly string[], patch: TaskPatch): Promise<readonly Task[]> {
    const before = (await tx.getByIds('task', ids)).map(toTask);
    if (patch.parentId !== undefined) for (const id of ids) await this.#requireNoLoop(tx, id, patch.parentId);
    const finishing =
      patch.status === 'done' ? before.filter((task) => !isClosed(task.status) && task.recurrence) : [];
    const following = await this.#followAll(finishing, tx.nowMs);
    tx.insert('task', following);
    const ends = new Set<string>(finishing.map((task) => task.id));
    const changes = ids.map((id) => ({
      id,
      // The series goes on with the next task; this one must not start it a second time.
      patch: { ...withConsequences(patch, tx.nowMs), ...(ends.has(id) ? { recurrence: null } : {}) },
    }));
    return (await tx.update('task', changes)).map(toTask);
  }

  async #followAll(finishing: readonly Task[], nowMs: number) {
    const make = { nextId: () => this.#deps.ids.next(), nowMs };
    const today = this.#deps.clock.today();
    return (await Promise.all(finishing.map((task) => followingOccurrences(task, today, make)))).flat();
  }

  async #requireNoLoop(tx: Writer, id: string, parentId: string | null): Promise<void> {
    if (parentId === null) return;
    const below = await this.#deps.readsOf(tx).listDescendantIds([id]);
    if (parentId === id || below.includes(parentId)) {
      throw new AppError('invalid_input', 'A task cannot become a sub-task of itself. Nothing was moved.');
    }
  }

  async #write(
    command: string,
    ids: readonly string[],
    work: (tx: Writer) => Promise<readonly Task[]>,
  ): Promise<WrittenMany<Task>> {
    const [only] = ids;
    const named: WriteCommand = { command, params: { count: ids.length } };
    const title = ids.length === 1 && only ? (await this.#reads.find(only))?.title : undefined;
    const { value, changeSetId } = await this.#deps.store.write(
      title === undefined ? named : { command, params: { count: 1, title } },
      work,
    );
    requireFound(value, ids, 'task');
    return { items: value, changeSetId };
  }
}

function checkRecurrence(input: TaskPatch): void {
  if (input.recurrence) parseRecurrenceRule(input.recurrence.rrule);
}
