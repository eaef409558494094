import type { JsonSchema } from '#shared/contracts/models.ts';
import { isSchema, schemaColumns } from '../spec/schema-columns.ts';

export type MendedSchema = { readonly schema: JsonSchema; readonly mended: readonly string[] };

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);
const TYPE_WORDS: Readonly<Record<string, string>> = {
  text: 'string',
  str: 'string',
  varchar: 'string',
  date: 'string',
  datetime: 'string',
  int: 'integer',
  long: 'integer',
  float: 'number',
  double: 'number',
  decimal: 'number',
  bool: 'boolean',
  dict: 'object',
  map: 'object',
  list: 'array',
  none: 'null',
};
const MOST_DEPTH = 60;

type Note = (what: string) => void;
type Mending = { readonly note: Note; readonly depth: number; readonly at: string };

/**
 * Puts right what is plainly meant otherwise: another dialect, an object without its type, properties given as words or
 * as a list, keywords of draft 7 and of OpenAPI. What could be meant in two ways stays, and is found by the meta-schema.
 */
export function mendSchema(given: unknown): MendedSchema {
  const notes = new Set<string>();
  const note: Note = (what) => notes.add(what);
  let root = unwrapped(given, note);
  if (root['$schema'] !== undefined && root['$schema'] !== DIALECT) {
    note('The schema is of JSON Schema 2020-12.');
    root = { ...root, $schema: DIALECT };
  }
  const schema = mendPart(root, { note, depth: 0, at: '' });
  if (schema['type'] === undefined && schemaColumns(schema).names.length > 0) {
    note('A record is an object.');
    return { schema: { type: 'object', ...schema }, mended: [...notes] };
  }
  return { schema, mended: [...notes] };
}

/** Of `{ schema: … }`, of a list that the records lie in, and of bare properties: the schema of one record. */
function unwrapped(given: unknown, note: Note): JsonSchema {
  if (!isSchema(given)) return { type: 'object', properties: {} };
  const inner = given['schema'] ?? given['json_schema'];
  if (isSchema(inner) && given['properties'] === undefined) {
    note('The schema was taken out of what it was wrapped in.');
    return unwrapped(inner, note);
  }
  if (given['type'] === 'array' && isSchema(given['items'])) {
    note('The schema of the list was taken for that of one record.');
    const { items, type: _, ...rest } = given;
    return { ...rest, ...(items as JsonSchema) }; // looked at above
  }
  const isBare =
    !Object.keys(given).some((key) => KEYWORDS.has(key) || key.startsWith('$')) &&
    Object.values(given).every((value) => isSchema(value) || typeof value === 'string');
  if (!isBare || Object.keys(given).length === 0) return given;
  note('Bare properties were taken for a schema.');
  return { type: 'object', properties: given, required: Object.keys(given) };
}

const KEYWORDS = new Set([
  'type',
  'properties',
  'items',
  'required',
  'enum',
  'const',
  'allOf',
  'anyOf',
  'oneOf',
  'additionalProperties',
  'definitions',
  'patternProperties',
]);

function mendPart(part: JsonSchema, mending: Mending): JsonSchema {
  if (mending.depth > MOST_DEPTH) return part;
  const { note } = mending;
  let schema: Record<string, unknown> = { ...part };
  schema = mendType(schema, note);
  schema = mendDraft7(schema, note);
  if (schema['properties'] !== undefined) {
    schema['properties'] = mendProperties(schema, mending);
    if (schema['type'] === undefined && schema['$ref'] === undefined) {
      schema['type'] = 'object';
      if (mending.depth > 0) note('Parts with properties are objects.');
    }
  }
  mendRequired(schema, note);
  for (const keyword of ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains']) {
    if (isSchema(schema[keyword])) schema[keyword] = deeper(schema[keyword], mending);
  }
  for (const keyword of ['allOf', 'anyOf', 'oneOf', 'prefixItems']) {
    const parts: unknown = schema[keyword];
    if (Array.isArray(parts)) schema[keyword] = parts.map((one: unknown) => deeper(one, mending));
  }
  if (isSchema(schema['$defs'])) {
    schema['$defs'] = Object.fromEntries(
      Object.entries(schema['$defs']).map(([name, one]) => [name, deeper(one, mending)]),
    );
  }
  return schema;
}

function deeper(value: unknown, { note, depth, at }: Mending): unknown {
  return isSchema(value) ? mendPart(value, { note, at, depth: depth + 1 }) : value;
}

function mendType(schema: Record<string, unknown>, note: Note): Record<string, unknown> {
  const { type } = schema;
  if (typeof type === 'string' && !TYPES.has(type)) {
    const listed = type.split(/[|,]/).map((one) => typeWord(one.trim()));
    if (listed.some((one) => one === undefined)) return schema;
    note(`"${type}" is no type of JSON Schema; the one that was meant stands there.`);
    const dated = /^date-?time$/i.test(type) ? 'date-time' : /^date$/i.test(type) ? 'date' : undefined;
    return {
      ...schema,
      type: listed.length === 1 ? listed[0] : [...new Set(listed)],
      ...(dated !== undefined && schema['format'] === undefined && { format: dated }),
    };
  }
  if (Array.isArray(type)) {
    const listed = [...new Set(type.map((one) => typeWord(String(one)) ?? String(one)))];
    if (listed.length === type.length && listed.every((one, at) => one === type[at])) {
      if (listed.length !== 1) return schema;
    }
    note('Lists of types were put in order.');
    return { ...schema, type: listed.length === 1 ? listed[0] : listed };
  }
  if (schema['nullable'] !== true || typeof type !== 'string') return schema;
  const { nullable: _, ...rest } = schema;
  note('"nullable" is said by the type.');
  return { ...rest, type: type === 'null' ? type : [type, 'null'] };
}

