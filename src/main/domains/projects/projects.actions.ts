import { z } from 'zod';
import {
  actionPage,
  actionPageInput,
  MOST_IDS,
  writtenIds,
  writtenItemSchema,
  writtenItemsSchema,
} from '#shared/contracts/action-shapes.ts';
import { clientIdSchema, projectIdSchema } from '#shared/contracts/common.ts';
import {
  projectCreateSchema,
  projectListInputSchema,
  projectPatchSchema,
} from '#shared/contracts/projects.ts';
import { AppError } from '#shared/errors.ts';
import { toRead, toWrite } from '#shared/kernel/permission-scope.ts';
import {
  changedFields,
  defineAction,
  type ActionDefinition,
  type ActionPreview,
} from '#main/engine/actions/index.ts';
import { scopeWithin } from './project-scope.ts';
import type { ProjectsService } from './projects.service.ts';

const card = z.object({
  id: z.string(),
  name: z.string(),
  clientId: z.string().nullable(),
  clientName: z.string().nullable(),
  status: z.string(),
  startDate: z.string().nullable(),
  dueDate: z.string().nullable(),
  tags: z.array(z.string()),
  archivedAt: z.number().nullable(),
  openTaskCount: z.number(),
  overdueTaskCount: z.number(),
});
const details = card.extend({
  description: z.string(),
  budgetMinor: z.number().nullable(),
  currency: z.string().nullable(),
  budgetMinutes: z.number().nullable(),
  doneTaskCount: z.number(),
  noteCount: z.number(),
  estimateMinutes: z.number(),
  doneEstimateMinutes: z.number(),
  nextCheckpoint: z.object({ id: z.string(), title: z.string(), dueDate: z.string().nullable() }).nullable(),
});
const byId = z.object({ id: projectIdSchema });
const ids = z.array(projectIdSchema).min(1).max(MOST_IDS);

/** What others than the person may do with projects. */
export function projectActions(projects: ProjectsService): readonly ActionDefinition[] {
  return [...readActions(projects), ...writeActions(projects), ...manyActions(projects)];
}

/** A project lies in itself: the right for it is the right to it. */
function scopeOf(projects: ProjectsService, id: string) {
  return scopeWithin(projects, { kind: 'project', projectId: id });
}

function readActions(projects: ProjectsService): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'projects.list',
      title: 'List projects',
      description: 'Lists projects with their client, status, dates and how many tasks are open and overdue.',
      input: projectListInputSchema.extend(actionPageInput),
      output: actionPage(card),
      effect: 'read',
      needs: ({ clientIds }) =>
        clientIds && clientIds.length > 0
          ? clientIds.map((clientId) => toRead({ kind: 'project', clientId }))
          : [toRead({ kind: 'project' })],
      run: async (_ctx, input) => projects.list(input),
    }),
    defineAction({
      id: 'projects.get',
      title: 'Look at a project',
      description: 'Answers one project with its budget, counts, estimates and next checkpoint.',
      input: byId,
      output: details,
      effect: 'read',
      needs: async ({ id }) => [toRead(await scopeOf(projects, id))],
      run: async (_ctx, { id }) => projects.get(id),
    }),
  ];
}

