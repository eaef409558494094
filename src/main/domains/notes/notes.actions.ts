import { z } from 'zod';
import {
  actionPage,
  actionPageInput,
  MOST_IDS,
  writtenIds,
  writtenItemSchema,
  writtenItemsSchema,
} from '#shared/contracts/action-shapes.ts';
import { clientIdSchema, noteIdSchema, projectIdSchema, tagsSchema } from '#shared/contracts/common.ts';
import { noteCreateSchema, noteListInputSchema, notePatchSchema } from '#shared/contracts/notes.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import { toRead, toWrite, type WorkspaceScope } from '#shared/kernel/permission-scope.ts';
import { findPlace, requirePlace, scopeWithin, type Projects } from '#main/domains/projects/index.ts';
import {
  changedFields,
  defineAction,
  type ActionDefinition,
  type ActionPreview,
} from '#main/engine/actions/index.ts';
import type { NotesService } from './notes.service.ts';

const card = z.object({
  id: z.string(),
  title: z.string(),
  excerpt: z.string(),
  projectId: z.string().nullable(),
  projectName: z.string().nullable(),
  clientId: z.string().nullable(),
  clientName: z.string().nullable(),
  tags: z.array(z.string()),
  updatedAt: z.number(),
});
const details = card.omit({ excerpt: true }).extend({
  body: z.string(),
  backlinks: z.array(z.object({ noteId: z.string(), title: z.string() })).readonly(),
});
const byId = z.object({ id: noteIdSchema });
const byIds = z.object({ ids: z.array(noteIdSchema).min(1).max(MOST_IDS) });
const places = z
  .object({ projectId: projectIdSchema.nullable(), clientId: clientIdSchema.nullable() })
  .partial();

type Deps = { readonly notes: NotesService; readonly projects: Projects };

/** What others than the person may do with notes. */
export function noteActions(deps: Deps): readonly ActionDefinition[] {
  return [...readActions(deps), ...writeActions(deps), ...changeActions(deps), ...manyActions(deps)];
}

function readActions(deps: Deps): readonly ActionDefinition[] {
  const { notes, projects } = deps;
  return [
    defineAction({
      id: 'notes.list',
      title: 'List notes',
      description: 'Lists notes by title, project, client or tag, with their first lines.',
      input: noteListInputSchema.extend(actionPageInput),
      output: actionPage(card),
      effect: 'read',
      needs: async ({ projectIds = [] }) => {
        if (projectIds.length === 0) return [toRead({ kind: 'note' })];
        const scopes = projectIds.map((projectId) => scopeWithin(projects, { kind: 'note', projectId }));
        return (await Promise.all(scopes)).map(toRead);
      },
      run: async (_ctx, input) => notes.list(input),
    }),
    defineAction({
      id: 'notes.get',
      title: 'Read a note',
      description: 'Answers one note with its whole text as Markdown and the notes that link to it.',
      input: byId,
      output: details,
      effect: 'read',
      needs: async ({ id }) => [toRead(await scopeOf(deps, id))],
      run: async (_ctx, { id }) => notes.get(id),
    }),
  ];
}

function writeActions({ notes, projects }: Deps): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'notes.create',
      title: 'Write a note',
      description: 'Adds a note in Markdown, to a project or client where one is named.',
      input: noteCreateSchema,
      output: writtenItemSchema,
      effect: 'write',
      needs: async (input) => [toWrite(await scopeWithin(projects, { kind: 'note', ...input }))],
      preview: async (_ctx, input) => {
        const place = input.projectId ? await requirePlace(projects, input.projectId) : undefined;
        const { projectId: _, ...fields } = input;
        return {
          kind: 'note',
          entityId: null,
          projectId: input.projectId ?? null,
          clientId: place?.clientId ?? input.clientId ?? null,
          subject: input.title ?? null,
          summary: `New note: ${input.title ?? ''}`,
          fields: changedFields(null, { project: place?.name, ...fields }),
          risk: 'low',
        };
      },
      run: async (_ctx, input) => {
        const { item, changeSetId } = await notes.create(input);
        return { id: item.id, title: item.title, link: `adiuva://note/${item.id}`, changeSetId };
      },
    }),
  ];
}

