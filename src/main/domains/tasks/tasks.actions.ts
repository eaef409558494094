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
  checkpointIdSchema,
  clientIdSchema,
  projectIdSchema,
  tagsSchema,
  taskIdSchema,
} from '#shared/contracts/common.ts';
import { taskCreateSchema, taskListInputSchema, taskPatchSchema } from '#shared/contracts/tasks.ts';
import { addDays } from '#shared/kernel/clock.ts';
import { toRead } from '#shared/kernel/permission-scope.ts';
import type { Reader } from '#main/db/store.ts';
import type { Projects } from '#main/domains/projects/index.ts';
import { defineAction, type ActionDefinition } from '#main/engine/actions/index.ts';
import { taskCard, TaskScopes, type FindTask } from './task-action-parts.ts';
import type { TaskCommentsService } from './task-comments.service.ts';
import { taskSuggestion } from './task-suggestion.ts';
import type { TasksService } from './tasks.service.ts';

const comment = z.object({ id: z.string(), body: z.string(), author: z.string(), createdAt: z.number() });
const subtask = taskCard.pick({ id: true, title: true, status: true, dueDate: true });
const details = taskCard.extend({
  description: z.string(),
  checklist: z.array(z.object({ id: z.string(), text: z.string(), isDone: z.boolean() })),
  waitsForCheckpointIds: z.array(z.string()),
  isBlocked: z.boolean(),
  parentTitle: z.string().nullable(),
  subtasks: z.array(subtask).readonly(),
  comments: z.array(comment).readonly(),
});
const byId = z.object({ id: taskIdSchema });
const byIds = z.object({ ids: z.array(taskIdSchema).min(1).max(MOST_IDS) });
/** Whether it is a suggestion is not for the one who suggests to say. */
const own = { isAiSuggested: true, isApproved: true } as const;
/** Moving between projects is `tasks.link`. */
const places = { projectId: true, clientId: true, parentId: true, waitsForCheckpointIds: true } as const;
const linkFields = z
  .object({
    projectId: projectIdSchema.nullable(),
    clientId: clientIdSchema.nullable(),
    parentId: taskIdSchema.nullable(),
    waitsForCheckpointIds: z.array(checkpointIdSchema).max(50),
  })
  .partial();

type Deps = {
  readonly tasks: TasksService;
  readonly comments: TaskCommentsService;
  readonly projects: Projects;
  readonly find: FindTask;
  readonly readStates: (
    reader: Reader,
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, SuggestionState>>;
};

/** What others than the person may do with tasks. */
export function taskActions(deps: Deps): readonly ActionDefinition[] {
  const scopes = new TaskScopes(deps.find, deps.projects);
  return [
    ...readActions(deps, scopes),
    ...createActions(deps, scopes),
    ...changeActions(deps, scopes),
    ...manyActions(deps, scopes),
  ];
}

function readActions({ tasks }: Deps, scopes: TaskScopes): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'tasks.list',
      title: 'List tasks',
      description:
        'Lists tasks by text, project, client, status, dates or a preset such as overdue. Name projects or clients where the right is for them alone.',
      input: taskListInputSchema.extend(actionPageInput),
      output: actionPage(taskCard),
      effect: 'read',
      needs: (input) => scopes.toReadFiltered(input),
      run: async (_ctx, input) => tasks.list(input),
    }),
    defineAction({
      id: 'tasks.get',
      title: 'Look at a task',
      description: 'Answers one task with its description, checklist, sub-tasks and comments.',
      input: byId,
      output: details,
      effect: 'read',
      needs: async ({ id }) => [toRead(await scopes.of(id))],
      run: async (_ctx, { id }) => tasks.get(id),
    }),
  ];
}

function createActions(
  { tasks, comments, readStates }: Deps,
  scopes: TaskScopes,
): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'tasks.create',
      title: 'Add a task',
      description: 'Adds a task: a title, and where known a project or client, dates, priority and estimate.',
      input: taskCreateSchema.omit(own),
      output: writtenItemSchema,
      effect: 'write',
      needs: async (input) => [await scopes.toWriteWithin(input)],
      preview: (_ctx, input) => scopes.createPreview(input),
      suggestion: taskSuggestion(tasks, readStates),
      run: async ({ principal }, input) => {
        const isAiSuggested = principal.kind !== 'user';
        const { item, changeSetId } = await tasks.create({ ...input, isAiSuggested, isApproved: true });
        return { id: item.id, title: item.title, link: `adiuva://task/${item.id}`, changeSetId };
      },
    }),
    defineAction({
      id: 'tasks.comment',
      title: 'Comment on a task',
      description: 'Adds a comment to a task.',
      input: z.object({ taskId: taskIdSchema, body: z.string().trim().min(1).max(50_000) }),
      output: writtenItemSchema,
      effect: 'write',
      needs: ({ taskId }) => scopes.toWriteAll([taskId]),
      preview: async (_ctx, { taskId, body }) =>
        scopes.changePreview([taskId], { verb: 'Comment on', risk: 'low' }, () => ({ comment: body })),
      run: async (_ctx, { taskId, body }) => {
        const { item, changeSetId } = await comments.add(taskId, body);
        return { id: item.id, title: body.slice(0, 80), link: `adiuva://task/${taskId}`, changeSetId };
      },
    }),
  ];
}

