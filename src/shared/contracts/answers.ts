import { z } from 'zod';
import { valueSourceSchema } from './actions.ts';
import { ITEM_KINDS, localDateSchema, localTimeSchema } from './common.ts';
import { EXTERNAL_KINDS } from './external-items.ts';
import { passageScopeSchema } from './passages.ts';

/** Answers to questions about the workspace, in parts that a page lays out and a terminal prints. */

export const answerLocaleSchema = z.enum(['en', 'it']);
export type AnswerLocale = z.infer<typeof answerLocaleSchema>;

export const MAX_QUESTION_LENGTH = 2000;
export const askInputSchema = z.object({
  text: z.string().max(MAX_QUESTION_LENGTH),
  scope: passageScopeSchema.default({ clientId: null, projectId: null }),
  /** The person's language; a question in the other one is answered in the other one. */
  locale: answerLocaleSchema.default('en'),
});
export type AskInput = z.input<typeof askInputSchema>;

const linkedKindSchema = z.enum([...ITEM_KINDS, ...EXTERNAL_KINDS, 'memory']);

/** Where something in an answer stands, with the words themselves. */
export const citationSchema = z.object({
  /** From 1; a text names it as `[1]`. */
  number: z.number().int().min(1),
  /** Null where the whole item is meant, not a passage of it. */
  passageId: z.string().nullable(),
  kind: linkedKindSchema,
  entityId: z.string(),
  title: z.string(),
  headings: z.array(z.string()).readonly(),
  /** As it stands there, cut to a few lines. */
  quote: z.string(),
  /** Opens the item at the place; empty where nothing can be opened. */
  link: z.string(),
  /** What is not `user` was written by others. */
  source: valueSourceSchema,
  clientName: z.string().nullable(),
  projectName: z.string().nullable(),
  updatedAt: z.number(),
});
export type Citation = z.infer<typeof citationSchema>;

/** One line of a list: something that can be opened. */
export const answerItemSchema = z.object({
  kind: z.enum([...ITEM_KINDS, ...EXTERNAL_KINDS, 'proposal']),
  id: z.string(),
  title: z.string(),
  link: z.string(),
  clientName: z.string().nullable(),
  projectName: z.string().nullable(),
  date: localDateSchema.nullable(),
  time: localTimeSchema.nullable(),
  /** A few words more, in the language of the answer: "waits for a checkpoint". */
  detail: z.string(),
  isLate: z.boolean(),
});
export type AnswerItem = z.infer<typeof answerItemSchema>;

/** One thing in a day of a plan. */
export const planEntrySchema = z.object({
  kind: z.enum(['task', 'checkpoint', 'event']),
  id: z.string(),
  title: z.string(),
  link: z.string(),
  time: localTimeSchema.nullable(),
  /** Null for what takes no time of its own; a guess where a task has no estimate. */
  minutes: z.number().int().nullable(),
  isGuess: z.boolean(),
  /** Stands on that day only if the proposal is approved. */
  isProposed: z.boolean(),
});
export type PlanEntry = z.infer<typeof planEntrySchema>;

export const planDaySchema = z.object({
  date: localDateSchema,
  /** Hours of work in the settings less what the calendar takes. */
  freeMinutes: z.number().int(),
  busyMinutes: z.number().int(),
  plannedMinutes: z.number().int(),
  entries: z.array(planEntrySchema).readonly(),
});
export type PlanDay = z.infer<typeof planDaySchema>;

/** A change that waits for the person; it stands in the inbox of proposals too. */
export const answerProposalSchema = z.object({
  proposalId: z.string(),
  actionId: z.string(),
  /** In the language of the answer. */
  summary: z.string(),
  reason: z.string(),
});
export type AnswerProposal = z.infer<typeof answerProposalSchema>;

export const answerPartSchema = z.discriminatedUnion('type', [
  /** Plain text, paragraphs by an empty line, `[n]` for a citation. Nothing in it is markup. */
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({
    type: z.literal('items'),
    title: z.string(),
    items: z.array(answerItemSchema).readonly(),
    /** All of them, also those not shown. */
    total: z.number().int(),
  }),
  /** Passages, quoted; numbers of citations. */
  z.object({ type: z.literal('quotes'), title: z.string(), citations: z.array(z.number().int()).readonly() }),
  z.object({ type: z.literal('plan'), title: z.string(), days: z.array(planDaySchema).readonly() }),
  z.object({ type: z.literal('proposals'), proposals: z.array(answerProposalSchema).readonly() }),
  /** What could be asked next, in full. */
  z.object({ type: z.literal('next'), questions: z.array(z.string()).readonly() }),
]);
export type AnswerPart = z.infer<typeof answerPartSchema>;

export const ANSWER_INTENTS = [
  'add_task',
  'due',
  'overdue',
  'waiting',
  'conflicts',
  'promised',
  'plan',
  'summary',
  'events',
  'done',
  'proposals',
  'brief',
  'help',
  'question',
] as const;

/** An answer found without a language model: by a grammar of commands, or by quoting what fits best. */
export const answerSchema = z.object({
  intent: z.enum(ANSWER_INTENTS),
  /** `command`: read off the data; `extract`: passages that fit the words, for the person to judge. */
  method: z.enum(['command', 'extract']),
  locale: answerLocaleSchema,
  /** One sentence that says that no model is in use and how this was found; shown once beside the answer. */
  note: z.string(),
  parts: z.array(answerPartSchema).readonly(),
  citations: z.array(citationSchema).readonly(),
});
export type Answer = z.infer<typeof answerSchema>;
