import { z } from 'zod';
import type { SuggestionState } from '#shared/contracts/proposals.ts';
import {
  actionPage,
  actionPageInput,
  MOST_IDS,
  writtenIds,
  writtenItemSchema,
  writtenItemsSchema,
} from '#shared/contracts/action-shapes.ts';
import {
  checkpointCreateSchema,
  checkpointListInputSchema,
  checkpointPatchSchema,
  evidenceSchema,
} from '#shared/contracts/checkpoints.ts';
import { checkpointIdSchema } from '#shared/contracts/common.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import { toRead, toWrite, type WorkspaceScope } from '#shared/kernel/permission-scope.ts';
import type { Reader } from '#main/db/store.ts';
import { requirePlace, scopeWithin, type Projects } from '#main/domains/projects/index.ts';
import {
  changedFields,
  defineAction,
  type ActionDefinition,
  type ActionPreview,
} from '#main/engine/actions/index.ts';
import { checkpointSuggestion } from './checkpoint-suggestion.ts';
import type { CheckpointsService } from './checkpoints.service.ts';

const card = z.object({
  id: z.string(),
  title: z.string(),
  projectId: z.string(),
  projectName: z.string(),
  dueDate: z.string().nullable(),
  reachedAt: z.number().nullable(),
  isAiSuggested: z.boolean(),
  isApproved: z.boolean(),
  waitingTaskCount: z.number(),
});
const details = card.extend({ description: z.string(), evidence: z.array(evidenceSchema) });
const byId = z.object({ id: checkpointIdSchema });
const byIds = z.object({ ids: z.array(checkpointIdSchema).min(1).max(MOST_IDS) });
/** Whether it is a suggestion is not for the one who suggests to say. */
const own = { isAiSuggested: true, isApproved: true } as const;

type Deps = {
  readonly checkpoints: CheckpointsService;
  readonly projects: Projects;
  readonly readStates: (
    reader: Reader,
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, SuggestionState>>;
};

/** What others than the person may do with checkpoints. */
export function checkpointActions(deps: Deps): readonly ActionDefinition[] {
  return [...readActions(deps), ...createAction(deps), ...changeActions(deps), ...manyActions(deps)];
}

function readActions(deps: Deps): readonly ActionDefinition[] {
  const { checkpoints, projects } = deps;
  return [
    defineAction({
      id: 'checkpoints.list',
      title: 'List checkpoints',
      description: 'Lists the milestones of projects, open or reached, by date.',
      input: checkpointListInputSchema.extend(actionPageInput),
      output: actionPage(card),
      effect: 'read',
      needs: async ({ projectIds = [] }) => {
        if (projectIds.length === 0) return [toRead({ kind: 'checkpoint' })];
        const scopes = projectIds.map((projectId) =>
          scopeWithin(projects, { kind: 'checkpoint', projectId }),
        );
        return (await Promise.all(scopes)).map(toRead);
      },
      run: async (_ctx, input) => checkpoints.list(input),
    }),
    defineAction({
      id: 'checkpoints.get',
      title: 'Look at a checkpoint',
      description: 'Answers one checkpoint with its description and evidence.',
      input: byId,
      output: details,
      effect: 'read',
      needs: async ({ id }) => [toRead(await scopeOf(deps, id))],
      run: async (_ctx, { id }) => checkpoints.get(id),
    }),
  ];
}

function createAction({ checkpoints, projects, readStates }: Deps): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'checkpoints.create',
      title: 'Add a checkpoint',
      description: 'Adds a milestone to a project, with a date where there is one.',
      input: checkpointCreateSchema.omit(own),
      output: writtenItemSchema,
      effect: 'write',
      needs: async ({ projectId }) => [
        toWrite(await scopeWithin(projects, { kind: 'checkpoint', projectId })),
      ],
      preview: async (_ctx, input) => {
        const { projectId, ...fields } = input;
        const place = await requirePlace(projects, projectId);
        return {
          kind: 'checkpoint',
          entityId: null,
          projectId,
          clientId: place.clientId,
          subject: input.title,
          summary: `New checkpoint: ${input.title}`,
          fields: changedFields(null, { project: place.name, ...fields }),
          risk: 'low',
        };
      },
      suggestion: checkpointSuggestion(checkpoints, readStates),
      run: async ({ principal }, input) => {
        const isAiSuggested = principal.kind !== 'user';
        const { item, changeSetId } = await checkpoints.create({ ...input, isAiSuggested, isApproved: true });
        return { id: item.id, title: item.title, link: `adiuva://checkpoint/${item.id}`, changeSetId };
      },
    }),
  ];
}

