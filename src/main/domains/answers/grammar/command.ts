import type { Answer, AnswerLocale } from '#shared/contracts/answers.ts';

/** What a line asks for. */
export type Intent = Answer['intent'];

/** One way of saying it. `rest` is a named group: what the line is about. */
export type Phrase = {
  readonly intent: Intent;
  readonly pattern: RegExp;
  /** Meant only where nothing else of weight is said: "what tasks mention the printer" is a question. */
  readonly isLoose?: boolean;
};

export type Grammar = {
  /** Politeness and names before and after what is meant. */
  readonly lead: RegExp;
  readonly tail: RegExp;
  /** The first that fits counts. */
  readonly phrases: readonly Phrase[];
  /** Words that say nothing about what is looked for: small words, and those of the commands. */
  readonly small: ReadonlySet<string>;
};

export type Command = {
  readonly intent: Intent;
  readonly locale: AnswerLocale;
  /** The line without what is only politeness. */
  readonly text: string;
  /** What it is about, as typed; the whole line where the phrase does not say. */
  readonly rest: string;
  readonly isLoose: boolean;
};

export function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/u));
}
