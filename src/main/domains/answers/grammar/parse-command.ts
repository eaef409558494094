import type { AnswerLocale } from '#shared/contracts/answers.ts';
import type { Command, Grammar, Phrase } from './command.ts';
import { english } from './grammar.en.ts';
import { italian } from './grammar.it.ts';

const GRAMMARS: Readonly<Record<AnswerLocale, Grammar>> = { en: english, it: italian };
const OTHER: Readonly<Record<AnswerLocale, AnswerLocale>> = { en: 'it', it: 'en' };

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'-]*/gu;

/** One line, curly apostrophes and runs of white space made plain. */
export function flatten(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\u2018\u2019\u02bc`]/gu, "'")
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/**
 * What a line asks for. The person's language is tried first, then the other one; what no phrase fits is a question.
 * Never throws.
 */
export function parseCommand(line: string, preferred: AnswerLocale): Command {
  const text = flatten(line);
  if (!/[\p{L}\p{N}]/u.test(text)) return { ...asked('help', text, preferred), isLoose: false };
  const locales = [preferred, OTHER[preferred]];
  const found = locales.flatMap((locale) => matched(text, locale) ?? []);
  // A loose phrase of the one language may lose against a plain one of the other.
  const command = found.find((one) => !one.isLoose) ?? found[0];
  const likely = languageOf(text, preferred);
  if (command?.isLoose && command.locale !== likely)
    return found.find((one) => one.locale === likely) ?? asked('question', text, likely);
  return command ?? asked('question', text, likely);
}

/** Words that carry what is meant, without those of the commands. */
export function weightyWords(text: string, locale: AnswerLocale): readonly string[] {
  const { small } = GRAMMARS[locale];
  return (flatten(text).match(WORD) ?? []).flatMap((word) => {
    const plain = word
      .toLowerCase()
      .replace(/^(?:l|d|un|dell|all|nell|sull|dall|c|quest|quell)'/u, '')
      .replace(/'s$/u, '');
    const isSmall = small.has(plain) || small.has(unaccented(plain)) || plain.length < 2;
    return isSmall ? [] : [plain];
  });
}

function matched(text: string, locale: AnswerLocale): Command | undefined {
  const { lead, tail, phrases } = GRAMMARS[locale];
  const core = text.replace(lead, '').replace(tail, '');
  // "hello" and "help me" are said with nothing after them.
  for (const line of [core, text.replace(tail, '')]) {
    const hit = firstMatch(phrases, line);
    if (hit) return { ...hit, locale, text: line };
  }
  return undefined;
}

function firstMatch(phrases: readonly Phrase[], line: string) {
  for (const { intent, pattern, isLoose = false } of phrases) {
    const match = pattern.exec(line);
    if (match === null) continue;
    const { rest, more, tail } = (match.groups ?? {}) as Partial<Record<string, string>>; // absent groups are undefined
    return { intent, isLoose, rest: ((rest ?? more ?? line) + (tail ?? '')).trim() };
  }
  return undefined;
}

/** The language that most of the small words belong to; the preferred one where that does not tell. */
function languageOf(text: string, preferred: AnswerLocale): AnswerLocale {
  const found = (text.toLowerCase().match(WORD) ?? []).map(unaccented);
  const count = (locale: AnswerLocale) =>
    found.filter((word) => GRAMMARS[locale].small.has(word) && !GRAMMARS[OTHER[locale]].small.has(word))
      .length;
  return count(OTHER[preferred]) > count(preferred) ? OTHER[preferred] : preferred;
}

function asked(intent: 'help' | 'question', text: string, locale: AnswerLocale): Command {
  const { lead, tail } = GRAMMARS[locale];
  const core = text.replace(lead, '').replace(tail, '');
  return { intent, locale, text: core === '' ? text : core, rest: core, isLoose: false };
}

function unaccented(word: string): string {
  return word.normalize('NFD').replaceAll(/\p{M}/gu, '');
}
