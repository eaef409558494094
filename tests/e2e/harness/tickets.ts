import type { DatasetSpecInput } from '#shared/contracts/dataset-spec.ts';
import type { ScriptedAnswer, ScriptedModels, ScriptedRequest } from '../../support/scripted-models.ts';

/** What a person types in these tests, and what the scripted server makes of it. */
export const WORDS =
  '50 support tickets for a web hosting company, in Italian and English, with priority and sentiment';

const PROPERTIES = {
  id: { type: 'string', description: 'Number of the ticket.' },
  subject: { type: 'string', minLength: 5, maxLength: 120, description: 'What the customer writes first.' },
  language: { enum: ['it', 'en'], description: 'Language of the ticket.' },
  priority: { enum: ['low', 'normal', 'high'], description: 'How soon it must be answered.' },
  sentiment: { type: 'integer', minimum: -2, maximum: 2, description: '-2 is furious, 2 is delighted.' },
} as const;

export const TICKET_SCHEMA = {
  type: 'object',
  properties: PROPERTIES,
  required: Object.keys(PROPERTIES),
  additionalProperties: false,
};

export const LANGUAGES = [{ name: 'language', values: [{ value: 'it' }, { value: 'en' }] }];

const DRAFT = {
  name: 'support-tickets',
  title: 'Support tickets',
  instructions: 'Write as customers of a web host do: short, concrete, sometimes annoyed.',
  schema: TICKET_SCHEMA,
  facets: LANGUAGES,
};

const SUBJECTS = [
  ['Il sito non si apre dopo il cambio di piano', 'The site is down since the change of plan'],
  ['La posta non arriva più da stamattina', 'Mail stopped arriving this morning'],
  ['Come sposto il dominio da un altro fornitore', 'How do I move my domain from another provider'],
  ['Fattura doppia per il mese di maggio', 'Charged twice for the month of May'],
  ['Il certificato è scaduto e il negozio è fermo', 'The certificate ran out and the shop is down'],
] as const;

/** The number of the record that is asked for, from 0. */
export const askedFor = (prompt: string): number => Number(/Make record (\d+)/.exec(prompt)?.[1] ?? 1) - 1;

export function ticket(number: number, language: 'it' | 'en', seed = ''): object {
  const [italian, english] = SUBJECTS[number % SUBJECTS.length] ?? SUBJECTS[0];
  const subject = `${language === 'it' ? italian : english} (${1000 + number}${seed})`;
  const priority = (['low', 'normal', 'high'] as const)[number % 3];
  return { id: `${number}`, subject, language, priority, sentiment: (number % 5) - 2 };
}

/** What a model would say to the call for this record. */
export function ticketAnswer({ prompt }: Pick<ScriptedRequest, 'prompt'>, seed = ''): ScriptedAnswer {
  const language = /"?language"?: "?(it|en)/.exec(prompt)?.[1] === 'it' ? 'it' : 'en';
  return { text: JSON.stringify(ticket(askedFor(prompt), language, seed)) };
}

export const isDraft = ({ prompt }: ScriptedRequest): boolean => prompt.includes('You draft the definition');
export const isSamples = ({ prompt }: ScriptedRequest): boolean => prompt.includes('Make 3 records at once');
export const isRecord = ({ prompt }: ScriptedRequest): boolean => prompt.includes('Make record ');

/** A draft, three samples of it, and its records. */
export function ticketModel(request: ScriptedRequest): ScriptedAnswer {
  if (isDraft(request)) return { text: JSON.stringify(DRAFT) };
  if (isSamples(request))
    return { text: JSON.stringify({ records: [ticket(0, 'it'), ticket(1, 'en'), ticket(2, 'it')] }) };
  return ticketAnswer(request);
}

/** How often each record was asked for. */
export function askedOf({ requests }: ScriptedModels): ReadonlyMap<number, number> {
  const groups = Map.groupBy(requests.filter(isRecord), ({ prompt }) => askedFor(prompt));
  return new Map([...groups].map(([number, calls]) => [number, calls.length]));
}

/** The definition that the draft above comes to, for tests that begin with it. */
export function ticketSpec(
  given: Partial<Omit<DatasetSpecInput, 'schema'>> & Pick<DatasetSpecInput, 'generator'>,
): DatasetSpecInput {
  return {
    name: 'support-tickets',
    title: 'Support tickets',
    description: 'Support tickets for a web hosting company, in Italian and English.',
    records: 12,
    schema: TICKET_SCHEMA,
    columns: { id: { kind: 'sequence', prefix: 'T-', pad: 3 } },
    facets: LANGUAGES,
    ...given,
  };
}
