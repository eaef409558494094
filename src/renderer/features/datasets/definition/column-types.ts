import type { JsonSchema } from '#shared/contracts/models.ts';

/** What a column holds, as a person says it; `composed` is what only the text can say. */
export const COLUMN_TYPES = [
  'text',
  'choice',
  'integer',
  'number',
  'boolean',
  'date',
  'dateTime',
  'email',
  'url',
  'uuid',
  'list',
  'object',
  'composed',
] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

const FORMATS: Readonly<Record<string, ColumnType>> = {
  date: 'date',
  'date-time': 'dateTime',
  email: 'email',
  uri: 'url',
  uuid: 'uuid',
};
const PLAIN: Readonly<Record<string, ColumnType>> = {
  string: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  array: 'list',
  object: 'object',
};
const COMPOSED = ['$ref', 'oneOf', 'anyOf', 'allOf', 'not', 'if', 'const'];

const BASES: Readonly<Record<Exclude<ColumnType, 'composed'>, JsonSchema>> = {
  text: { type: 'string' },
  choice: { type: 'string', enum: [] },
  integer: { type: 'integer' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  dateTime: { type: 'string', format: 'date-time' },
  email: { type: 'string', format: 'email' },
  url: { type: 'string', format: 'uri' },
  uuid: { type: 'string', format: 'uuid' },
  list: { type: 'array', items: { type: 'string' } },
  object: { type: 'object', properties: {}, additionalProperties: false },
};

function typeNames(schema: JsonSchema): readonly unknown[] {
  const type: unknown = schema['type'];
  return Array.isArray(type) ? type : [type];
}

export function isNullable(schema: JsonSchema): boolean {
  return typeNames(schema).includes('null');
}

export function typeOf(schema: JsonSchema): ColumnType {
  if (COMPOSED.some((keyword) => keyword in schema)) return 'composed';
  const choices: unknown = schema['enum'];
  const isChoice =
    Array.isArray(choices) && choices.every((value) => value === null || typeof value === 'string');
  const [name, ...more] = typeNames(schema).filter((one) => one !== 'null');
  if (isChoice && (name === undefined || name === 'string')) return 'choice';
  if (typeof name !== 'string' || more.length > 0) return 'composed';
  if ('enum' in schema) return 'composed';
  const format: unknown = schema['format'];
  if (name !== 'string' || format === undefined) return PLAIN[name] ?? 'composed';
  return (typeof format === 'string' && FORMATS[format]) || 'composed';
}

/** What stays when the type changes: the words about the column. */
function wordsOf({ title, description }: JsonSchema): JsonSchema {
  return { ...(title !== undefined && { title }), ...(description !== undefined && { description }) };
}

export function withType(schema: JsonSchema, type: Exclude<ColumnType, 'composed'>): JsonSchema {
  const next = { ...BASES[type], ...wordsOf(schema) };
  return isNullable(schema) ? withNull(next, true) : next;
}

export function withNull(schema: JsonSchema, isWanted: boolean): JsonSchema {
  const names = typeNames(schema).filter((one) => one !== 'null');
  const [only] = names;
  const { enum: values, ...rest } = schema;
  const kept = Array.isArray(values) ? values.filter((value) => value !== null) : undefined;
  return {
    ...rest,
    type: isWanted ? [...names, 'null'] : names.length === 1 ? only : names,
    ...(kept !== undefined && { enum: isWanted ? [...kept, null] : kept }),
  };
}

/** One keyword set, or taken out where there is no value. */
export function withKeyword(schema: JsonSchema, keyword: string, value: unknown): JsonSchema {
  const { [keyword]: _, ...rest } = schema;
  return value === undefined || value === '' ? rest : { ...rest, [keyword]: value };
}

/** The texts of a choice; null belongs to the switch beside it. */
export function choicesOf(schema: JsonSchema): readonly string[] {
  const values: unknown = schema['enum'];
  return Array.isArray(values) ? values.filter((value) => value !== null).map(String) : [];
}

export function withChoices(schema: JsonSchema, choices: readonly string[]): JsonSchema {
  return { ...schema, enum: isNullable(schema) ? [...choices, null] : [...choices] };
}

/** The number keywords that the form has for a type. */
export const BOUNDS = {
  text: ['minLength', 'maxLength'],
  integer: ['minimum', 'maximum'],
  number: ['minimum', 'maximum', 'multipleOf'],
  list: ['minItems', 'maxItems'],
} as const satisfies Partial<Record<ColumnType, readonly string[]>>;
export type BoundKeyword = (typeof BOUNDS)[keyof typeof BOUNDS][number];

export function boundsOf(type: ColumnType): readonly BoundKeyword[] {
  return type in BOUNDS ? BOUNDS[type as keyof typeof BOUNDS] : []; // it is one of them
}
