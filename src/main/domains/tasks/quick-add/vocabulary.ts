import type { Frequency, Weekday } from '../recurrence-rule.ts';

/** The words of a language that say how something repeats. Keys are lower case; accents may be left out in typing. */
export type Vocabulary = {
  readonly every: readonly (readonly string[])[];
  /** "every other week" */
  readonly other: readonly string[];
  /** Words that carry no meaning of their own between two that do: "on the", "of", "il", "del". */
  readonly fillers: ReadonlySet<string>;
  readonly joiners: ReadonlySet<string>;
  readonly rangeJoiners: ReadonlySet<string>;
  readonly numbers: Readonly<Record<string, number>>;
  /** -1 is the last. */
  readonly ordinals: Readonly<Record<string, number>>;
  readonly ordinalSuffix: RegExp;
  readonly units: Readonly<Record<string, { readonly freq: Frequency; readonly times: number }>>;
  readonly monthWords: readonly string[];
  readonly dayWords: readonly string[];
  readonly weekdays: Readonly<Record<string, Weekday>>;
  /** Forms that alone mean every week: "mondays". */
  readonly pluralWeekdays: Readonly<Record<string, Weekday>>;
  readonly months: Readonly<Record<string, number>>;
  readonly workday: readonly (readonly string[])[];
  readonly weekend: readonly (readonly string[])[];
  readonly dayParts: Readonly<Record<string, string>>;
  /** Adverbs that say it all when they end the text: "monthly". */
  readonly adverbs: Readonly<Record<string, { readonly freq: Frequency; readonly interval: number }>>;
  readonly times: readonly string[];
  readonly until: readonly (readonly string[])[];
  readonly starting: readonly (readonly string[])[];
  readonly afterCompletion: readonly (readonly string[])[];
};

export function phrases(...texts: string[]): readonly (readonly string[])[] {
  // Longest first, so that "up to and including" is not cut short by "up to".
  return texts.map((text) => text.split(' ')).sort((a, b) => b.length - a.length);
}
