import type { DatasetFacet } from '#shared/contracts/dataset-spec.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { columnFor, COLUMNS_FOLLOW, KINDS_OF_RECORDS, LANGUAGES } from './column-words.ts';

export type WordsDraft = {
  readonly schema: JsonSchema;
  readonly facets: readonly DatasetFacet[];
  /** Whether the words said anything about the columns. */
  readonly isStarter: boolean;
  /** The kind of record that was recognised. */
  readonly kind: string | null;
};

const MOST_COLUMNS = 30;

/**
 * A schema from a sentence, by rules: "50 support tickets for a web hosting company, in Italian and English, with
 * priority and sentiment". Words that name a kind of record give its usual columns, what stands after "with" gives
 * others, and languages become a facet. Where nothing is known it is a start with a title and a text.
 */
export function schemaFromWords(description: string): WordsDraft {
  const text = description.replaceAll(/\s+/g, ' ').trim();
  const kind = kindIn(text);
  const columns = new Map<string, JsonSchema>();
  for (const name of kind?.columns ?? []) columns.set(name, columnFor(name));
  for (const name of namedColumns(text)) {
    if (columns.size < MOST_COLUMNS) columns.set(name, columnFor(name));
  }
  const languages = LANGUAGES.filter(({ words }) => words.test(text)).map(({ code }) => code);
  if (languages.length > 1 && !columns.has('language'))
    columns.set('language', { type: 'string', enum: languages });
  const isStarter = columns.size === 0;
  if (isStarter) for (const name of ['title', 'text']) columns.set(name, columnFor(name));
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(columns),
      required: [...columns.keys()],
      additionalProperties: false,
    },
    facets:
      languages.length > 1
        ? [{ name: 'language', values: languages.map((value) => ({ value, weight: 1 })) }]
        : [],
    isStarter,
    kind: kind?.title ?? null,
  };
}

/** What is named first is what is asked for: "customers with name and email" are no e-mails. */
function kindIn(text: string): (typeof KINDS_OF_RECORDS)[number] | undefined {
  return KINDS_OF_RECORDS.map((kind) => ({ kind, at: text.search(kind.words) }))
    .filter(({ at }) => at >= 0)
    .toSorted((one, other) => one.at - other.at)[0]?.kind;
}

const INTRODUCED = new RegExp(
  String.raw`(?:\b(?:${COLUMNS_FOLLOW})\b|\bcolumns?:?|\bfields?:?|\bcolonne:?|\bcampi:?|\binclus[ie]\b)\s+([^.;:()]+)`,
  'gi',
);

/** What stands after "with" and its like, taken apart at commas and "and". */
function namedColumns(text: string): readonly string[] {
  const names = [...text.matchAll(INTRODUCED)].flatMap(([, list = '']) =>
    list.split(/,|\/|\band\b|\bor\b|\be\b|\bed\b|&/i).map(columnName),
  );
  return [...new Set(names.filter((name) => name !== null))];
}

const FILLERS = /^(a|an|the|their|its|each|some|un|una|il|la|lo|le|gli|i|per|of|di|in|as well as)\s+/i;
const MOST_WORDS = 3;

function columnName(part: string): string | null {
  let words = part.trim();
  while (FILLERS.test(words)) words = words.replace(FILLERS, '');
  // What is said of the whole does not name a column: "in Italian", "for a bank".
  words = words.split(/\s+(?:for|in|from|about|per|da|su|that|which|where)\s+/i)[0] ?? '';
  const count = words.split(' ').length;
  if (words === '' || count > MOST_WORDS || LANGUAGES.some((one) => one.words.test(words))) return null;
  const name = words
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F']/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return /^[a-z]/.test(name) ? name : null;
}
