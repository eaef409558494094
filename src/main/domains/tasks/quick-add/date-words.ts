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
  en: /(?<![\p{L}\p{N}])(?:,\s*)?(?:(?:due|deadline|no later than|by|on|at|for|before|until|till|the|of)(?![\p{L}\p{N}]):?\s*|@\s*)+$/iu,
  it: /(?<![\p{L}\p{N}])(?:,\s*)?(?:(?:scadenza|scade|entro|per|prima d(?:i|el|ella)|fino a(?:l|lla)?|il|lo|la|le|al|alla|di|del|della|nel|da|dal|a|in|ore)(?![\p{L}\p{N}]):?\s*|l['’]|dell['’]|@\s*)+$/iu,
};
const PLANNED: Readonly<Record<QuickAddLocale, RegExp>> = {
  en: /(?<=\S\s+|^)(?:(?<!^\s*)(?:plan(?:ned)?|scheduled?|do|start)(?:\s+(?:it|on|for|this))*|plan(?:ned)?:|start:)\s*$/iu,
  it: /(?<=\S\s+|^)(?:(?<!^\s*)(?:pianifica(?:to|re)?|programma(?:to|re)?|(?:da )?fare|inizi(?:o|are))(?:\s+(?:per|il|la))*|pianifica:|inizio:)\s*$/iu,
};
const DUE_WORD = /(?:due|deadline|by|no later|until|till|before|scad|entro|prima|fino)/iu;

/** Short names of weekdays and months that are words or names of their own. */
const AMBIGUOUS: Readonly<Record<QuickAddLocale, RegExp>> = {
  en: /^(?:sat|sun)\.?$/i,
  it: /^(?:dom|lun|mar|mer|gio|ven|sab)\.?$/i,
};
const LEADING_PREPOSITION: Readonly<Record<QuickAddLocale, RegExp>> = {
  en: /(?<![\p{L}\p{N}])(?:on|by|next|this|due|for|before|until)\s+$/iu,
  it: /(?<![\p{L}\p{N}])(?:entro|per|il|di|questo|prossimo|da|al|dal)\s+$/iu,
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
  en: /^(?:now|right now|just now|noon|midday|midnight|morning|afternoon|evening|night|(?:last|past|previous)\b.*|.*\bago|.*\bearlier|24\/7|\d{1,2}:\d)$/i,
  it: /^(?:ora|adesso|mezzogiorno|mezzanotte|mattin[oa]|pomeriggio|sera|notte|.*\bscors[oa]|scors[oa]\b.*|.*\bfa|24\/7|\d{1,2}:\d)$/i,
};
const NOON: Readonly<Record<QuickAddLocale, RegExp>> = {
  en: /(?<![\p{L}\p{N}])(?:at|by|before|until|@)\s*$/iu,
  it: /(?<![\p{L}\p{N}])(?:a|entro|prima di)\s+$/iu,
};
/** "2 hours", "7 days": a length, not a point in time, unless a word says so. */
const BARE_LENGTH =
  /^(?:~|(?:about|circa|un|una|a|an|one|half)\s)?\s*[\d.,]*\s*\p{L}+(?:\s+(?:and|e)\s+[\d.,]*\s*\p{L}+)*$/iu;
const BARE_HOUR = /(?:^|\s)(?:at|alle|le|ore|h)\s*\d{1,2}$/i;
const AFTER_BARE_HOUR: Readonly<Record<QuickAddLocale, RegExp>> = {
  en: /^\s*(?:$|[^\p{L}\p{N}\s]|(?:with|for|to|about|on|and|in|near|then|sharp|by|re|via|from|until|at|every|today|tomorrow|this|next|\p{Lu}\p{L}*)(?![\p{L}\p{N}]))/u,
  it: /^\s*(?:$|[^\p{L}\p{N}\s]|(?:con|per|da|in|a|su|di|e|al|alla|presso|del|della|dal|dalla|ogni|oggi|domani|poi|\p{Lu}\p{L}*)(?![\p{L}\p{N}]))/u,
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
  if (isBareLength(result, matched)) return false;
  if (MONTHS[locale].test(matched) && !result.start.isCertain('weekday'))
    return MONTH_PREPOSITION[locale].test(before);
  if (AMBIGUOUS[locale].test(matched)) return LEADING_PREPOSITION[locale].test(before) || endsPhrase(after);
  if (BARE_HOUR.test(matched)) return AFTER_BARE_HOUR[locale].test(after);
  return true;
}

/** The words before a date that belong to it, and what they say about it. */
export function leadBefore(before: string, locale: QuickAddLocale, hasDate: boolean): Lead {
  const near = before.slice(-48);
  const words = LEADS[locale].exec(near)?.[0] ?? /,\s*$/.exec(near)?.[0] ?? '';
  const isDue = DUE_WORD.test(words);
  if (hasDate && !isDue) {
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
  return /^(?:noon|midday|mezzogiorno)$/i.test(matched) && NOON[locale].test(before);
}

function isBareLength(result: ParsedResult, matched: string): boolean {
  if (!result.tags().has('result/relativeDate')) return false;
  return (
    BARE_LENGTH.test(matched) &&
    !/^(?:in|within|after|tra|fra|entro|dopo|next|this|prossim|quest)\b/iu.test(matched) &&
    !/(?:later|from now|from today|dopo|prossim[oa])$/iu.test(matched)
  );
}

function endsPhrase(after: string): boolean {
  return /^\s*(?:$|[^\p{L}\p{N}\s]|\d{1,2}[:.]\d{2}|(?:at|alle|ore)(?!\p{L}))/iu.test(after);
}
