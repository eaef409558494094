import { z } from 'zod';

/** Quick add: one line of text in, the parts of a task out. `tasks.parseQuickAdd` answers with it on every keystroke. */

export const quickAddLocale = z.enum(['en', 'it']);
export type QuickAddLocale = z.infer<typeof quickAddLocale>;

/** Long pasted text is cut at this length before it is parsed; the renderer caps its field at the same number. */
export const quickAddMaxLength = 2000;

const localDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** Wall-clock time without an offset, as the person's own clock shows it. */
export const localDateTime = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/);

export const quickAddPriority = z.enum(['low', 'medium', 'high', 'urgent']);
export type QuickAddPriority = z.infer<typeof quickAddPriority>;

/** `schedule`: the next date follows from the due date; `completion`: from the day the task was done (`every! 3 days`). */
export const recurrenceMode = z.enum(['schedule', 'completion']);
export type RecurrenceMode = z.infer<typeof recurrenceMode>;

export const quickAddSpanKind = z.enum([
  'due',
  'planned',
  'priority',
  'project',
  'client',
  'tag',
  'estimate',
  'recurrence',
]);
export type QuickAddSpanKind = z.infer<typeof quickAddSpanKind>;

/** A marked part of the text: `start` inclusive, `end` exclusive, in UTF-16 units of the text as typed. */
export const quickAddSpan = z.object({
  start: z.int().min(0),
  end: z.int().min(0),
  kind: quickAddSpanKind,
  /** What it was understood as, in the person's language, ready to show on a chip. */
  label: z.string(),
  /** True where the words stay in the title as well (a bare client name). */
  keptInTitle: z.boolean(),
  /** How a project was found: by the only name that begins so, or not at all, so that it will be made. */
  match: z.enum(['beginning', 'new']).optional(),
  /** An existing name that is close to one that will be made. */
  near: z.string().optional(),
});
export type QuickAddSpan = z.infer<typeof quickAddSpan>;

export const quickAddWarning = z.enum([
  'empty_title',
  'text_too_long',
  'unknown_client',
  'ambiguous_project',
  'ambiguous_client',
  'several_dates',
  'several_priorities',
  'several_projects',
  'several_clients',
  'date_in_past',
  'date_unreadable',
]);
export type QuickAddWarning = z.infer<typeof quickAddWarning>;

export const parseQuickAddInput = z.object({
  text: z.string(),
  now: localDateTime,
  locale: quickAddLocale,
});
export type ParseQuickAddInput = z.infer<typeof parseQuickAddInput>;

export const parsedQuickAdd = z.object({
  title: z.string(),
  kind: z.literal('task'),
  dueDate: localDate.optional(),
  dueTime: localTime.optional(),
  plannedDate: localDate.optional(),
  priority: quickAddPriority.optional(),
  estimateMinutes: z.int().min(1).optional(),
  tags: z.array(z.string()),
  /** An existing project. Never together with `newProjectName`. */
  projectId: z.string().optional(),
  newProjectName: z.string().optional(),
  clientId: z.string().optional(),
  recurrence: z
    .object({
      /** RFC 5545 RRULE value without the `RRULE:` prefix, e.g. `FREQ=WEEKLY;BYDAY=MO,TH`. */
      rrule: z.string(),
      mode: recurrenceMode,
      /** The rule in words, in the locale asked for. */
      text: z.string(),
    })
    .optional(),
  /** Sorted by start, never overlapping. */
  spans: z.array(quickAddSpan),
  warnings: z.array(quickAddWarning),
});
export type ParsedQuickAdd = z.infer<typeof parsedQuickAdd>;
