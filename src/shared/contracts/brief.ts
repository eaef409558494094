import { z } from 'zod';
import { answerLocaleSchema, type AnswerItem, type AnswerLocale } from './answers.ts';
import { localDateSchema } from './common.ts';

export type BriefSection = {
  readonly kind:
    | 'events'
    | 'due'
    | 'overdue'
    | 'conflicts'
    | 'proposals'
    | 'checkpoints'
    | 'done'
    | 'changes';
  /** In the language of the brief. */
  readonly title: string;
  readonly items: readonly AnswerItem[];
  /** All of them, also those not shown. */
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
