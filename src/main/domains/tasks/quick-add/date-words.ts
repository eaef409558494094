import type { ParsedResult } from 'chrono-node';
import type { QuickAddLocale } from '#shared/contracts/quick-add.ts';

/** Judges a candidate by the words around it. */

type Context = { readonly before: string; readonly matched: string; readonly after: string };
export type Lead = {
  readonly length: number;
  readonly kind: 'due' | 'planned' | 'none';
  readonly isBefore: boolean;
};

const LEADS: Readonly<Record<QuickAddLocale, RegExp>> = {
  en: /(?<![\p{L}\p{N}])(?:,\s*)?(?:(?:due|deadline|no later than|by|on|in|at|to|for|before|until|till|the|of)(?![\p{L}\p{N}]):?\s*|@\s*)+$/iu,
  it: /(?<![\p{L}\p{N}])(?:,\s*)?(?:(?:scadenza|scade|entro|per|prima d(?:i|el|ella)|fino a(?:l|lla)?|il|lo|la|le|al|alla|di|del|della|nel|da|dal|a|in|ore)(?![\p{L}\p{N}]):?\s*|l['’]|dell['’]|@\s*)+$/iu,
};
const PLANNED: Readonly<Record<QuickAddLocale, RegExp>> = {
  en: /(?<=\S\s+|^)(?:(?<!^\s*)(?:plan(?:ned)?|scheduled?|do|start)(?:\s+(?:it|on|for|this))*|plan(?:ned)?:|start:)\s*$/iu,
  it: /(?<=\S\s+|^)(?:(?<!^\s*)(?:pianifica(?:t[oa]|re)?:?|programma(?:t[oa]|re)?|(?:da )?fare|inizi(?:o|are))(?:\s+(?:per|il|la))*|pianifica:|inizio:)\s*$/iu,
};
const DUE_WORD = /(?:due|deadline|by|no later|until|till|before|scad|entro|prima|fino)/iu;

