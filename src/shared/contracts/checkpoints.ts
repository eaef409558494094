import { z } from 'zod';
import { EVIDENCE_URL, EVIDENCE_URL_MAX } from './choices.ts';
import {
  checkpointIdSchema,
  instantSchema,
  localDateSchema,
  longTextSchema,
  pageInput,
  projectIdSchema,
  titleSchema,
} from './common.ts';

/** Proof that a milestone was reached: an https/mailto/adiuva link with a label. */
export const evidenceSchema = z.object({
  id: z.string().min(1).max(60),
  label: z.string().trim().max(300),
  url: z
    .string()
    .trim()
    .max(EVIDENCE_URL_MAX)
    .regex(EVIDENCE_URL, 'A link starts with https://, mailto: or adiuva://.'),
});
export type Evidence = z.infer<typeof evidenceSchema>;

const checkpointFields = {
  projectId: projectIdSchema,
  title: titleSchema,
  description: longTextSchema,
  dueDate: localDateSchema.nullable(),
  evidence: z.array(evidenceSchema).max(100),
  isAiSuggested: z.boolean(),
  isApproved: z.boolean(),
};

export const checkpointSchema = z.object({
  id: checkpointIdSchema,
  ...checkpointFields,
  /** When it was reached, or null while open. */
  reachedAt: instantSchema.nullable(),
  deletedAt: instantSchema.nullable(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

export const checkpointCreateSchema = z
  .object(checkpointFields)
  .partial()
  .required({ title: true, projectId: true });
export type CheckpointCreate = z.infer<typeof checkpointCreateSchema>;
export const checkpointPatchSchema = z.object({ ...checkpointFields, isReached: z.boolean() }).partial();
export type CheckpointPatch = z.infer<typeof checkpointPatchSchema>;

export const checkpointListInputSchema = z.object({
  ...pageInput,
  text: z.string().max(300).optional(),
  projectIds: z.array(projectIdSchema).max(200).optional(),
  state: z.enum(['open', 'reached', 'all']).default('all'),
  dueFrom: localDateSchema.optional(),
  dueTo: localDateSchema.optional(),
});
export type CheckpointListInput = z.infer<typeof checkpointListInputSchema>;

export type CheckpointListItem = Checkpoint & {
  readonly projectName: string;
  readonly projectColour: string;
  /** Tasks that wait for this checkpoint. */
  readonly waitingTaskCount: number;
};
