import type { Task, TaskCreate, TaskPatch } from '#shared/contracts/tasks.ts';
import type { EntityInsert, EntityRow } from '#main/db/entity-rows.ts';

/** A whole row from what was given; what was not given gets its plain default. */
export function newTaskRow(
  id: string,
  input: TaskCreate,
  sortKey: string,
  nowMs: number,
): EntityInsert<'task'> {
  return {
    id,
    title: input.title,
    description: input.description ?? '',
    projectId: input.projectId ?? null,
    clientId: input.clientId ?? null,
    parentId: input.parentId ?? null,
    status: input.status ?? 'todo',
    priority: input.priority ?? 'none',
    dueDate: input.dueDate ?? null,
    dueTime: input.dueDate ? (input.dueTime ?? null) : null,
    plannedDate: input.plannedDate ?? null,
    estimateMinutes: input.estimateMinutes ?? null,
    tags: input.tags ?? [],
    checklist: input.checklist ?? [],
    recurrence: input.recurrence ?? null,
    waitsForCheckpointIds: input.waitsForCheckpointIds ?? [],
    isAiSuggested: input.isAiSuggested ?? false,
    isApproved: input.isApproved ?? !(input.isAiSuggested ?? false),
    sortKey,
    completedAt: isClosed(input.status) ? nowMs : null,
    deletedAt: null,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
}

/** A patch with what follows from it: the day of completion, a time without its day. */
export function withConsequences(patch: TaskPatch, nowMs: number): Partial<EntityInsert<'task'>> {
  return {
    ...patch,
    ...(patch.status === undefined ? {} : { completedAt: isClosed(patch.status) ? nowMs : null }),
    ...(patch.dueDate === null ? { dueTime: null } : {}),
  };
}

export function isClosed(status: Task['status'] | undefined): boolean {
  return status === 'done' || status === 'cancelled';
}

export function toTask(row: EntityRow<'task'> | EntityInsert<'task'>): Task {
  const { agendaDate: _agenda, isOpen: _open, ...fields } = row as EntityRow<'task'>; // rows of the writer name every column
  return fields as Task; // ids in the store are ids: the brand is all that is missing
}
