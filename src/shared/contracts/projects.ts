import { z } from 'zod';
import { PROJECT_STATUSES } from './choices.ts';
import {
  clientIdSchema,
  colourSchema,
  currencySchema,
  instantSchema,
  localDateSchema,
  longTextSchema,
  pageInput,
  projectIdSchema,
  tagsSchema,
  titleSchema,
} from './common.ts';

export { PROJECT_STATUSES };

export const projectStatusSchema = z.enum(PROJECT_STATUSES);
export type ProjectStatus = z.infer<typeof projectStatusSchema>;

const projectFields = {
  name: titleSchema,
  description: longTextSchema,
  clientId: clientIdSchema.nullable(),
  status: projectStatusSchema,
  colour: colourSchema,
  /** Minor units of `currency`, e.g. cents. */
  budgetMinor: z.number().int().min(0).nullable(),
  currency: currencySchema.nullable(),
  /** Planned effort in minutes. */
  budgetMinutes: z.number().int().min(0).nullable(),
  startDate: localDateSchema.nullable(),
  dueDate: localDateSchema.nullable(),
  tags: tagsSchema,
  isPinned: z.boolean(),
  /** Nothing of it goes to a model elsewhere, nor into what is about others. */
  isPrivate: z.boolean(),
};

export const projectSchema = z.object({
  id: projectIdSchema,
  ...projectFields,
  completedAt: instantSchema.nullable(),
  archivedAt: instantSchema.nullable(),
  deletedAt: instantSchema.nullable(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type Project = z.infer<typeof projectSchema>;

export const projectCreateSchema = z.object(projectFields).partial().required({ name: true });
export type ProjectCreate = z.infer<typeof projectCreateSchema>;
export const projectPatchSchema = z.object({ ...projectFields, isArchived: z.boolean() }).partial();
export type ProjectPatch = z.infer<typeof projectPatchSchema>;

export const projectListInputSchema = z.object({
  ...pageInput,
  text: z.string().max(300).optional(),
  clientIds: z.array(clientIdSchema).max(200).optional(),
  statuses: z.array(projectStatusSchema).optional(),
  tags: tagsSchema.optional(),
  archived: z.enum(['exclude', 'only', 'include']).default('exclude'),
  isPrivate: z.boolean().optional(),
  sort: z.enum(['name', 'dueDate', '-updatedAt', '-createdAt']).default('name'),
});
export type ProjectListInput = z.infer<typeof projectListInputSchema>;

export type ProjectListItem = Project & {
  readonly clientName: string | null;
  readonly openTaskCount: number;
  readonly doneTaskCount: number;
  readonly overdueTaskCount: number;
  readonly noteCount: number;
  /** Sum of task estimates in minutes, and the part of it that is done. */
  readonly estimateMinutes: number;
  readonly doneEstimateMinutes: number;
  readonly nextCheckpoint: {
    readonly id: string;
    readonly title: string;
    readonly dueDate: string | null;
  } | null;
};
