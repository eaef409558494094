import { generateNKeysBetween } from 'fractional-indexing';
import { invariant } from '#shared/kernel/invariant.ts';
import type { EntityInsert } from '#main/db/entity-rows.ts';
import { newTaskRow } from '#main/domains/tasks/index.ts';
import type { DayOffset, SampleTask } from './sample-content.ts';
import { spreadOf } from './sample-days.ts';
import type { Place, RowMaker } from './sample-rows.ts';

type Siblings = {
  readonly place: Place;
  readonly parentId: string | null;
  readonly sortKeys: Iterator<string>;
};

/** Adds the rows of tasks, their sub-tasks and comments. */
export function makeTaskRows(maker: RowMaker, tasks: readonly SampleTask[], siblings: Siblings): void {
  for (const task of tasks) {
    const row = taskRow(maker, task, siblings);
    maker.rows.task.push(row);
    addComments(maker, task, row.id);
    const { subtasks = [] } = task;
    const sortKeys = generateNKeysBetween(null, null, subtasks.length).values();
    makeTaskRows(maker, subtasks, { place: siblings.place, parentId: row.id, sortKeys });
  }
}

function taskRow(maker: RowMaker, task: SampleTask, siblings: Siblings): EntityInsert<'task'> {
  const { ids, days } = maker;
  const { place, parentId, sortKeys } = siblings;
  const { title, planned } = task;
  const completedAt = closedAt(maker, task);
  const createdAt = Math.min(days.instantOf(createdOn(task, place), title), completedAt ?? Infinity);
  const row = newTaskRow(
    ids.next(),
    {
      title,
      description: task.details,
      status: task.done === undefined ? task.status : 'done',
      priority: task.priority,
      dueDate: days.dueDayOf(task),
      dueTime: task.at,
      plannedDate: planned === undefined ? null : days.dayOf(planned),
      estimateMinutes: task.minutes,
      tags: [...(task.tags ?? [])],
      checklist: checklistOf(maker, task),
      recurrence: task.repeats,
      isAiSuggested: task.suggestion !== undefined,
      isApproved: task.suggestion !== 'pending',
    },
    nextKey(sortKeys),
    createdAt,
  );
  return {
    ...row,
    projectId: place.projectId,
    clientId: place.clientId,
    parentId,
    waitsForCheckpointIds: (task.waitsFor ?? []).map((key) => checkpointId(maker, key)),
    completedAt,
    updatedAt: Math.max(createdAt, completedAt ?? 0, touchedAt(maker, task)),
  };
}

/** A task that was given up is closed as well: on the day of the last word about it. */
function closedAt(maker: RowMaker, task: SampleTask): number | null {
  if (task.done !== undefined) return maker.days.instantOf(task.done, task.title);
  if (task.status !== 'cancelled') return null;
  return touchedAt(maker, task) || maker.days.instantOf(task.due ?? -1, task.title);
}

/** Some days before the first thing that is known to have happened to the task, but within its project. */
function createdOn(task: SampleTask, place: Place): DayOffset {
  if (task.created !== undefined) return task.created;
  const commented = (task.comments ?? []).map((comment) => comment.day);
  const first = Math.min(-1, task.done ?? -1, task.due ?? -1, task.planned ?? -1, ...commented);
  return Math.min(first, Math.max(place.since, first - 2 - (spreadOf(task.title) % 12)));
}

function touchedAt({ days }: RowMaker, task: SampleTask): number {
  const commented = (task.comments ?? []).map((comment) => days.instantOf(comment.day, comment.text));
  const begun = task.status === 'in_progress' ? days.instantOf(0, task.title) : 0;
  return Math.max(0, begun, ...commented);
}

function checklistOf({ ids }: RowMaker, { checklist }: SampleTask) {
  const item = (isDone: boolean) => (text: string) => ({ id: ids.next(), text, isDone });
  return [...(checklist?.done ?? []).map(item(true)), ...(checklist?.open ?? []).map(item(false))];
}

function addComments({ ids, days, rows }: RowMaker, task: SampleTask, taskId: string): void {
  for (const { day, text } of task.comments ?? []) {
    const createdAt = days.instantOf(day, text);
    rows.task_comment.push({
      id: ids.next(),
      taskId,
      body: text,
      author: 'user',
      createdAt,
      updatedAt: createdAt,
    });
  }
}

function checkpointId({ checkpointIds }: RowMaker, key: string): string {
  const id = checkpointIds.get(key);
  invariant(id, `no sample checkpoint is called ${key}`);
  return id;
}

function nextKey(keys: Iterator<string>): string {
  const { value, done } = keys.next();
  invariant(!done, 'a sort key for every sample task');
  return value;
}
