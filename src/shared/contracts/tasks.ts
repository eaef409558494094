import { z } from 'zod';
import { TASK_PRIORITIES, TASK_SORTS, TASK_STATUSES } from './choices.ts';
import {
  checkpointIdSchema,
  clientIdSchema,
  instantSchema,
  localDateSchema,
  localTimeSchema,
  longTextSchema,
  pageInput,
  projectIdSchema,
  tagsSchema,
  taskIdSchema,
  titleSchema,
} from './common.ts';

export { TASK_PRIORITIES, TASK_STATUSES };

export const taskStatusSchema = z.enum(TASK_STATUSES);
export type TaskStatus = z.infer<typeof taskStatusSchema>;

export const taskPrioritySchema = z.enum(TASK_PRIORITIES);
export type TaskPriority = z.infer<typeof taskPrioritySchema>;

export const checklistItemSchema = z.object({
  id: z.string().min(1).max(60),
  text: z.string().max(500),
  isDone: z.boolean(),
});
export type ChecklistItem = z.infer<typeof checklistItemSchema>;

/**
 * RFC 5545 RRULE on calendar days. `mode`: the next task follows the plan (`schedule`) or the day of completion.
 * `catchUp`: what happens to occurrences missed while a task lay open: dropped, folded into one, or all made.
 */
export const recurrenceSchema = z.object({
  rrule: z.string().min(1).max(300),
  mode: z.enum(['schedule', 'completion']).default('schedule'),
  catchUp: z.enum(['skip', 'one', 'all']).default('one'),
});
export type Recurrence = z.infer<typeof recurrenceSchema>;

export const recurrencePreviewInputSchema = z.object({
  rrule: recurrenceSchema.shape.rrule,
  mode: recurrenceSchema.shape.mode,
  /** The day the series is counted from. */
  from: localDateSchema,
  locale: z.enum(['en', 'it']),
});
export type RecurrencePreviewInput = z.infer<typeof recurrencePreviewInputSchema>;

export type RecurrencePreview = {
  /** The rule in words, e.g. "every 2 weeks on Monday". */
  readonly text: string;
  /** The first few days it falls on, from the day asked for on. */
  readonly dates: readonly string[];
};

const taskFields = {
  title: titleSchema,
  description: longTextSchema,
  projectId: projectIdSchema.nullable(),
  /** Set directly only for a task without a project; with one, the project's client counts. */
  clientId: clientIdSchema.nullable(),
  parentId: taskIdSchema.nullable(),
  status: taskStatusSchema,
  priority: taskPrioritySchema,
  dueDate: localDateSchema.nullable(),
  dueTime: localTimeSchema.nullable(),
  plannedDate: localDateSchema.nullable(),
  estimateMinutes: z.number().int().min(0).max(100_000).nullable(),
  tags: tagsSchema,
  checklist: z.array(checklistItemSchema).max(200),
  recurrence: recurrenceSchema.nullable(),
  /** Checkpoints that must be reached before this task can start. */
  waitsForCheckpointIds: z.array(checkpointIdSchema).max(50),
  isAiSuggested: z.boolean(),
  /** False only for a suggestion nobody has accepted yet. */
  isApproved: z.boolean(),
};

export const taskSchema = z.object({
  id: taskIdSchema,
  ...taskFields,
  /** Fractional index among its siblings. */
  sortKey: z.string(),
  completedAt: instantSchema.nullable(),
  deletedAt: instantSchema.nullable(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type Task = z.infer<typeof taskSchema>;

export const taskCreateSchema = z.object(taskFields).partial().required({ title: true });
export type TaskCreate = z.infer<typeof taskCreateSchema>;
export const taskPatchSchema = z.object(taskFields).partial();
export type TaskPatch = z.infer<typeof taskPatchSchema>;

export const taskFilterSchema = z.object({
  text: z.string().max(300).optional(),
  projectIds: z.array(projectIdSchema).max(200).optional(),
  clientIds: z.array(clientIdSchema).max(200).optional(),
  /** `null`: top-level tasks only; an id: its sub-tasks; absent: all. */
  parentId: taskIdSchema.nullable().optional(),
  statuses: z.array(taskStatusSchema).optional(),
  priorities: z.array(taskPrioritySchema).optional(),
  /** Every one of them. */
  tags: tagsSchema.optional(),
  dueFrom: localDateSchema.optional(),
  dueTo: localDateSchema.optional(),
  plannedFrom: localDateSchema.optional(),
  plannedTo: localDateSchema.optional(),
  /** Done or cancelled on one of these days, both included, in the machine's time zone. */
  completedFrom: localDateSchema.optional(),
  completedTo: localDateSchema.optional(),
  /** Calendar day a preset is counted from; the server's today when absent. */
  preset: z
    .enum(['today', 'overdue', 'week', 'no_date', 'inbox', 'recurring', 'waiting', 'suggested'])
    .optional(),
  hasProject: z.boolean().optional(),
  /** False leaves out what was suggested and nobody has accepted yet. */
  withSuggestions: z.boolean().optional(),
});
export type TaskFilter = z.infer<typeof taskFilterSchema>;

export const taskListInputSchema = taskFilterSchema.extend({
  ...pageInput,
  sort: z.enum(TASK_SORTS).default('smart'),
});
export type TaskListInput = z.infer<typeof taskListInputSchema>;

export type TaskListItem = Task & {
  readonly projectName: string | null;
  readonly projectColour: string | null;
  /** The project's client, or the task's own. */
  readonly effectiveClientId: string | null;
  readonly clientName: string | null;
  readonly subtaskCount: number;
  readonly subtaskDoneCount: number;
  readonly commentCount: number;
  /** An unreached checkpoint stands in the way. */
  readonly isBlocked: boolean;
};

export const taskCommentSchema = z.object({
  id: z.uuid(),
  taskId: taskIdSchema,
  body: z.string().trim().min(1).max(50_000),
  author: z.string(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type TaskComment = z.infer<typeof taskCommentSchema>;

export type TaskDetail = TaskListItem & {
  readonly parentTitle: string | null;
  readonly subtasks: readonly TaskListItem[];
  readonly comments: readonly TaskComment[];
};