function typeWord(word: string): string | undefined {
  const lower = word.toLowerCase();
  return TYPES.has(lower) ? lower : TYPE_WORDS[lower];
}

/** What later drafts call otherwise. */
function mendDraft7(schema: Record<string, unknown>, note: Note): Record<string, unknown> {
  const next = { ...schema };
  const moved = (from: string, to: string) => note(`"${from}" is "${to}" in JSON Schema 2020-12.`);
  if (isSchema(next['definitions'])) {
    moved('definitions', '$defs');
    next['$defs'] = { ...next['definitions'], ...(isSchema(next['$defs']) ? next['$defs'] : {}) };
    delete next['definitions'];
  }
  if (typeof next['$ref'] === 'string' && next['$ref'].startsWith('#/definitions/')) {
    next['$ref'] = next['$ref'].replace('#/definitions/', '#/$defs/');
  }
  if (Array.isArray(next['items'])) {
    moved('items', 'prefixItems');
    next['prefixItems'] = next['items'];
    delete next['items'];
    if (next['additionalItems'] !== undefined) next['items'] = next['additionalItems'];
  }
  delete next['additionalItems'];
  for (const [flag, bound] of Object.entries({ exclusiveMinimum: 'minimum', exclusiveMaximum: 'maximum' })) {
    if (typeof next[flag] !== 'boolean') continue;
    moved(`${flag}: ${next[flag]}`, flag);
    const limit = next[bound];
    const isExclusive = next[flag];
    delete next[flag];
    if (isExclusive && limit !== undefined) {
      next[flag] = limit;
      delete next[bound];
    }
  }
  if (isSchema(next['dependencies'])) splitDependencies(next, moved);
  if (typeof next['id'] === 'string' && next['$id'] === undefined && next['id'].includes(':'))
    delete next['id'];
  return next;
}

function splitDependencies(next: Record<string, unknown>, moved: (from: string, to: string) => void): void {
  const entries = Object.entries(next['dependencies'] ?? {});
  const lists = entries.filter(([, value]) => Array.isArray(value));
  const schemas = entries.filter(([, value]) => !Array.isArray(value));
  if (lists.length > 0) next['dependentRequired'] = Object.fromEntries(lists);
  if (schemas.length > 0) next['dependentSchemas'] = Object.fromEntries(schemas);
  delete next['dependencies'];
  moved('dependencies', 'dependentRequired');
}

function mendProperties(schema: Record<string, unknown>, mending: Mending): JsonSchema {
  const { properties } = schema;
  const required: string[] = [];
  const entries = Array.isArray(properties) ? properties.flatMap(named) : Object.entries(Object(properties));
  if (Array.isArray(properties)) mending.note('Properties that were listed have their names as keys.');
  const mended = entries.map(([name, value]) => {
    const { part, isRequired } = mendProperty(name, value, mending);
    if (isRequired) required.push(name);
    return [name, part] as const;
  });
  if (required.length > 0) {
    const before: unknown = schema['required'];
    schema['required'] = [...new Set([...(Array.isArray(before) ? before : []), ...required])];
  }
  return Object.fromEntries(mended);
}

function named(value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value === 'string') return [[value, { type: 'string' }]];
  if (!isSchema(value) || typeof value['name'] !== 'string') return [];
  const { name, ...rest } = value;
  return [[name, rest]];
}

function mendProperty(
  name: string,
  value: unknown,
  mending: Mending,
): { readonly part: unknown; readonly isRequired: boolean } {
  const { note } = mending;
  if (typeof value === 'boolean') return { part: value, isRequired: false };
  if (typeof value === 'string') {
    note('Properties that were words are schemas.');
    const type = typeWord(value);
    const part =
      type === undefined ? { type: 'string', description: value } : mendType({ type: value }, note);
    return { part, isRequired: false };
  }
  if (Array.isArray(value)) {
    note(`"${name}" was a list of values; it is one of them.`);
    return { part: { enum: [...new Set(value)] }, isRequired: false };
  }
  if (!isSchema(value)) {
    note('Properties that were not objects are schemas.');
    return { part: value === null ? {} : { const: value }, isRequired: false };
  }
  // As in drafts 3 and in forms: the property itself says that it must be there.
  const isRequired = value['required'] === true;
  const { required, ...rest } = value;
  const part = typeof required === 'boolean' ? rest : value;
  if (typeof required === 'boolean') note('What is required is listed beside the properties.');
  return { part: deeper(part, mending), isRequired };
}

function mendRequired(schema: Record<string, unknown>, note: Note): void {
  const { required, properties } = schema;
  if (required === undefined) return;
  if (!Array.isArray(required)) {
    delete schema['required'];
    if (required === true && isSchema(properties)) schema['required'] = Object.keys(properties);
    note('What is required is a list of names.');
    return;
  }
  const names = [...new Set(required.filter((name) => typeof name === 'string'))];
  const kept = isSchema(properties) ? names.filter((name) => Object.hasOwn(properties, name)) : names;
  if (kept.length === required.length) return;
  note('Names that are no properties were taken off the required ones.');
  schema['required'] = kept;
}
