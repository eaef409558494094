import { clientCreateSchema } from '#shared/contracts/clients.ts';
import { noteCreateSchema } from '#shared/contracts/notes.ts';
import { projectCreateSchema } from '#shared/contracts/projects.ts';
import { taskCreateSchema } from '#shared/contracts/tasks.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { EntityInsert } from '#main/db/entity-rows.ts';
import { newClientRow } from '#main/domains/clients/index.ts';
import { newNoteRow } from '#main/domains/notes/index.ts';
import { newProjectRow } from '#main/domains/projects/index.ts';
import { newTaskRow } from '#main/domains/tasks/index.ts';
import type { ClientDraft, NoteDraft, ProjectDraft, TaskDraft } from '../drafts.ts';

/** Ids of what a draft refers to; a reference that leads nowhere is left empty. */
export type RowMaker = {
  readonly ids: IdSource;
  readonly nowMs: number;
  /** The item made or found for a source key. */
  resolve(sourceKey: string | undefined): string | null;
  nextSortKey(): string;
};

/** A new row and the part of it that a later run may change. */
export type DraftRow<E extends 'client' | 'project' | 'task' | 'note'> = {
  readonly row: EntityInsert<E>;
  readonly patch: Partial<EntityInsert<E>>;
};

/** Parsed by the contract like anything from outside; a `ZodError` says which field is out of bounds. */
export function clientRow(id: string, draft: ClientDraft, maker: RowMaker): DraftRow<'client'> {
  const { contacts, isArchived, ...fields } = draft;
  const withIds = contacts?.map((contact) => ({ id: maker.ids.next(), ...contact }));
  const input = clientCreateSchema.parse(withIds === undefined ? fields : { ...fields, contacts: withIds });
  const archivedAt = isArchived === true ? maker.nowMs : null;
  const row = { ...newClientRow(id, input, maker.nowMs), archivedAt };
  return {
    row,
    patch: pick(row, [...Object.keys(input), ...(isArchived === undefined ? [] : ['archivedAt'])]),
  };
}

export function projectRow(id: string, draft: ProjectDraft, maker: RowMaker): DraftRow<'project'> {
  const { clientKey, isArchived, completedAt, ...fields } = draft;
  const input = projectCreateSchema.parse({
    ...fields,
    ...(clientKey === undefined ? {} : { clientId: maker.resolve(clientKey) }),
  });
  const made = newProjectRow(id, input, maker.nowMs);
  const row = {
    ...made,
    archivedAt: isArchived === true ? maker.nowMs : null,
    completedAt: input.status === 'completed' ? (completedAt ?? made.completedAt ?? maker.nowMs) : null,
  };
  const more = [
    ...(isArchived === undefined ? [] : ['archivedAt']),
    ...(input.status === undefined ? [] : ['completedAt']),
  ];
  return { row, patch: pick(row, [...Object.keys(input), ...more]) };
}

export function taskRow(id: string, draft: TaskDraft, maker: RowMaker): DraftRow<'task'> {
  const {
    projectKey,
    clientKey,
    parentKey,
    checklist,
    comments: _comments,
    completedAt,
    createdAt,
    ...fields
  } = draft;
  const input = taskCreateSchema.parse({
    ...fields,
    ...(projectKey === undefined ? {} : { projectId: maker.resolve(projectKey) }),
    ...(clientKey === undefined ? {} : { clientId: maker.resolve(clientKey) }),
    ...(parentKey === undefined ? {} : { parentId: maker.resolve(parentKey) }),
    ...(checklist === undefined
      ? {}
      : {
          checklist: checklist.map((step) => ({
            id: maker.ids.next(),
            ...step,
            text: step.text.slice(0, 500),
          })),
        }),
  });
  const made = newTaskRow(id, input, maker.nextSortKey(), maker.nowMs);
  const row = {
    ...made,
    completedAt: made.completedAt == null ? null : Math.min(completedAt ?? made.completedAt, maker.nowMs),
    createdAt: Math.min(createdAt ?? made.createdAt, maker.nowMs),
  };
  const more = input.status === undefined ? [] : ['completedAt'];
  return { row, patch: pick(row, [...Object.keys(input), ...more]) };
}

/** `attachmentIds` stand in the order of the draft's keys. */
export function noteRow(
  id: string,
  draft: NoteDraft,
  attachmentIds: readonly string[],
  maker: RowMaker,
): DraftRow<'note'> {
  const { projectKey, clientKey, attachmentKeys: _keys, createdAt, updatedAt, ...fields } = draft;
  const body = draft.body.replace(/\(adiuva-import:(\d{1,6})\)/g, (found, position: string) => {
    const attachmentId = attachmentIds[Number(position)];
    return attachmentId === undefined ? found : `(adiuva-attachment:${attachmentId})`;
  });
  const input = noteCreateSchema.parse({
    ...fields,
    body,
    ...(projectKey === undefined ? {} : { projectId: maker.resolve(projectKey) }),
    ...(clientKey === undefined ? {} : { clientId: maker.resolve(clientKey) }),
  });
  const created = createdAt ?? maker.nowMs;
  const row = { ...newNoteRow(id, input, created), updatedAt: Math.max(created, updatedAt ?? created) };
  return { row, patch: pick(row, [...Object.keys(input), 'excerpt', 'links']) };
}

function pick<Row extends object>(row: Row, keys: readonly string[]): Partial<Row> {
  return Object.fromEntries(Object.entries(row).filter(([key]) => keys.includes(key))) as Partial<Row>; // its own fields only
}
