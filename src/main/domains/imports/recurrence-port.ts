import { addDays } from '#shared/kernel/clock.ts';
import { isAppError } from '#shared/errors.ts';
import {
  formatRecurrenceRule,
  nextOccurrence,
  parseQuickAdd,
  parseRecurrenceRule,
} from '#main/domains/tasks/index.ts';
import type { RecurrencePort } from './drafts.ts';

/** The tasks' own rules of repetition, as readers need them. `nowLocal` is `YYYY-MM-DDTHH:MM`. */
export function createRecurrencePort(nowLocal: string): RecurrencePort {
  return {
    normalise(rrule) {
      try {
        return formatRecurrenceRule(parseRecurrenceRule(rrule));
      } catch (error) {
        if (isAppError(error)) return null;
        throw error;
      }
    },
    async nextFrom(rrule, start, from) {
      if (start >= from) return start;
      return await nextOccurrence(rrule, { from: addDays(from, -1), anchor: start });
    },
    async parseWords(text, locale) {
      // The parser reads dates inside a sentence, so it is given one.
      const parsed = await parseQuickAdd(`x ${text}`, { now: nowLocal, locale, clients: [], projects: [] });
      const { dueDate = null, dueTime = null, recurrence } = parsed;
      if (dueDate === null && recurrence === undefined) return null;
      return {
        date: dueDate,
        time: dueTime,
        rrule: recurrence?.rrule ?? null,
        mode: recurrence?.mode ?? 'schedule',
      };
    },
  };
}
