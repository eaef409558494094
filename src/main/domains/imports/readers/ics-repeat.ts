import type ICAL from 'ical.js';
import type { ReaderContext } from '../drafts.ts';
import type { Moment } from './ics-times.ts';

export type Repeat = {
  readonly rrule: string | null;
  /** When it occurs next, where that is not its first time. */
  readonly moment: Moment | null;
  readonly remark: string | null;
};

const NONE: Repeat = { rrule: null, moment: null, remark: null };

/** The repetition of an event or to-do as a rule of ours. The rule is checked and never expanded beyond its next day. */
export async function repeatOf(
  component: ICAL.Component,
  first: Moment | null,
  reading: { readonly context: ReaderContext },
): Promise<Repeat> {
  const rules = component.getAllProperties('rrule');
  const rule = rules[0];
  if (rule === undefined)
    return component.getFirstProperty('rdate') === null
      ? NONE
      : { ...NONE, remark: 'Its single extra dates were left out.' };
  const text = String(rule.getFirstValue());
  const { recurrence, today } = reading.context;
  const rrule = recurrence.normalise(toDayRule(text));
  if (rrule === null || rules.length > 1)
    return {
      ...NONE,
      remark: `It repeats by a rule that is not supported (${text.slice(0, 80)}); it came in once.`,
    };
  if (first === null) return { ...NONE, remark: 'It repeats without a first date; it came in once.' };
  if (first.date >= today) return { rrule, moment: null, remark: exceptions(component) };
  const next = await recurrence.nextFrom(rrule, first.date, today);
  if (next === undefined) return { ...NONE, remark: 'Its repetition has ended; it came in once.' };
  const isCounted = /;COUNT=\d+/.test(rrule);
  const remark = isCounted
    ? 'It repeats without an end here: how often it has occurred so far is not kept.'
    : exceptions(component);
  return { rrule: withoutCount(rrule), moment: { ...first, date: next }, remark };
}

/** Tasks repeat on days: a time in UNTIL and the parts for hours and minutes of a daily rule say nothing more. */
function toDayRule(text: string): string {
  return text
    .replace(/UNTIL=(\d{8})T\d{6}Z?/i, 'UNTIL=$1')
    .replace(/;BY(?:HOUR|MINUTE|SECOND)=\d{1,2}(?=;|$)/gi, '');
}

/** COUNT counted from the first time; from a later day on it would start anew. */
function withoutCount(rrule: string): string {
  return rrule.replace(/;COUNT=\d+/, '');
}

function exceptions(component: ICAL.Component): string | null {
  return component.getFirstProperty('exdate') === null ? null : 'The days it leaves out were not taken over.';
}
