import { z } from 'zod';
import { clientIdSchema, instantSchema, localDateSchema, pageInput, projectIdSchema } from './common.ts';

/** What is found outside the workspace and can be searched from inside. */
export const EXTERNAL_KINDS = ['file', 'web', 'email', 'event'] as const;
export const externalKindSchema = z.enum(EXTERNAL_KINDS);
export type ExternalKind = z.infer<typeof externalKindSchema>;

/** How many a call may bring. */
export const MAX_ITEMS_A_CALL = 200;
export const MAX_ITEM_TEXT = 200_000;

const externalIdSchema = z.string().min(1).max(500);
/** Addresses that a person can open; nothing that would run. */
export const externalUrlSchema = z
  .string()
  .max(4000)
  .refine((text) => /^(https?|file|mailto|message|adiuva):/i.test(text), 'This address cannot be opened.');

const linksSchema = {
  url: externalUrlSchema.nullish(),
  projectId: projectIdSchema.nullish(),
  clientId: clientIdSchema.nullish(),
  groupName: z.string().max(300).nullish(),
};

export const indexItemSchema = z.object({
  kind: z.enum(['file', 'web', 'email']),
  /** The caller's own name for it; a second put under the same name replaces the first. */
  id: externalIdSchema,
  title: z.string().trim().min(1).max(500),
  text: z.string().max(MAX_ITEM_TEXT).default(''),
  /** When the file was changed, the page visited, the mail sent. */
  occurredAt: instantSchema.nullish(),
  ...linksSchema,
});
export type IndexItem = z.infer<typeof indexItemSchema>;
export const indexPutInputSchema = z.object({ items: z.array(indexItemSchema).min(1).max(MAX_ITEMS_A_CALL) });

export const indexRemoveInputSchema = z.object({
  kind: externalKindSchema,
  ids: z.array(externalIdSchema).min(1).max(MAX_ITEMS_A_CALL),
});

/** What the caller has put there itself, in the order of its names. */
export const indexListInputSchema = z.object({
  kind: externalKindSchema,
  ids: z.array(externalIdSchema).min(1).max(MAX_ITEMS_A_CALL).optional(),
  groupName: z.string().max(300).optional(),
  /** Only what happened earlier than this. */
  occurredBefore: instantSchema.optional(),
  /** The last name of the page before. */
  after: externalIdSchema.optional(),
  limit: z.number().int().min(1).max(500).default(200),
});
export type IndexListInput = z.infer<typeof indexListInputSchema>;

const ownEntrySchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Its beginning. */
  text: z.string(),
  url: z.string().nullable(),
  projectId: z.string().nullable(),
  clientId: z.string().nullable(),
  groupName: z.string().nullable(),
  occurredAt: instantSchema.nullable(),
});
export type OwnEntry = z.infer<typeof ownEntrySchema>;
export const indexListOutputSchema = z.object({
  items: z.array(ownEntrySchema),
  /** To go on after; null where there is no more. */
  after: z.string().nullable(),
});
export type OwnEntries = z.infer<typeof indexListOutputSchema>;

/** `end` is exclusive, as in a calendar; of a whole-day event both are days. */
export const timelineEventInputSchema = z
  .object({
    id: externalIdSchema,
    title: z.string().trim().min(1).max(500),
    text: z.string().max(20_000).default(''),
    location: z.string().max(500).nullish(),
    ...linksSchema,
  })
  .and(
    z.union([
      z.object({ isAllDay: z.literal(true), startDay: localDateSchema, endDay: localDateSchema }),
      z.object({ isAllDay: z.literal(false).optional(), startsAt: instantSchema, endsAt: instantSchema }),
    ]),
  );
export type TimelineEventInput = z.infer<typeof timelineEventInputSchema>;
export const putEventsInputSchema = z.object({
  events: z.array(timelineEventInputSchema).min(1).max(MAX_ITEMS_A_CALL),
});

/** What became of the items of a call. */
export const putOutcomeSchema = z.object({
  added: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  refused: z.array(z.object({ id: z.string(), reason: z.string() })),
});
export type PutOutcome = z.infer<typeof putOutcomeSchema>;

export type ExternalItem = {
  readonly id: string;
  readonly owner: string;
  readonly kind: ExternalKind;
  readonly externalId: string;
  readonly title: string;
  readonly url: string | null;
  readonly projectId: string | null;
  readonly clientId: string | null;
  readonly groupName: string | null;
  readonly occurredAt: number | null;
  readonly updatedAt: number;
};

/** An event of a calendar, as the timeline and the conflict checks read it. */
export type ExternalEvent = {
  readonly id: string;
  readonly owner: string;
  readonly externalId: string;
  readonly title: string;
  readonly url: string | null;
  readonly location: string | null;
  readonly projectId: string | null;
  readonly clientId: string | null;
  readonly groupName: string | null;
  readonly isAllDay: boolean;
  /** Milliseconds since the Unix epoch, `endsAt` exclusive; null for a whole-day event. */
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  /** First and last calendar day, both inclusive. */
  readonly startDay: string;
  readonly endDay: string;
};

export const listExternalInputSchema = z.object({
  kind: externalKindSchema.optional(),
  owner: z.string().max(200).optional(),
  projectId: projectIdSchema.optional(),
  clientId: clientIdSchema.optional(),
  ...pageInput,
});
export type ListExternalInput = z.infer<typeof listExternalInputSchema>;

export const listEventsInputSchema = z.object({
  from: localDateSchema,
  to: localDateSchema,
  projectIds: z.array(projectIdSchema).max(200).optional(),
  clientIds: z.array(clientIdSchema).max(200).optional(),
});
export type ListEventsInput = z.infer<typeof listEventsInputSchema>;