function changeActions({ tasks }: Deps, scopes: TaskScopes): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'tasks.update',
      title: 'Change tasks',
      description: 'Changes the named fields of tasks: title, description, status, priority, dates, tags …',
      input: byIds.extend({ patch: taskPatchSchema.omit({ ...own, ...places }) }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: ({ ids }) => scopes.toWriteAll(ids),
      preview: (_ctx, { ids, patch }) =>
        scopes.changePreview(ids, { verb: 'Change', risk: 'medium' }, () => patch),
      run: async (_ctx, { ids, patch }) => writtenIds(await tasks.update(ids, patch)),
    }),
    defineAction({
      id: 'tasks.link',
      title: 'Link tasks',
      description: 'Says which project, client, parent task or checkpoints tasks belong to; null for none.',
      input: byIds.extend({ to: linkFields }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: async ({ ids, to }) => [
        ...(await scopes.toWriteAll(ids)),
        ...(to.projectId === undefined && to.clientId === undefined ? [] : [await scopes.toWriteWithin(to)]),
      ],
      preview: (_ctx, { ids, to }) => scopes.changePreview(ids, { verb: 'Link', risk: 'low' }, () => to),
      run: async (_ctx, { ids, to }) => writtenIds(await tasks.update(ids, to)),
    }),
    defineAction({
      id: 'tasks.reschedule',
      title: 'Move tasks in time',
      description: 'Moves due and planned days alike by whole days, forward or back.',
      input: byIds.extend({ days: z.number().int().min(-3660).max(3660) }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: ({ ids }) => scopes.toWriteAll(ids),
      preview: (_ctx, { ids, days }) =>
        scopes.changePreview(ids, { verb: 'Move in time', risk: 'medium' }, (task) => ({
          dueDate: task.dueDate && addDays(task.dueDate, days),
          plannedDate: task.plannedDate && addDays(task.plannedDate, days),
        })),
      run: async (_ctx, { ids, days }) => writtenIds(await tasks.shiftDates(ids, days)),
    }),
  ];
}

function manyActions({ tasks }: Deps, scopes: TaskScopes): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'tasks.complete',
      title: 'Complete tasks',
      description:
        'Marks tasks as done, or opens them again with isDone false. A repeating task makes its next one.',
      input: byIds.extend({ isDone: z.boolean().default(true) }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: ({ ids }) => scopes.toWriteAll(ids),
      preview: (_ctx, { ids, isDone }) =>
        scopes.changePreview(ids, { verb: isDone ? 'Complete' : 'Reopen', risk: 'low' }, () => ({
          status: isDone ? 'done' : 'todo',
        })),
      run: async (_ctx, { ids, isDone }) => writtenIds(await tasks.complete(ids, isDone)),
    }),
    defineAction({
      id: 'tasks.tag',
      title: 'Tag tasks',
      description: 'Adds and removes tags of tasks.',
      input: byIds.extend({ add: tagsSchema.default([]), remove: tagsSchema.default([]) }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: ({ ids }) => scopes.toWriteAll(ids),
      preview: (_ctx, { ids, add, remove }) =>
        scopes.changePreview(ids, { verb: 'Tag', risk: 'low' }, (task) => ({
          tags: [...new Set([...task.tags, ...add])].filter((tag) => !remove.includes(tag)),
        })),
      run: async (_ctx, { ids, add, remove }) => writtenIds(await tasks.addTags(ids, add, remove)),
    }),
    defineAction({
      id: 'tasks.remove',
      title: 'Remove tasks',
      description: 'Moves tasks and their sub-tasks to the trash.',
      input: byIds,
      output: writtenItemsSchema,
      effect: 'write',
      needs: ({ ids }) => scopes.toWriteAll(ids),
      preview: (_ctx, { ids }) =>
        scopes.changePreview(ids, { verb: 'Remove', risk: 'high' }, () => ({ place: 'trash' })),
      run: async (_ctx, { ids }) => writtenIds(await tasks.remove(ids)),
    }),
  ];
}
