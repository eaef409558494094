import { z } from 'zod';
import { proposalSourceSchema } from './actions.ts';

/** Anything that JSON can say. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * The value that an earlier step answered; `path` goes into it, `items.0.id`; the whole answer when absent. With
 * `each` a list becomes a text of one line an entry, `- {title}`, a field of the entry in each pair of braces.
 */
export const stepReferenceSchema = z.strictObject({
  data_from_step: z.string().min(1).max(60),
  path: z.string().max(200).optional(),
  each: z.string().min(1).max(500).optional(),
});
export type StepReference = z.infer<typeof stepReferenceSchema>;

/** What the person who runs the playbook fills in. */
export const parameterReferenceSchema = z.strictObject({ parameter: z.string().min(1).max(60) });

/** Words of a plan that need not know the nouns: the record's `kind` says which action is meant. */
export const PLAN_VERBS = [
  'create_record',
  'update_record',
  'delete_record',
  'index_document',
  'send_notification',
] as const;
export type PlanVerb = (typeof PLAN_VERBS)[number];

export const planStepSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/, 'A step id is lower-case letters, digits, - and _.'),
  /** One of the verbs, or the id of an action. */
  action: z.string().min(1).max(100),
  /** The action's input; anywhere in it a `{ "data_from_step": …, "path": … }` stands for an earlier answer. */
  input: z.record(z.string(), z.unknown()).default({}),
  /** Told with the proposal, should the step become one. */
  reason: z.string().max(2000).optional(),
  sources: z.array(proposalSourceSchema).max(20).optional(),
});
export type PlanStep = z.infer<typeof planStepSchema>;

export const MAX_PLAN_STEPS = 100;
export const executionPlanSchema = z.object({ steps: z.array(planStepSchema).min(1).max(MAX_PLAN_STEPS) });
export type ExecutionPlan = z.infer<typeof executionPlanSchema>;

export const playbookParameterSchema = z.object({
  name: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,59}$/),
  title: z.string().trim().min(1).max(200),
  type: z.enum(['text', 'number', 'boolean', 'date', 'project', 'client', 'task', 'json']),
  isRequired: z.boolean().default(true),
  default: z.unknown().optional(),
});
export type PlaybookParameter = z.infer<typeof playbookParameterSchema>;

export const playbookInputSchema = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'A name is lower-case letters, digits and -.'),
  title: z.string().trim().min(1).max(200),
  description: z.string().trim().max(2000).default(''),
  parameters: z.array(playbookParameterSchema).max(30).default([]),
  plan: executionPlanSchema,
});
export type PlaybookInput = z.infer<typeof playbookInputSchema>;

export type Playbook = PlaybookInput & {
  /** Ships with the app: can be run and copied, not changed. */
  readonly isShipped: boolean;
  readonly updatedAt: number | null;
};

export const playbookRunInputSchema = z.object({
  name: z.string().max(60),
  parameters: z.record(z.string(), z.unknown()).default({}),
});

/** What a plan's job answers, step by step. */
export type PlanResult = {
  readonly steps: readonly (
    | { readonly id: string; readonly status: 'done'; readonly output: unknown }
    | { readonly id: string; readonly status: 'proposed'; readonly proposalId: string }
    /** The proposal was not agreed to, in time or at all, or could not be done. */
    | {
        readonly id: string;
        readonly status: 'rejected' | 'expired' | 'superseded' | 'failed';
        readonly proposalId: string;
        readonly reason: string;
      }
    /** It needed what another step did not come to answer. */
    | { readonly id: string; readonly status: 'called_off'; readonly onStepId: string }
  )[];
};

/** Everything that is wrong with a plan, told before anything is done. */
export type PlanProblem = { readonly stepId: string; readonly path: string; readonly message: string };