function writeActions(projects: ProjectsService): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'projects.create',
      title: 'Add a project',
      description: 'Adds a project, for a client where one is named.',
      input: projectCreateSchema,
      output: writtenItemSchema,
      effect: 'write',
      needs: ({ clientId }) => [toWrite({ kind: 'project', projectId: null, clientId: clientId ?? null })],
      preview: async (_ctx, input) => ({
        kind: 'project',
        entityId: null,
        projectId: null,
        clientId: input.clientId ?? null,
        subject: input.name,
        summary: `New project: ${input.name}`,
        fields: changedFields(null, input),
        risk: 'low',
      }),
      run: async (_ctx, input) => {
        const { item, changeSetId } = await projects.create(input);
        return { id: item.id, title: item.name, link: `adiuva://project/${item.id}`, changeSetId };
      },
    }),
    defineAction({
      id: 'projects.update',
      title: 'Change a project',
      description: 'Changes the named fields of one project.',
      input: byId.extend({
        patch: projectPatchSchema.omit({ isArchived: true, clientId: true, isPrivate: true }),
      }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: async ({ id }) => [toWrite(await scopeOf(projects, id))],
      preview: (_ctx, { id, patch }) => changePreview(projects, id, patch),
      run: async (_ctx, { id, patch }) => writtenIds(await projects.update([id], patch)),
    }),
    defineAction({
      id: 'projects.link',
      title: 'Link a project to a client',
      description: 'Says which client a project is for; null for none.',
      input: byId.extend({ clientId: clientIdSchema.nullable() }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: async ({ id, clientId }) => [
        toWrite(await scopeOf(projects, id)),
        toWrite({ kind: 'project', projectId: id, clientId }),
      ],
      preview: (_ctx, { id, clientId }) => changePreview(projects, id, { clientId }),
      run: async (_ctx, { id, clientId }) => writtenIds(await projects.update([id], { clientId })),
    }),
  ];
}

function manyActions(projects: ProjectsService): readonly ActionDefinition[] {
  const needs = async (input: { readonly ids: readonly string[] }) =>
    Promise.all(input.ids.map(async (id) => toWrite(await scopeOf(projects, id))));
  return [
    defineAction({
      id: 'projects.complete',
      title: 'Complete projects',
      description: 'Marks projects as completed. Their tasks stay as they are.',
      input: z.object({ ids }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: (input) => needs(input),
      preview: (_ctx, input) => manyPreview(projects, input.ids, 'Complete', 'medium'),
      run: async (_ctx, input) => writtenIds(await projects.update(input.ids, { status: 'completed' })),
    }),
    defineAction({
      id: 'projects.archive',
      title: 'Archive projects',
      description: 'Puts projects out of sight, or brings them back with isArchived false. Nothing is lost.',
      input: z.object({ ids, isArchived: z.boolean().default(true) }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: (input) => needs(input),
      preview: (_ctx, input) =>
        manyPreview(projects, input.ids, input.isArchived ? 'Archive' : 'Bring back', 'medium'),
      run: async (_ctx, input) =>
        writtenIds(await projects.update(input.ids, { isArchived: input.isArchived })),
    }),
    defineAction({
      id: 'projects.remove',
      title: 'Remove projects',
      description: 'Moves projects to the trash, with their tasks, checkpoints and notes.',
      input: z.object({ ids }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: (input) => needs(input),
      preview: (_ctx, input) => manyPreview(projects, input.ids, 'Remove', 'high'),
      run: async (_ctx, input) => writtenIds(await projects.remove(input.ids, true)),
    }),
  ];
}

async function present(projects: ProjectsService, id: string) {
  const project = await projects.get(id);
  if (project.deletedAt === null) return project;
  throw new AppError('not_found', 'This project is in the trash. Nothing was done.');
}

async function changePreview(
  projects: ProjectsService,
  id: string,
  patch: Readonly<Record<string, unknown>>,
): Promise<ActionPreview> {
  const project = await present(projects, id);
  return {
    kind: 'project',
    entityId: id,
    projectId: id,
    clientId: project.clientId,
    subject: project.name,
    summary: `Change the project “${project.name}”`,
    fields: changedFields({ ...project }, patch),
    risk: 'medium',
  };
}

async function manyPreview(
  projects: ProjectsService,
  which: readonly string[],
  verb: string,
  risk: ActionPreview['risk'],
): Promise<ActionPreview> {
  const found = await Promise.all(which.map((id) => present(projects, id)));
  const only = found.length === 1 ? found[0] : undefined;
  return {
    kind: 'project',
    entityId: only?.id ?? null,
    projectId: only?.id ?? null,
    clientId: only?.clientId ?? null,
    subject: only?.name ?? null,
    summary: `${verb} ${only ? `the project “${only.name}”` : `${found.length} projects`}`,
    fields: found.map((project) => ({ field: 'project', before: project.name, after: verb })),
    risk,
  };
}
