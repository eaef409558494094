import type { DatasetColumn } from '#shared/contracts/dataset-spec.ts';
import type { SpecColumn } from './spec-columns.ts';

export const MADE_KINDS = [
  'faker',
  'sequence',
  'sample',
  'reference',
  'expression',
  'number',
  'date',
  'boolean',
] as const satisfies readonly DatasetColumn['kind'][];

/** What is often wanted; any other method of the library can be typed. */
export const FAKER_METHODS = [
  'person.fullName',
  'person.firstName',
  'person.lastName',
  'person.jobTitle',
  'internet.email',
  'internet.username',
  'internet.url',
  'internet.domainName',
  'internet.ipv4',
  'phone.number',
  'location.city',
  'location.country',
  'location.streetAddress',
  'location.zipCode',
  'company.name',
  'company.catchPhrase',
  'commerce.productName',
  'commerce.department',
  'commerce.price',
  'finance.iban',
  'finance.amount',
  'finance.currencyCode',
  'string.uuid',
  'string.alphanumeric',
  'lorem.sentence',
  'lorem.paragraph',
  'word.noun',
  'color.human',
  'vehicle.vehicle',
  'date.past',
] as const;

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/mail/i, 'internet.email'],
  [/phone|tel/i, 'phone.number'],
  [/city|citta/i, 'location.city'],
  [/country|paese/i, 'location.country'],
  [/address|street|indirizzo/i, 'location.streetAddress'],
  [/zip|post|cap$/i, 'location.zipCode'],
  [/company|azienda|firm/i, 'company.name'],
  [/product|prodotto/i, 'commerce.productName'],
  [/url|site|sito/i, 'internet.url'],
  [/uuid|^id$|_id$/i, 'string.uuid'],
  [/name|nome/i, 'person.fullName'],
];

const num = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** A way that fits the column as it is, to begin with. */
export function newWay(kind: DatasetColumn['kind'], { name, schema }: SpecColumn): DatasetColumn {
  switch (kind) {
    case 'faker':
      return { kind, method: HINTS.find(([words]) => words.test(name))?.[1] ?? 'lorem.sentence', args: [] };
    case 'sequence':
      return { kind, start: 1, step: 1, prefix: '', suffix: '', pad: 0 };
    case 'sample':
      return { kind, values: sampleOf(schema['enum']) };
    case 'reference':
      return { kind, dataset: 'name', column: 'id', isUnique: false };
    case 'expression':
      return { kind, code: `row[${JSON.stringify(name)}]` };
    case 'number':
      return {
        kind,
        distribution: 'uniform',
        min: num(schema['minimum']) ?? 0,
        max: num(schema['maximum']) ?? 100,
        decimals: schema['type'] === 'number' ? 2 : 0,
      };
    case 'date': {
      const year = new Date().getFullYear();
      const format = schema['format'] === 'date-time' ? 'date-time' : 'date';
      return { kind, from: `${year}-01-01`, to: `${year}-12-31`, distribution: 'uniform', format };
    }
    case 'boolean':
      return { kind, probability: 0.5 };
  }
}

function sampleOf(values: unknown): Extract<DatasetColumn, { kind: 'sample' }>['values'] {
  const known = Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
  return (known.length === 0 ? ['a', 'b'] : known).map((value) => ({ value, weight: 1 }));
}
