import type { Faker } from '@faker-js/faker';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { stepped } from './mend.ts';
import { numberHint, textHint, type Hint } from './name-hints.ts';

/**
 * The schema as the generator is given it: where a name says what is meant, the value is asked of faker by way of the
 * generator's own keyword, which looks up a method in an object that is handed over.
 */
export type HintedSchema = {
  readonly schema: Record<string, unknown>;
  readonly hints: { readonly hint: Record<string, () => unknown> };
};

/** What a value of faker cannot be expected to keep. */
const TEXT_LIMITS = [
  'enum',
  'const',
  'pattern',
  '$ref',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'contentEncoding',
];
const NUMBER_LIMITS = [
  'enum',
  'const',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  '$ref',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
];
const BY_NAME = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
/** Schemas that the value is made by; those that it is only held against (`if`, `not`, `contains`) stay as they are. */
const INNER = ['items', 'additionalProperties', 'then', 'else'];

export function hintedSchema(schema: JsonSchema, faker: Faker): HintedSchema {
  const hint: Record<string, () => unknown> = {};
  let count = 0;
  const keep = (value: () => unknown): string => {
    const key = `h${(count += 1)}`;
    hint[key] = value;
    return `hint.${key}`;
  };
  const walk = (node: unknown, name: string): unknown => {
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return node;
    const copy: Record<string, unknown> = { ...node };
    for (const key of BY_NAME) {
      const inner = copy[key];
      if (isObject(inner)) {
        copy[key] = Object.fromEntries(
          Object.entries(inner).map(([property, one]) => [
            property,
            walk(one, key === 'properties' ? property : name),
          ]),
        );
      }
    }
    for (const key of LISTS) {
      const inner = copy[key];
      if (Array.isArray(inner)) copy[key] = inner.map((one) => walk(one, name));
    }
    for (const key of INNER) if (key in copy) copy[key] = walk(copy[key], name);
    const made = makerFor(copy, name, faker);
    if (made !== null) copy['faker'] = keep(made);
    return copy;
  };
  return { schema: walk(schema, '') as Record<string, unknown>, hints: { hint } };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function makerFor(node: Record<string, unknown>, name: string, faker: Faker): (() => unknown) | null {
  const type = node['type'];
  const kinds: readonly unknown[] = Array.isArray(type) ? type : [type];
  const [kind, ...more] = kinds.filter((one) => one !== 'null');
  if (more.length > 0) return null;
  const make = kind === 'string' ? textMaker(node, name, faker) : numberMaker(node, kind, name, faker);
  if (make === null || !kinds.includes('null')) return make;
  return () => (faker.number.float() < 0.1 ? null : make());
}

function textMaker(node: Record<string, unknown>, name: string, faker: Faker): (() => unknown) | null {
  if (TEXT_LIMITS.some((key) => key in node)) return null;
  const { format, minLength, maxLength } = node;
  if (format !== undefined && format !== 'email') return null;
  const hint: Hint = format === 'email' ? (it) => it.internet.email().toLowerCase() : textHint(name);
  const min = typeof minLength === 'number' ? minLength : 0;
  const max = typeof maxLength === 'number' ? maxLength : Infinity;
  return () => fitted(String(hint(faker)), min, max, faker);
}

/** By code points, as the schema counts them. */
function fitted(text: string, min: number, max: number, faker: Faker): string {
  if (text.length >= min && text.length <= max) return text;
  let long = text;
  while ([...long].length < min) long += ` ${faker.lorem.words(5)}`;
  const points = [...long];
  if (points.length <= max) return long;
  // Cut at a word where one ends within what is wanted.
  const cut = points.slice(0, max).join('');
  const words = cut.replace(/\s+\S*$/u, '');
  return [...words].length >= Math.max(min, 1) ? words : cut;
}

function numberMaker(
  node: Record<string, unknown>,
  kind: unknown,
  name: string,
  faker: Faker,
): (() => unknown) | null {
  if (kind !== 'integer' && kind !== 'number') return null;
  const byStep = stepMaker(node, faker);
  if (byStep !== null) return byStep;
  if (NUMBER_LIMITS.some((key) => key in node)) return null;
  const hint = numberHint(name);
  if (hint === null) return null;
  return () => (kind === 'integer' ? Math.round(Number(hint(faker))) : hint(faker));
}

/** Multiples of a fraction, as they are written: the generator leaves what binary fractions make of them. */
function stepMaker(node: Record<string, unknown>, faker: Faker): (() => number) | null {
  const { multipleOf: step, minimum, maximum } = node;
  if (typeof step !== 'number' || step <= 0 || Number.isInteger(step)) return null;
  if (NUMBER_LIMITS.some((key) => key in node && !['multipleOf', 'minimum', 'maximum'].includes(key)))
    return null;
  const low =
    typeof minimum === 'number' ? minimum : Math.min(0, typeof maximum === 'number' ? maximum - 100 : 0);
  const high = typeof maximum === 'number' ? maximum : low + 100;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  if (first > last) return null;
  return () => stepped(first + Math.floor(faker.number.float() * (last - first + 1)), step);
}
