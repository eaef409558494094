import { z } from 'zod';
import { answerItemSchema, answerLocaleSchema, type AnswerItem, type AnswerLocale } from './answers.ts';
import { localDateSchema } from './common.ts';

export const BRIEF_SECTIONS = [
  'events',
  'due',
  'overdue',
  'conflicts',
  'proposals',
  'checkpoints',
  'done',
  'changes',
] as const;

export const briefSectionSchema = z.object({
  kind: z.enum(BRIEF_SECTIONS),
  /** In the language of the brief. */
  title: z.string(),
  items: z.array(answerItemSchema).readonly(),
  /** All of them, also those not shown. */
  total: z.number().int(),
});
export type BriefSection = {
  readonly kind: (typeof BRIEF_SECTIONS)[number];
  readonly title: string;
  readonly items: readonly AnswerItem[];
  readonly total: number;
};

/** Which model wrote the text, where and for how much; null where it was made by a template. */
export const briefModelSchema = z.object({
  providerName: z.string(),
  modelId: z.string(),
  isLocal: z.boolean(),
  costMicros: z.number(),
  durationMs: z.number(),
  traceId: z.string(),
});
export type BriefModel = z.infer<typeof briefModelSchema>;

/** The day in short. The sections are what it rests on: items that can be opened. */
export type Brief = {
  readonly day: string;
  readonly locale: AnswerLocale;
  /** Plain text, paragraphs by an empty line. */
  readonly text: string;
  readonly model: BriefModel | null;
  readonly sections: readonly BriefSection[];
  readonly createdAt: number;
};

export const briefInputSchema = z.object({ locale: answerLocaleSchema.default('en') });
export type BriefInput = z.infer<typeof briefInputSchema>;

/** A day that is past, as it was kept. */
export const briefOfDayInputSchema = briefInputSchema.extend({ day: localDateSchema });
