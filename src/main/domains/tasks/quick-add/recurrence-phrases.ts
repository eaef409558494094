import type { QuickAddLocale, RecurrenceMode } from '#shared/contracts/quick-add.ts';
import { makeRule, WEEKDAYS } from '../recurrence-rule.ts';
import type { Frequency, RecurrenceRule, RuleDay, Weekday } from '../recurrence-rule.ts';
import { BLANK } from './mask.ts';
import type { Vocabulary } from './vocabulary.ts';
import { ENGLISH } from './vocabulary.en.ts';
import { ITALIAN } from './vocabulary.it.ts';
import { WordCursor, wordsOf } from './word-cursor.ts';

/** "every 2 weeks on mon and thu", "last friday of the month", "ogni mese il 15", "every! 3 days". */

export type FoundRecurrence = {
  readonly rule: RecurrenceRule;
  readonly mode: RecurrenceMode;
  /** From "every morning". */
  readonly time?: string;
  readonly start: number;
  readonly end: number;
  /** A date is expected to begin here: "until …". It has to be read by the caller. */
  readonly untilAt?: number;
  readonly startingAt?: number;
};

type Body = { readonly rule: RecurrenceRule; readonly time?: string };

const WORKDAYS: readonly RuleDay[] = WEEKDAYS.slice(0, 5).map((day) => ({ day }));
const WEEKEND: readonly RuleDay[] = WEEKDAYS.slice(5).map((day) => ({ day }));

/** The first repetition named in `text`, where blanked parts are `BLANK`. */
export function findRecurrence(text: string, locale: QuickAddLocale): FoundRecurrence | undefined {
  const reader = new RecurrenceReader(text, locale === 'it' ? ITALIAN : ENGLISH);
  return reader.find();
}

class RecurrenceReader {
  readonly #cursor: WordCursor;
  readonly #words: Vocabulary;

  constructor(text: string, words: Vocabulary) {
    this.#cursor = new WordCursor(wordsOf(text));
    this.#words = words;
  }

