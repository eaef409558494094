import type { DatasetValue } from '#shared/contracts/datasets.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';

/** More are not needed to see what a column holds. */
const MOST_LOOKED_AT = 1_000;
const MOST_ENUM = 12;
const MOST_ENUM_CHARACTERS = 60;
const MOST_DEPTH = 20;

/** The schema that all of these records fit: what is always there is required, few values that come again are a list. */
export function inferSchema(records: readonly DatasetValue[]): JsonSchema {
  return objectOf(records.slice(0, MOST_LOOKED_AT), 0);
}

function objectOf(objects: readonly DatasetValue[], depth: number): JsonSchema {
  const names = [...new Set(objects.flatMap((one) => Object.keys(one)))];
  const properties = Object.fromEntries(
    names.map((name) => [
      name,
      valueOf(
        objects.filter((one) => Object.hasOwn(one, name)).map((one) => one[name]),
        depth + 1,
      ),
    ]),
  );
  const required = names.filter((name) => objects.every((one) => Object.hasOwn(one, name)));
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function valueOf(values: readonly unknown[], depth: number): JsonSchema {
  if (depth > MOST_DEPTH) return {};
  const types = [...new Set(values.map(typeOf))];
  const isMixedNumber = types.includes('integer') && types.includes('number');
  const kept = isMixedNumber ? types.filter((type) => type !== 'integer') : types;
  const named = kept.filter((type) => type !== 'null');
  const [only] = named;
  if (only === undefined) return { type: 'null' };
  const type = kept.length === 1 ? only : [...named, ...(kept.includes('null') ? ['null'] : [])];
  if (named.length > 1) return { type };
  return { type, ...detailsOf(only, values, depth) };
}

function detailsOf(type: string, values: readonly unknown[], depth: number): JsonSchema {
  if (type === 'object') {
    const { type: _, ...rest } = objectOf(values.filter(isObject), depth);
    return rest;
  }
  if (type === 'array') {
    const items = values.filter((value) => Array.isArray(value)).flat();
    return items.length === 0 ? {} : { items: valueOf(items, depth + 1) };
  }
  return type === 'string' ? textDetails(values) : {};
}

function textDetails(values: readonly unknown[]): JsonSchema {
  const texts = values.filter((value) => typeof value === 'string');
  const format = FORMATS.find(([, pattern]) => texts.every((text) => pattern.test(text)))?.[0];
  if (format !== undefined) return { format };
  const distinct = [...new Set(texts)];
  const isList =
    distinct.length <= MOST_ENUM &&
    texts.length >= distinct.length * 3 &&
    distinct.every((text) => text !== '' && text.length <= MOST_ENUM_CHARACTERS);
  if (!isList) return {};
  return { enum: values.includes(null) ? [...distinct, null] : distinct };
}

const FORMATS: readonly (readonly [string, RegExp])[] = [
  ['date', /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/],
  ['date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/],
  ['uuid', /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i],
  ['email', /^[^\s@"(),:;<>[\\\]]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i],
  ['uri', /^https?:\/\/[\w.-]+(:\d+)?([/?#][\w\-.~:/?#[\]@!$&'()*+,;=%]*)?$/],
  ['ipv4', /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/],
];

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function isObject(value: unknown): value is DatasetValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