function changeActions(deps: Deps): readonly ActionDefinition[] {
  const { notes } = deps;
  return [
    defineAction({
      id: 'notes.update',
      title: 'Change a note',
      description: 'Changes title, text or tags of a note; the text before is kept as a version.',
      input: byId.extend({ patch: notePatchSchema.pick({ title: true, body: true, tags: true }) }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: async ({ id }) => [toWrite(await scopeOf(deps, id))],
      preview: (_ctx, { id, patch }) => changePreview(deps, [id], { verb: 'Change', risk: 'medium' }, patch),
      run: async (_ctx, { id, patch }) => writtenOne(await notes.update(id, patch)),
    }),
    defineAction({
      id: 'notes.append',
      title: 'Add to a note',
      description: 'Adds Markdown at the end of a note; what is there stays.',
      input: byId.extend({ text: z.string().min(1).max(100_000) }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: async ({ id }) => [toWrite(await scopeOf(deps, id))],
      preview: (_ctx, { id, text }) =>
        changePreview(deps, [id], { verb: 'Add to', risk: 'low' }, { addedText: text }),
      run: async (_ctx, { id, text }) => {
        const { body, updatedAt } = await notes.get(id);
        const whole = body === '' ? text : `${body.trimEnd()}\n\n${text}`;
        return writtenOne(await notes.update(id, { body: whole, baseUpdatedAt: updatedAt }));
      },
    }),
  ];
}

function manyActions(deps: Deps): readonly ActionDefinition[] {
  const { notes, projects } = deps;
  const needs = async (ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => toWrite(await scopeOf(deps, id))));
  return [
    defineAction({
      id: 'notes.link',
      title: 'Link notes',
      description: 'Says which project or client notes belong to; null for none.',
      input: byIds.extend({ to: places }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: async ({ ids, to }) => [
        ...(await needs(ids)),
        toWrite(await scopeWithin(projects, { kind: 'note', ...to })),
      ],
      preview: async (_ctx, { ids, to }) => {
        const { projectId, ...rest } = to;
        const project = projectId ? (await requirePlace(projects, projectId)).name : projectId;
        return changePreview(deps, ids, { verb: 'Link', risk: 'low' }, { project, ...rest });
      },
      run: async (_ctx, { ids, to }) => writtenIds(await notes.updateMany(ids, to)),
    }),
    defineAction({
      id: 'notes.tag',
      title: 'Tag notes',
      description: 'Adds and removes tags of notes.',
      input: byIds.extend({ add: tagsSchema.default([]), remove: tagsSchema.default([]) }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: ({ ids }) => needs(ids),
      preview: (_ctx, { ids, add, remove }) =>
        changePreview(deps, ids, { verb: 'Tag', risk: 'low' }, { addedTags: add, removedTags: remove }),
      run: async (_ctx, { ids, add, remove }) => writtenIds(await notes.addTags(ids, add, remove)),
    }),
    defineAction({
      id: 'notes.remove',
      title: 'Remove notes',
      description: 'Moves notes to the trash.',
      input: byIds,
      output: writtenItemsSchema,
      effect: 'write',
      needs: ({ ids }) => needs(ids),
      preview: (_ctx, { ids }) =>
        changePreview(deps, ids, { verb: 'Remove', risk: 'high' }, { place: 'trash' }),
      run: async (_ctx, { ids }) => writtenIds(await notes.remove(ids)),
    }),
  ];
}

/** One that is not there can be anything: the right to all of them is asked for, and the run tells that it is gone. */
async function scopeOf({ notes, projects }: Deps, id: string): Promise<WorkspaceScope> {
  const note = await notes.get(id).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'not_found') return undefined;
    throw error;
  });
  if (!note) return { kind: 'note' };
  return scopeWithin(projects, { kind: 'note', projectId: note.projectId, clientId: note.clientId });
}

async function changePreview(
  { notes, projects }: Deps,
  ids: readonly string[],
  words: { readonly verb: string; readonly risk: ActionPreview['risk'] },
  patch: Readonly<Record<string, unknown>>,
): Promise<ActionPreview> {
  const found = await Promise.all(ids.map((id) => notes.get(id)));
  if (found.some((note) => note.deletedAt !== null)) {
    throw new AppError('not_found', 'This note is in the trash. Nothing was done.');
  }
  const [first] = found;
  const only = found.length === 1 ? first : undefined;
  const projectId = found.every((note) => note.projectId === first?.projectId)
    ? (first?.projectId ?? null)
    : null;
  const place = projectId === null ? undefined : await findPlace(projects, projectId);
  return {
    kind: 'note',
    entityId: only?.id ?? null,
    projectId,
    clientId: place?.clientId ?? only?.clientId ?? null,
    subject: only?.title ?? null,
    summary: `${words.verb} ${only ? `the note “${only.title}”` : `${found.length} notes`}`,
    fields: found.flatMap((note) => {
      const changed = changedFields({ ...note, project: note.projectName }, patch);
      return only ? changed : changed.map((field) => ({ ...field, field: `${note.title}: ${field.field}` }));
    }),
    risk: words.risk,
  };
}

function writtenOne(result: { readonly item: { readonly id: string }; readonly changeSetId: number | null }) {
  return { ids: [result.item.id], changeSetId: result.changeSetId };
}
