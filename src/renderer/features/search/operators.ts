/** What the search line understands, as the page explains, completes and marks it. The host is the one that reads it. */

export type SearchLanguage = 'en' | 'it';

export const OPERATORS = [
  'type',
  'client',
  'project',
  'tag',
  'status',
  'priority',
  'due',
  'before',
  'after',
  'is',
] as const;
export type Operator = (typeof OPERATORS)[number];

const NAMES: Record<SearchLanguage, Record<Operator, string>> = {
  en: {
    type: 'type',
    client: 'client',
    project: 'project',
    tag: 'tag',
    status: 'status',
    priority: 'priority',
    due: 'due',
    before: 'before',
    after: 'after',
    is: 'is',
  },
  it: {
    type: 'tipo',
    client: 'cliente',
    project: 'progetto',
    tag: 'etichetta',
    status: 'stato',
    priority: 'priorità',
    due: 'scadenza',
    before: 'prima',
    after: 'dopo',
    is: 'è',
  },
};

const DAYS: Record<SearchLanguage, readonly string[]> = {
  en: ['today', 'yesterday', 'week', 'last-week', 'month', 'last-month', 'year'],
  it: ['oggi', 'ieri', 'settimana', 'scorsa-settimana', 'mese', 'scorso-mese', 'anno'],
};

/** Values of `after` that a person picks from: later than the last day before the period. */
export const SINCE: Record<SearchLanguage, Record<'today' | 'week' | 'month', string>> = {
  en: { today: 'yesterday', week: 'last-week', month: 'last-month' },
  it: { today: 'ieri', week: 'scorsa-settimana', month: 'scorso-mese' },
};

type Words = Partial<Record<Operator, readonly string[]>>;

/** The values that are words of the app. Clients, projects and tags come from the workspace. */
const VALUES: Record<SearchLanguage, Words> = {
  en: {
    type: ['task', 'note', 'project', 'client', 'checkpoint'],
    status: [
      'todo',
      'in_progress',
      'waiting',
      'done',
      'cancelled',
      'planned',
      'active',
      'on_hold',
      'completed',
    ],
    priority: ['urgent', 'high', 'medium', 'low', 'none'],
    due: ['today', 'tomorrow', 'week', 'next-week', 'month', 'overdue', 'none'],
    before: DAYS.en,
    after: DAYS.en,
    is: ['open', 'done', 'overdue', 'pinned', 'archived', 'trashed', 'private', 'ai'],
  },
  it: {
    type: ['attività', 'nota', 'progetto', 'cliente', 'traguardo'],
    status: [
      'da_fare',
      'in_corso',
      'in_attesa',
      'fatto',
      'annullato',
      'pianificato',
      'attivo',
      'sospeso',
      'completato',
    ],
    priority: ['urgente', 'alta', 'media', 'bassa', 'nessuna'],
    due: ['oggi', 'domani', 'settimana', 'prossima-settimana', 'mese', 'scaduto', 'nessuna'],
    before: DAYS.it,
    after: DAYS.it,
    is: ['aperto', 'fatto', 'scaduto', 'fissato', 'archiviato', 'cestinato', 'privato', 'ai'],
  },
};

const BY_NAME: ReadonlyMap<string, Operator> = new Map(
  OPERATORS.flatMap((operator) => [
    [NAMES.en[operator], operator],
    [NAMES.it[operator], operator],
  ]),
);

export function operatorName(operator: Operator, language: SearchLanguage): string {
  return NAMES[language][operator];
}

export function wordsFor(operator: Operator, language: SearchLanguage): readonly string[] {
  return VALUES[language][operator] ?? [];
}

export type OperatorPiece = {
  readonly operator: Operator;
  readonly value: string;
  readonly isExcluded: boolean;
  readonly start: number;
  readonly end: number;
};

const VALUE = String.raw`(?:"[^"]*"?|[^\s",]+)`;
const PIECE = new RegExp(String.raw`(-?)(\p{L}+):(?!//)(${VALUE}(?:,${VALUE})*)`, 'gu');

/** The operators of a line with their values, for the chips under the field. */
export function findOperators(text: string): readonly OperatorPiece[] {
  return [...text.matchAll(PIECE)].flatMap((match) => {
    const [whole, minus = '', name = '', value = ''] = match;
    const operator = BY_NAME.get(name.toLowerCase());
    const isWord = match.index === 0 || /\s/.test(text.charAt(match.index - 1));
    if (operator === undefined || !isWord) return [];
    return [
      {
        operator,
        value: value.replaceAll('"', ''),
        isExcluded: minus === '-',
        start: match.index,
        end: match.index + whole.length,
      },
    ];
  });
}

export function withoutPiece(text: string, { start, end }: Pick<OperatorPiece, 'start' | 'end'>): string {
  return `${text.slice(0, start).trimEnd()} ${text.slice(end).trimStart()}`.trim();
}

export type Typing = {
  /** The operator whose value is being typed; null while it may still become an operator. */
  readonly operator: Operator | null;
  readonly text: string;
  readonly start: number;
  readonly end: number;
};

/** What stands under the cursor: an operator's name or its value. */
export function typingAt(line: string, cursor: number): Typing {
  const before = line.slice(0, cursor);
  const [, value] = /(?:^|\s)-?\p{L}+:((?:"[^"]*"?|[^\s"])*)$/u.exec(before) ?? [];
  const [, name = ''] = /(?:^|\s)-?(\p{L}+):(?:"[^"]*"?|[^\s"])*$/u.exec(before) ?? [];
  const operator = BY_NAME.get(name.toLowerCase());
  if (operator !== undefined && value !== undefined) {
    const last = value.slice(value.lastIndexOf(',') + 1);
    return { operator, text: last.replaceAll('"', ''), start: cursor - last.length, end: cursor };
  }
  const [, word = ''] = /(?:^|\s)-?(\p{L}*)$/u.exec(before) ?? [];
  return { operator: null, text: word, start: cursor - word.length, end: cursor };
}

/** A value as it has to be written: names of several words in quotes. */
export function quoted(value: string): string {
  return /[\s,]/.test(value) ? `"${value.replaceAll('"', '')}"` : value;
}