/** Short names of weekdays and months that are words or names of their own. */
const AMBIGUOUS: Readonly<Record<QuickAddLocale, RegExp>> = {
  en: /^(?:sat|sun|week-?end)\.?$/i,
  it: /^(?:dom|lun|mar|mer|gio|ven|sab|week-?end|fine settimana)\.?$/i,
};
const LEADING_PREPOSITION: Readonly<Record<QuickAddLocale, RegExp>> = {
  en: /(?<![\p{L}\p{N}])(?:on|by|next|this|due|for|before|until|the)\s+$/iu,
  it: /(?<![\p{L}\p{N}])(?:entro|per|il|di|questo|prossimo|da|al|dal|nel)\s+$/iu,
};
const MONTHS: Readonly<Record<QuickAddLocale, RegExp>> = {
  en: /^(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?$/i,
  it: /^(?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|gen|feb|mar|apr|mag|giu|lug|ago|sett?|ott|nov|dic)\.?$/i,
};
const MONTH_PREPOSITION: Readonly<Record<QuickAddLocale, RegExp>> = {
  en: /(?<![\p{L}\p{N}])(?:in|by|until|before|due)\s+$/iu,
  it: /(?<![\p{L}\p{N}])(?:in|a|ad|entro|prima di)\s+$/iu,
};
const NOT_A_DATE: Readonly<Record<QuickAddLocale, RegExp>> = {
  en: /^(?:now|right now|just now|noon|midday|midnight|morning|afternoon|evening|night|(?:last|past|previous)\b(?! day of).*|.*\bago|.*\bearlier|24\/7|\d{1,2}:\d)$/i,
  it: /^(?:ora|adesso|mezzogiorno|mezzanotte|mattin[oa]|pomeriggio|sera|notte|.*\bscors[oa]|scors[oa]\b.*|.*\bfa|24\/7|\d{1,2}:\d)$/i,
};
const NOON: Readonly<Record<QuickAddLocale, RegExp>> = {
  en: /(?<![\p{L}\p{N}])(?:at|by|before|until|@)\s*$/iu,
  it: /(?<![\p{L}\p{N}])(?:a|entro|prima di)\s+$/iu,
};
const PART_OF_DAY: Readonly<Record<QuickAddLocale, RegExp>> = {
  en: /(?<![\p{L}\p{N}])in the\s+$/iu,
  it: /(?<![\p{L}\p{N}])(?:di|nel|in)\s+$/iu,
};
/** "2 hours", "two weeks" are lengths, not points in time, unless one of these says so. */
const POINT_IN_TIME =
  /^(?:in|within|after|tra|fra|entro|dopo|next|this|coming|the next|la|il|prossim[oa]|quest[oa])\b|(?:later|from now|from today|dopo|prossim[oa])$/iu;
/** "two weeks from monday": the weekday alone is not what is meant. */
const COUNTED_FROM =
  /(?:(?:day|week|month|year)s?\s+(?:from|after|before)|(?:giorn[oi]|settiman[ae]|mes[ei]|ann[oi])\s+(?:da|dopo|prima di))\s+$/iu;
const BARE_HOUR = /^(?:at|alle)\s*(\d{1,2})$/i;
/** "at 3 locations", "alle 5 persone": a number of things. In Italian later hours are left to be hours. */
const COUNTED: Readonly<Record<QuickAddLocale, RegExp>> = {
  en: /^\s+(?!(?:this|us|as|is)(?!\p{L}))(?:\p{Ll}*[^s\s]s|people|percent|different|men|women|children)(?!\p{L})/u,
  it: /^\s+(?!(?:con|per|da|in|a|su|di|e|al|alla|presso|del|della|dal|dalla|ogni|oggi|domani|poi)(?!\p{L}))\p{Ll}+[ei](?!\p{L})/u,
};

export function isLikelyDate(result: ParsedResult, context: Context, locale: QuickAddLocale): boolean {
  const { before, matched, after } = context;
  if (/[\p{L}\p{N}]$/u.test(before) || /^[\p{L}\p{N}]/u.test(after)) return false;
  // "tomorrow's meeting" names a meeting.
  if (/^['’]s(?![\p{L}])/u.test(after)) return false;
  if (/[\d][.:/-]$/.test(before) || /^[-/:.]\d/.test(after) || /[.:/\\_=-]$/.test(before.slice(-1)))
    return false;
  if (/^(?:1\/[2-9]|[2-9]\/[3-9])$/.test(matched) && /^\s+\p{Ll}/u.test(after)) return false;
  if (isNamedHour(matched, before, locale)) return true;
  if (NOT_A_DATE[locale].test(matched)) return false;
  if (isBareLength(result, matched) || COUNTED_FROM.test(before)) return false;
  if (MONTHS[locale].test(matched) && !result.start.isCertain('weekday'))
    return MONTH_PREPOSITION[locale].test(before);
  if (AMBIGUOUS[locale].test(matched)) return LEADING_PREPOSITION[locale].test(before) || endsPhrase(after);
  const hour = BARE_HOUR.exec(matched)?.[1];
  if (hour === undefined || (locale === 'it' && Number(hour) > 6)) return true;
  return !COUNTED[locale].test(after);
}

/** The words before a date that belong to it, and what they say about it. */
export function leadBefore(
  before: string,
  locale: QuickAddLocale,
  found: { hasDate: boolean; isRange: boolean },
): Lead {
  const near = before.slice(-48);
  const range = found.isRange ? /(?<!\p{L})from\s+$/iu.exec(near)?.[0] : undefined;
  const words = range ?? LEADS[locale].exec(near)?.[0] ?? /,\s*$/.exec(near)?.[0] ?? '';
  const isDue = DUE_WORD.test(words);
  if (found.hasDate && !isDue) {
    const planned = PLANNED[locale].exec(before.slice(0, before.length - words.length))?.[0];
    if (planned !== undefined)
      return { length: words.length + planned.length, kind: 'planned', isBefore: false };
  }
  const isBefore = /(?<!\p{L})(?:before|prima)(?!\p{L})/iu.test(words);
  return { length: words.length, kind: isDue ? 'due' : 'none', isBefore };
}

/** The hour meant by "tomorrow morning" and the like, which chrono only guesses. */
export function nightfall(tags: ReadonlySet<string>): string | undefined {
  if (tags.has('casualReference/morning')) return '09:00';
  if (tags.has('casualReference/noon')) return '12:00';
  if (tags.has('casualReference/afternoon')) return '15:00';
  if (tags.has('casualReference/evening')) return '19:00';
  if (tags.has('casualReference/tonight')) return '20:00';
  return tags.has('casualReference/night') ? '21:00' : undefined;
}

function isNamedHour(matched: string, before: string, locale: QuickAddLocale): boolean {
  if (/^(?:noon|midday|midnight|mezzogiorno|mezzanotte)$/i.test(matched)) return NOON[locale].test(before);
  const isPart = /^(?:morning|afternoon|evening|mattin[oa]|pomeriggio|sera)$/i.test(matched);
  return isPart && PART_OF_DAY[locale].test(before);
}

function isBareLength(result: ParsedResult, matched: string): boolean {
  return result.tags().has('result/relativeDate') && !POINT_IN_TIME.test(matched);
}

function endsPhrase(after: string): boolean {
  return /^\s*(?:$|[^\p{L}\p{N}\s]|\d{1,2}[:.]\d{2}|(?:at|alle|ore)(?!\p{L}))/iu.test(after);
}
