import type { RecurrencePreview, RecurrencePreviewInput } from '#shared/contracts/tasks.ts';
import { describeRecurrence } from './recurrence-text.ts';
import { firstOccurrence, nextOccurrence } from './recurrence.ts';

const SHOWN_DATES = 4;

/** A rule in words and its first days from `from` on. Throws `invalid_input` where it cannot be read. */
export async function previewRecurrence(input: RecurrencePreviewInput): Promise<RecurrencePreview> {
  const { rrule, mode, from, locale } = input;
  const text = describeRecurrence(rrule, locale, mode);
  const dates: string[] = [];
  let next = await firstOccurrence(rrule, from);
  // After completion nobody can know more than the first day.
  const count = mode === 'completion' ? 1 : SHOWN_DATES;
  while (next !== undefined && dates.length < count) {
    dates.push(next);
    next = await nextOccurrence(rrule, { from: next, anchor: from });
  }
  return { text, dates };
}
