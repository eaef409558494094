import type { QuickAddLabels } from './labels.ts';
import { claim } from './mask.ts';
import type { Mask } from './mask.ts';

/**
 * How long a task will take: `2h`, `30m`, `45min`, `1h30`, `1.5h`, `~2 hours`, `for 2 hours`, `per 2 ore`.
 * "in 2h", "entro 30 min" and "2 hours ago" are points in time and left to the dates.
 */
const NOT_AFTER = String.raw`(?<!(?:^|[\s(])(?:in|within|after|every|each|at|by|tra|fra|entro|dopo|ogni|alle|ore|le|last|past|next)!?\s{1,3})`;
const NOT_BEFORE = String.raw`(?!\s*(?:ago|later|before|after|from\s+now|fa|dopo|prima)(?![\p{L}\p{N}]))`;
const START = String.raw`(?<![^\s(~])${NOT_AFTER}`;
const END = String.raw`(?![\p{L}\p{N}/:\-]|[.,]\d)${NOT_BEFORE}`;
const HOURS_AND_MINUTES = String.raw`(\d{1,3})\s?h\s?([0-5]?\d)(?:\s?m(?:in)?)?`;
const HOURS = String.raw`(\d{1,3}(?:[.,]\d{1,2})?)\s?(?:h|hrs?)`;
const MINUTES = String.raw`(\d{1,4})(?:\s?(?:min|mins)|m)`;
const LONG_HOURS = String.raw`(\d{1,3}(?:[.,]\d{1,2})?)\s+(?:hours?|or[ae])`;
const LONG_MINUTES = String.raw`(\d{1,4})\s+(?:minutes?|minut[oi])`;
const LEAD = String.raw`(?:(?:for|per|circa|about|est\.?|stima:?)\s+)`;

const PATTERNS: readonly { pattern: RegExp; minutes: (first: string, second: string) => number }[] = [
  {
    pattern: new RegExp(`${START}${LEAD}?~?${HOURS_AND_MINUTES}${END}`, 'giu'),
    minutes: (hours, minutes) => Number(hours) * 60 + Number(minutes),
  },
  { pattern: new RegExp(`${START}${LEAD}?~?${HOURS}${END}`, 'gu'), minutes: hoursToMinutes },
  { pattern: new RegExp(`${START}${LEAD}?~?${MINUTES}${END}`, 'gu'), minutes: Number },
  { pattern: new RegExp(`${START}(?:${LEAD}~?|~)${LONG_HOURS}${END}`, 'giu'), minutes: hoursToMinutes },
  { pattern: new RegExp(`${START}(?:${LEAD}~?|~)${LONG_MINUTES}${END}`, 'giu'), minutes: Number },
];

const MAX_ESTIMATE_MINUTES = 100_000;

/** The first estimate in the text; further ones are left in the title. */
export function readEstimate(mask: Mask, labels: QuickAddLabels): number | undefined {
  for (const { pattern, minutes } of PATTERNS) {
    for (const match of mask.free.matchAll(pattern)) {
      const estimate = minutes(match[1] ?? '', match[2] ?? '');
      if (!(estimate >= 1 && estimate <= MAX_ESTIMATE_MINUTES)) continue;
      const range = { start: match.index, end: match.index + match[0].length };
      claim(mask, range, 'estimate', labels.duration(estimate));
      return estimate;
    }
  }
  return undefined;
}

function hoursToMinutes(hours: string): number {
  return Math.round(Number(hours.replace(',', '.')) * 60);
}