  find(): FoundRecurrence | undefined {
    for (let first = 0; first < this.#cursor.words.length; first += 1) {
      this.#cursor.at = first;
      const found = this.#readFrom(first);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #readFrom(first: number): FoundRecurrence | undefined {
    const cursor = this.#cursor;
    const marked = cursor.attempt(() => this.#everyBody());
    const completed =
      marked === undefined ? cursor.attempt(() => this.#intervalAfterCompletion()) : undefined;
    const body = marked ?? completed ?? cursor.attempt(() => this.#withoutEvery());
    if (body === undefined) return undefined;
    const time = body.time ?? cursor.lookUp(this.#words.dayParts);
    const tail = this.#tail();
    const isCompletion = marked?.isCompletion || completed !== undefined || tail.isCompletion;
    const rule = tail.count === undefined ? body.rule : { ...body.rule, count: tail.count };
    return {
      rule,
      mode: isCompletion ? 'completion' : 'schedule',
      ...(time === undefined ? {} : { time }),
      start: cursor.words[first]?.start ?? 0,
      end: cursor.words[cursor.at - 1]?.end ?? 0,
      ...(tail.untilAt === undefined ? {} : { untilAt: tail.untilAt }),
      ...(tail.startingAt === undefined ? {} : { startingAt: tail.startingAt }),
    };
  }

  #everyBody(): (Body & { readonly isCompletion: boolean }) | undefined {
    const cursor = this.#cursor;
    if (!cursor.takePhrase(this.#words.every)) return undefined;
    const isCompletion = cursor.take((word) => word === '!') !== undefined;
    const body = this.#body();
    return body === undefined ? undefined : { ...body, isCompletion };
  }

  #body(): Body | undefined {
    const cursor = this.#cursor;
    const time = cursor.lookUp(this.#words.dayParts);
    if (time !== undefined) return { rule: makeRule('DAILY'), time };
    const rule =
      cursor.attempt(() => this.#numberedDays(false)) ??
      cursor.attempt(() => this.#group(1)) ??
      cursor.attempt(() => this.#interval()) ??
      cursor.attempt(() => this.#dayOfYear()) ??
      cursor.attempt(() => this.#weekly(1)) ??
      cursor.attempt(() => this.#daysOfMonth());
    return rule === undefined ? undefined : { rule };
  }

  /** "2 weeks on mon and thu", "other day", "month on the 15th", "year on 25 december". */
  #interval(): RecurrenceRule | undefined {
    const cursor = this.#cursor;
    const isOther = cursor.take((word) => this.#words.other.includes(word)) !== undefined;
    const number = isOther ? 2 : (this.#number() ?? cursor.attempt(() => this.#ordinal()) ?? 1);
    if (number < 1) return undefined;
    const unit = cursor.lookUp(this.#words.units);
    if (unit === undefined) return isOther ? this.#weekly(2) : undefined;
    const interval = number * unit.times;
    if (interval > 999) return undefined;
    return this.#clause(unit.freq, interval) ?? makeRule(unit.freq, { interval });
  }

  #clause(freq: Frequency, interval: number): RecurrenceRule | undefined {
    return this.#cursor.attempt(() => {
      const skipped = this.#cursor.skip(this.#words.fillers);
      if (freq === 'WEEKLY') return this.#weekly(interval);
      if (skipped === 0) return undefined;
      if (freq === 'YEARLY') return withInterval(this.#dayOfYear(), interval);
      if (freq !== 'MONTHLY') return undefined;
      const numbered = this.#cursor.attempt(() => this.#numberedDays(false));
      return withInterval(numbered ?? this.#monthDays(), interval);
    });
  }

  #weekly(interval: number): RecurrenceRule | undefined {
    const days = this.#list(() => this.#weekdayRange());
    if (days === undefined) return undefined;
    const wanted = new Set(days.flat());
    return makeRule('WEEKLY', {
      interval,
      byDay: WEEKDAYS.filter((day) => wanted.has(day)).map((day) => ({ day })),
    });
  }

  #weekday(): Weekday | undefined {
    return this.#cursor.lookUp(this.#words.weekdays) ?? this.#cursor.lookUp(this.#words.pluralWeekdays);
  }

  #weekdayRange(): Weekday[] | undefined {
    const first = this.#weekday();
    if (first === undefined) return undefined;
    const last = this.#cursor.attempt(() =>
      this.#cursor.take((word) => this.#words.rangeJoiners.has(word)) === undefined
        ? undefined
        : this.#weekday(),
    );
    if (last === undefined) return [first];
    const from = WEEKDAYS.indexOf(first);
    const length = ((WEEKDAYS.indexOf(last) - from + 7) % 7) + 1;
    return Array.from({ length }, (_, index) => WEEKDAYS[(from + index) % 7] ?? first);
  }

  #group(interval: number): RecurrenceRule | undefined {
    if (this.#cursor.takePhrase(this.#words.workday))
      return makeRule('WEEKLY', { interval, byDay: WORKDAYS });
    if (this.#cursor.takePhrase(this.#words.weekend)) return makeRule('WEEKLY', { interval, byDay: WEEKEND });
    return undefined;
  }

  /** "first monday", "1st and 3rd monday of the month", "last working day of the month", "last day of every month". */
  #numberedDays(needsMonth: boolean): RecurrenceRule | undefined {
    const cursor = this.#cursor;
    const ordinals = this.#list(() => this.#ordinal());
    if (ordinals === undefined || ordinals.some((nth) => nth === 0 || Math.abs(nth) > 31)) return undefined;
    if (cursor.takePhrase(this.#words.workday)) {
      if (!this.#ofMonth('any') && needsMonth) return undefined;
      return makeRule('MONTHLY', { byDay: WORKDAYS, bySetPos: ordinals });
    }
    const day = this.#weekday();
    if (day !== undefined) {
      if (!this.#ofMonth('any') && needsMonth) return undefined;
      if (ordinals.some((nth) => Math.abs(nth) > 5)) return undefined;
      return makeRule('MONTHLY', { byDay: ordinals.map((nth) => ({ day, nth })) });
    }
    if (cursor.take((word) => this.#words.dayWords.includes(word)) === undefined) return undefined;
    const isLast = ordinals.length === 1 && ordinals[0] === -1;
    if (!this.#ofMonth(needsMonth ? 'every' : 'any') && (needsMonth || !isLast)) return undefined;
    return makeRule('MONTHLY', { byMonthDay: ordinals });
  }

  /** "15th", "1st and 15th of the month", "15 del mese"; plain numbers need the month named. */
  #daysOfMonth(): RecurrenceRule | undefined {
    const before = this.#cursor.at;
    const rule = this.#monthDays();
    if (rule === undefined) return undefined;
    const isPlain = /^\d+$/.test(this.#cursor.words[before]?.text ?? '');
    return this.#ofMonth('any') || !isPlain ? rule : undefined;
  }

  /** Days of the month; from the 29th on "or the last day", because no person means "skip February". */
  #monthDays(): RecurrenceRule | undefined {
    const days = this.#list(() => this.#ordinal() ?? this.#digits());
    if (days === undefined || days.some((day) => day === 0 || day > 31)) return undefined;
    const [only] = days;
    if (days.length > 1 || only === undefined || only < 29) return makeRule('MONTHLY', { byMonthDay: days });
    return makeRule('MONTHLY', { byMonthDay: [28, 29, 30, 31].slice(0, only - 27), bySetPos: [-1] });
  }

  #dayOfYear(): RecurrenceRule | undefined {
    const cursor = this.#cursor;
    const dayFirst = cursor.attempt(() => {
      const day = this.#ordinal() ?? this.#digits();
      cursor.skip(this.#words.fillers);
      const month = cursor.lookUp(this.#words.months);
      return day === undefined || month === undefined ? undefined : { day, month };
    });
    const month = dayFirst?.month ?? cursor.lookUp(this.#words.months);
    if (month === undefined) return undefined;
    const day = dayFirst?.day ?? cursor.attempt(() => this.#ordinal() ?? this.#digits());
    if (day === undefined) return makeRule('YEARLY', { byMonth: [month], byMonthDay: [1] });
    return day < 1 || day > 31 ? undefined : makeRule('YEARLY', { byMonth: [month], byMonthDay: [day] });
  }

  /** Words that repeat without an "every": "on mondays", "last friday of the month", "weekdays", "monthly". */
  #withoutEvery(): Body | undefined {
    const cursor = this.#cursor;
    const skipped = cursor.skip(this.#words.fillers);
    const plural = this.#words.pluralWeekdays[cursor.peek() ?? ''];
    const rule =
      cursor.attempt(() => this.#numberedDays(true)) ??
      cursor.attempt(() => {
        const days = this.#monthDays();
        return days !== undefined && this.#ofMonth('every') ? days : undefined;
      }) ??
      (plural !== undefined && (skipped > 0 || this.#isLastButOne()) ? this.#weekly(1) : undefined) ??
      cursor.attempt(() => this.#workdaysAlone(skipped)) ??
      cursor.attempt(() => this.#adverb());
    return rule === undefined ? undefined : { rule };
  }

  #workdaysAlone(skipped: number): RecurrenceRule | undefined {
    const isPlural = /s$|i$/.test(this.#cursor.words[this.#cursor.at]?.text ?? '');
    const rule = this.#group(1);
    return rule !== undefined && isPlural && (skipped > 0 || this.#isAtEnd()) ? rule : undefined;
  }

  #adverb(): RecurrenceRule | undefined {
    const adverb = this.#cursor.lookUp(this.#words.adverbs);
    if (adverb === undefined || !this.#isAtEnd()) return undefined;
    return makeRule(adverb.freq, { interval: adverb.interval });
  }

  /** "3 days after completion". */
  #intervalAfterCompletion(): Body | undefined {
    const number = this.#number();
    const unit = number === undefined ? undefined : this.#cursor.lookUp(this.#words.units);
    if (number === undefined || unit === undefined || number < 1 || number * unit.times > 999)
      return undefined;
    if (!this.#cursor.takePhrase(this.#words.afterCompletion)) return undefined;
    return { rule: makeRule(unit.freq, { interval: number * unit.times }) };
  }

  #tail(): { count?: number; untilAt?: number; startingAt?: number; isCompletion: boolean } {
    const cursor = this.#cursor;
    const isCompletion = cursor.takePhrase(this.#words.afterCompletion);
    const count = cursor.attempt(() => {
      cursor.take((word) => word === ',');
      cursor.take((word) => word === 'for' || word === 'per');
      const number = this.#number();
      const isTimes = cursor.take((word) => this.#words.times.includes(word)) !== undefined;
      return number !== undefined && number >= 1 && number <= 1000 && isTimes ? number : undefined;
    });
    const dateAt = (lead: readonly (readonly string[])[]) => {
      const before = cursor.at;
      cursor.take((word) => word === ',');
      const at = cursor.takePhrase(lead) ? cursor.words[cursor.at]?.start : undefined;
      cursor.at = before;
      return at;
    };
    const untilAt = count === undefined ? dateAt(this.#words.until) : undefined;
    return {
      isCompletion,
      ...(count === undefined ? {} : { count }),
      ...(untilAt === undefined ? {} : { untilAt }),
      ...spread('startingAt', untilAt === undefined ? dateAt(this.#words.starting) : undefined),
    };
  }

  #ofMonth(which: 'any' | 'every'): boolean {
    const found = this.#cursor.attempt(() => {
      const skipped = this.#cursor.skip(this.#words.fillers);
      const isEvery = this.#cursor.takePhrase(this.#words.every);
      const isMonth = this.#cursor.take((word) => this.#words.monthWords.includes(word)) !== undefined;
      return skipped > 0 && isMonth && (isEvery || which === 'any') ? true : undefined;
    });
    return found ?? false;
  }

  #list<T>(read: () => T | undefined): T[] | undefined {
    const cursor = this.#cursor;
    const first = read();
    if (first === undefined) return undefined;
    const items = [first];
    for (;;) {
      const next = cursor.attempt(() => {
        if (cursor.skip(this.#words.joiners) === 0) return undefined;
        cursor.skip(this.#words.fillers);
        return read();
      });
      if (next === undefined) return items;
      items.push(next);
    }
  }

  #number(): number | undefined {
    return this.#digits() ?? this.#cursor.lookUp(this.#words.numbers);
  }

  #digits(): number | undefined {
    const digits = this.#cursor.take((word) => /^\d{1,3}$/.test(word));
    return digits === undefined ? undefined : Number(digits);
  }

  #ordinal(): number | undefined {
    const numeric = this.#cursor.take((word) => this.#words.ordinalSuffix.test(word));
    if (numeric !== undefined) return Number.parseInt(numeric, 10);
    return this.#cursor.lookUp(this.#words.ordinals);
  }

  #isAtEnd(): boolean {
    const next = this.#cursor.peek();
    return (
      next === undefined ||
      next === BLANK ||
      /^[,;.)]$/.test(next) ||
      /^(?:at|on|until|till|from|starting|for|alle|fino|dal|da|il|per|a)$/.test(next)
    );
  }

  #isLastButOne(): boolean {
    const next = this.#cursor.words[this.#cursor.at + 1]?.text;
    return next === undefined || next === BLANK || next === ',' || next === 'and' || next === 'at';
  }
}

function withInterval(rule: RecurrenceRule | undefined, interval: number): RecurrenceRule | undefined {
  return rule === undefined ? undefined : { ...rule, interval };
}

function spread(key: 'startingAt', value: number | undefined): { startingAt?: number } {
  return value === undefined ? {} : { [key]: value };
}
