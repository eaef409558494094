import type { FoundDate, Mail, PluginContext } from '#sdk';
import type { Finding } from './decide.ts';
import type { Language } from './words.ts';

export type Candidate = { readonly mail: Mail; readonly finding: Finding };
export type Due = { readonly date: string; readonly time: string | null; readonly text: string } | null;

const MAX_SENTENCE = 600;

/** The day each sentence names, counted from the day its mail was sent; one call for each day and language. */
export async function findDueDates(
  ctx: PluginContext,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<Mail, Due>> {
  const due = new Map<Mail, Due>();
  if (candidates.length === 0) return due;
  const { times } = await ctx.time.toLocal({
    instants: candidates.map(({ mail }) => saneInstant(mail.date, ctx.now)),
    timeZone: ctx.timeZone,
  });
  const groups = new Map<string, { day: string; locale: Language; all: Candidate[] }>();
  candidates.forEach((candidate, index) => {
    // Most sentences name no day, and a look at a word costs nothing.
    if (!mayNameDay(candidate.finding.sentence)) return;
    const day = times[index]?.date ?? '';
    const locale = candidate.finding.language;
    const group = groups.get(`${day} ${locale}`) ?? { day, locale, all: [] };
    group.all.push(candidate);
    groups.set(`${day} ${locale}`, group);
  });
  for (const { day, locale, all } of groups.values()) {
    const texts = all.map(({ finding }) => finding.sentence.slice(0, MAX_SENTENCE));
    const { dates } = await ctx.text.findDates({ texts, locale, today: day });
    all.forEach(({ mail }, index) => due.set(mail, pickDue(dates[index] ?? [], day)));
  }
  return due;
}

/** A day that is said to be the end counts before one that is only named; what is past is no due day. */
export function pickDue(found: readonly FoundDate[], sentOn: string): Due {
  const ahead = found.filter(({ date }) => date !== null && date >= sentOn);
  const chosen = ahead.find(({ lead }) => lead === 'due') ?? ahead[0];
  if (chosen === undefined || chosen.date === null) return null;
  return { date: chosen.lastDate ?? chosen.date, time: chosen.time, text: chosen.text };
}

const DAY_WORDS =
  /\d|\b(?:today|tonight|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|week|month|eod|january|february|march|april|may|june|july|august|september|october|november|december|oggi|stasera|domani|dopodomani|luned|marted|mercoled|gioved|venerd|sabato|domenica|settimana|mese|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)/i;

function mayNameDay(sentence: string): boolean {
  return DAY_WORDS.test(sentence);
}

/** A sender's clock can say anything; a day of another century is taken as now. */
function saneInstant(date: number | null, now: number): number {
  return date !== null && date > 631_152_000_000 && date < now + 366 * 86_400_000 ? date : now;
}
