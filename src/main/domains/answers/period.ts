import type { AnswerLocale } from '#shared/contracts/answers.ts';
import { addDays } from '#shared/kernel/clock.ts';
import { nextWeekday, weekdayOf, type LocalDate } from '#shared/kernel/local-date.ts';
import { parseDateRange } from '#main/domains/search/index.ts';
import { loadDateReader } from '#main/domains/tasks/index.ts';

/** A span of days, both ends inclusive, and where it stands in the text. */
export type Period = {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly kind: 'today' | 'tomorrow' | 'this_week' | 'next_week' | 'until' | 'ahead' | 'day' | 'span';
  readonly start: number;
  readonly end: number;
};

type Named = { readonly pattern: RegExp; readonly key: string; readonly kind: Period['kind'] };

const named = (pattern: string, key: string, kind: Period['kind'] = 'span'): Named => ({
  pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, 'iu'),
  key,
  kind,
});

/** Spans of days that chrono reads as one day; the keys are those of the search line. */
const NAMED: Readonly<Record<AnswerLocale, readonly Named[]>> = {
  en: [
    named('(?:the |my )?(?:rest of )?(?:this|my|the|the current) week', 'week', 'this_week'),
    named('next week|(?:the )?(?:coming|following) week', 'next-week', 'next_week'),
    named('(?:last|past|previous) week', 'last-week'),
    named('this month|the month|my month', 'month'),
    named('next month', 'next-month'),
    named('last month', 'last-month'),
    named('this year', 'year'),
    named('today|tonight|my day|the day|right now', 'today', 'today'),
    named('tomorrow', 'tomorrow', 'tomorrow'),
    named('yesterday', 'yesterday', 'day'),
  ],
  it: [
    named('(?:la )?(?:prossima settimana|settimana prossima|settimana che viene)', 'next-week', 'next_week'),
    named('(?:la )?(?:settimana scorsa|scorsa settimana)', 'last-week'),
    named('(?:questa|la mia|la|in|della|nella) settimana', 'week', 'this_week'),
    named('(?:il )?(?:mese prossimo|prossimo mese)', 'next-month'),
    named('(?:il )?(?:mese scorso|scorso mese)', 'last-month'),
    named('questo mese|il mese|nel mese', 'month'),
    named("quest'anno", 'year'),
    named('oggi|stasera|la (?:mia )?giornata|in giornata', 'today', 'today'),
    named('domani', 'tomorrow', 'tomorrow'),
    named('ieri', 'yesterday', 'day'),
  ],
};
const NUMBERS = 'one two three four five six seven eight nine ten'.split(' ');
const NUMERI = 'uno due tre quattro cinque sei sette otto nove dieci'.split(' ');
const COUNTED: Readonly<Record<AnswerLocale, RegExp>> = {
  en: /(?<![\p{L}\p{N}])(?:in |within |over |for )?(?:the )?(?<way>next|coming|last|past)\s+(?<count>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?<unit>days?|weeks?|months?)(?!\p{L})/iu,
  it: /(?<![\p{L}\p{N}])(?:(?:ne(?:gli|lle|i)|gli|le|i|entro|per) )?(?<way>prossim[ie]|ultim[ie])\s+(?<count>\d{1,3}|due|tre|quattro|cinque|sei|sette|otto|nove|dieci)\s+(?<unit>giorni|settimane|mesi)(?!\p{L})/iu,
};
const WEEKEND: Readonly<Record<AnswerLocale, RegExp>> = {
  en: /(?<!\p{L})(?:on |this |the |over )*week-?end(?!\p{L})/iu,
  it: /(?<!\p{L})(?:(?:nel|questo|il) )*(?:week-?end|fine settimana)(?!\p{L})/iu,
};
const UNTIL = /(?<!\p{L})(?:by|before|until|till|no later than|within|entro|prima di|fino a)(?!\p{L})/iu;

/** The first span of days that a question names; undefined where it names none. */
export async function readPeriod(
  text: string,
  today: LocalDate,
  locale: AnswerLocale,
): Promise<Period | undefined> {
  return (
    readWeekend(text, today, locale) ??
    readNamed(text, today, locale) ??
    (await readDate(text, today, locale))
  );
}

function readNamed(text: string, today: LocalDate, locale: AnswerLocale): Period | undefined {
  for (const { pattern, key, kind } of NAMED[locale]) {
    const match = pattern.exec(text);
    if (match !== null) return spanOf(match, key, { today, locale, kind });
  }
  const match = COUNTED[locale].exec(text);
  if (match === null) return undefined;
  const { way = '', count = '', unit = '' } = (match.groups ?? {}) as Record<string, string>; // all named in it
  const list = locale === 'it' ? NUMERI : NUMBERS;
  const amount = Number(count) || list.indexOf(count.toLowerCase()) + 1;
  const sign = /^(?:last|past|ultim)/iu.test(way) ? '-' : '';
  return spanOf(match, `${sign}${amount}${unit.charAt(0)}`, { today, locale, kind: 'span' });
}

function spanOf(
  match: RegExpExecArray,
  key: string,
  { today, locale, kind }: { today: LocalDate; locale: AnswerLocale; kind: Period['kind'] },
): Period | undefined {
  const range = parseDateRange(key, today, locale);
  if (range?.from === undefined || range.to === undefined) return undefined;
  return { from: range.from, to: range.to, kind, start: match.index, end: match.index + match[0].length };
}

function readWeekend(text: string, today: LocalDate, locale: AnswerLocale): Period | undefined {
  const match = WEEKEND[locale].exec(text);
  if (match === null) return undefined;
  const from =
    weekdayOf(today) === 6 ? today : weekdayOf(today) === 0 ? addDays(today, -1) : nextWeekday(today, 6);
  const place = { start: match.index, end: match.index + match[0].length };
  return { from, to: addDays(from, 1), kind: 'span', ...place };
}

/** "friday", "by the 20th", "from monday to thursday". */
async function readDate(text: string, today: LocalDate, locale: AnswerLocale): Promise<Period | undefined> {
  const reader = await loadDateReader(locale);
  const hit = reader.readAll(text, { today, time: '00:00' }).find(({ date }) => date !== undefined);
  if (hit?.date === undefined) return undefined;
  const place = { start: hit.start, end: hit.end };
  if (hit.lastDate !== undefined) return { from: hit.date, to: hit.lastDate, kind: 'span', ...place };
  const isUntil = UNTIL.test(text.slice(hit.start, hit.end)) && hit.date > today;
  return isUntil
    ? { from: today, to: hit.date, kind: 'until', ...place }
    : { from: hit.date, to: hit.date, kind: 'day', ...place };
}
