import { parseDocument } from 'yaml';
import { IMPORT_LIMITS, sizeText } from '../sources/limits.ts';

export type FrontMatter = {
  /** Top-level fields with lower-case names; null where the text has no front matter or it cannot be read. */
  readonly fields: ReadonlyMap<string, unknown> | null;
  /** The text between the marks, as it stands. */
  readonly raw: string;
  readonly body: string;
  readonly problem: string | null;
};

const MAX_ALIASES = 10;
const MAX_FIELDS = 200;

/** Splits a note into its YAML front matter and its body. Never throws: what cannot be read stays in `raw`. */
export function splitFrontMatter(text: string): FrontMatter {
  const opening = /^\ufeff?---[ \t]*\r?\n/.exec(text);
  if (opening === null) return { fields: null, raw: '', body: text.replace(/^\ufeff/, ''), problem: null };
  const start = opening[0].length;
  const closing = /^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m;
  const rest = text.slice(start, start + IMPORT_LIMITS.frontMatterBytes);
  const end = closing.exec(rest);
  // A document may just begin with a horizontal rule.
  if (end === null) return { fields: null, raw: '', body: text, problem: unclosedProblem(text, start) };
  const raw = rest.slice(0, end.index);
  const body = text.slice(start + end.index + end[0].length);
  const parsed = parseFields(raw);
  return typeof parsed === 'string'
    ? { fields: null, raw, body, problem: parsed }
    : { fields: parsed, raw, body, problem: null };
}

function unclosedProblem(text: string, start: number): string | null {
  const isLong = text.length - start > IMPORT_LIMITS.frontMatterBytes;
  return isLong && /^(?:---|\.\.\.)[ \t]*\r?$/m.test(text.slice(start))
    ? `Its front matter is larger than ${sizeText(IMPORT_LIMITS.frontMatterBytes)} and was kept as text.`
    : null;
}

function parseFields(raw: string): ReadonlyMap<string, unknown> | string {
  try {
    // Custom tags are left unresolved by the core schema, and aliases are what makes small YAML grow large.
    const document = parseDocument(raw, {
      schema: 'core',
      prettyErrors: false,
      logLevel: 'silent',
      stringKeys: true,
    });
    if (document.errors.length > 0) return 'Its front matter is not valid YAML and was kept as text.';
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES, mapAsMap: true });
    if (value === null) return new Map();
    if (!(value instanceof Map)) return 'Its front matter is not a list of fields and was kept as text.';
    if (value.size > MAX_FIELDS)
      return `Its front matter has more than ${MAX_FIELDS} fields and was kept as text.`;
    return new Map([...value].map(([key, field]) => [String(key).trim().toLowerCase(), field]));
  } catch {
    return 'Its front matter expands too far or is not valid YAML, and was kept as text.';
  }
}

/** A field as one line of text; lists and maps are no text. */
export function textField(fields: ReadonlyMap<string, unknown> | null, ...names: readonly string[]): string {
  for (const name of names) {
    const value = fields?.get(name);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    if (typeof value === 'number') return String(value);
  }
  return '';
}

/** A field as a list of texts: a YAML list, or one text cut at commas (and, for tags, spaces). */
export function listField(
  fields: ReadonlyMap<string, unknown> | null,
  separator: RegExp,
  ...names: readonly string[]
): string[] {
  return names
    .flatMap((name) => {
      const value = fields?.get(name);
      const items: readonly unknown[] = Array.isArray(value) ? value : [value];
      return items.flatMap((item) => {
        if (typeof item === 'number') return [String(item)];
        if (typeof item !== 'string') return [];
        return Array.isArray(value) ? [item.trim()] : item.split(separator).map((part) => part.trim());
      });
    })
    .filter((text) => text !== '');
}

/** A day or an instant in ISO form, as YAML's core schema leaves it: text. */
export function instantField(
  fields: ReadonlyMap<string, unknown> | null,
  ...names: readonly string[]
): number | undefined {
  const text = textField(fields, ...names);
  if (!/^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(text))
    return undefined;
  const instant = Date.parse(text.includes(' ') ? text.replace(' ', 'T') : text);
  return Number.isNaN(instant) || instant < 0 ? undefined : instant;
}