function changeActions(deps: Deps): readonly ActionDefinition[] {
  const { checkpoints } = deps;
  return [
    defineAction({
      id: 'checkpoints.update',
      title: 'Change a checkpoint',
      description: 'Changes title, description or date of one checkpoint.',
      input: byId.extend({
        patch: checkpointPatchSchema.omit({ ...own, projectId: true, evidence: true, isReached: true }),
      }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: async ({ id }) => [toWrite(await scopeOf(deps, id))],
      preview: (_ctx, { id, patch }) =>
        changePreview(deps, [id], { verb: 'Change', risk: 'medium' }, () => patch),
      run: async (_ctx, { id, patch }) => writtenIds(await checkpoints.update([id], patch)),
    }),
    defineAction({
      id: 'checkpoints.link',
      title: 'Add evidence to a checkpoint',
      description: 'Adds a link that shows that the milestone was reached.',
      input: byId.extend({ evidence: evidenceSchema.omit({ id: true }) }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: async ({ id }) => [toWrite(await scopeOf(deps, id))],
      preview: (_ctx, { id, evidence }) =>
        changePreview(deps, [id], { verb: 'Add evidence to', risk: 'low' }, () => ({
          link: `${evidence.label} ${evidence.url}`.trim(),
        })),
      run: async (_ctx, { id, evidence }) => {
        const before = (await checkpoints.get(id)).evidence;
        const numbers = before.map((one) => Number(one.id)).filter(Number.isInteger);
        const next = { ...evidence, id: String(Math.max(before.length, ...numbers) + 1) };
        return writtenIds(await checkpoints.update([id], { evidence: [...before, next] }));
      },
    }),
  ];
}

function manyActions(deps: Deps): readonly ActionDefinition[] {
  const { checkpoints } = deps;
  const needs = async (ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => toWrite(await scopeOf(deps, id))));
  return [
    defineAction({
      id: 'checkpoints.complete',
      title: 'Mark checkpoints as reached',
      description: 'Marks milestones as reached, or opens them again with isReached false.',
      input: byIds.extend({ isReached: z.boolean().default(true) }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: ({ ids }) => needs(ids),
      preview: (_ctx, { ids, isReached }) =>
        changePreview(deps, ids, { verb: isReached ? 'Reach' : 'Reopen', risk: 'medium' }, () => ({
          isReached,
        })),
      run: async (_ctx, { ids, isReached }) => writtenIds(await checkpoints.update(ids, { isReached })),
    }),
    defineAction({
      id: 'checkpoints.remove',
      title: 'Remove checkpoints',
      description: 'Moves checkpoints to the trash.',
      input: byIds,
      output: writtenItemsSchema,
      effect: 'write',
      needs: ({ ids }) => needs(ids),
      preview: (_ctx, { ids }) =>
        changePreview(deps, ids, { verb: 'Remove', risk: 'high' }, () => ({ place: 'trash' })),
      run: async (_ctx, { ids }) => writtenIds(await checkpoints.remove(ids)),
    }),
  ];
}

/** One that is not there can be anything: the right to all of them is asked for, and the run tells that it is gone. */
async function scopeOf({ checkpoints, projects }: Deps, id: string): Promise<WorkspaceScope> {
  const found = await checkpoints.get(id).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'not_found') return undefined;
    throw error;
  });
  if (!found) return { kind: 'checkpoint' };
  return scopeWithin(projects, { kind: 'checkpoint', projectId: found.projectId });
}

async function changePreview(
  { checkpoints, projects }: Deps,
  ids: readonly string[],
  words: { readonly verb: string; readonly risk: ActionPreview['risk'] },
  patchOf: () => Readonly<Record<string, unknown>>,
): Promise<ActionPreview> {
  const found = await Promise.all(ids.map((id) => checkpoints.get(id)));
  if (found.some((one) => one.deletedAt !== null)) {
    throw new AppError('not_found', 'This checkpoint is in the trash. Nothing was done.');
  }
  const [first] = found;
  const only = found.length === 1 ? first : undefined;
  const isSame = found.every((one) => one.projectId === first?.projectId);
  const place = first && isSame ? await requirePlace(projects, first.projectId) : undefined;
  return {
    kind: 'checkpoint',
    entityId: only?.id ?? null,
    projectId: isSame ? (first?.projectId ?? null) : null,
    clientId: place?.clientId ?? null,
    subject: only?.title ?? null,
    summary: `${words.verb} ${only ? `the checkpoint “${only.title}”` : `${found.length} checkpoints`}`,
    fields: found.flatMap((one) => {
      const before = { ...one, isReached: one.reachedAt !== null };
      const changed = changedFields(before, patchOf());
      return only ? changed : changed.map((field) => ({ ...field, field: `${one.title}: ${field.field}` }));
    }),
    risk: words.risk,
  };
}
