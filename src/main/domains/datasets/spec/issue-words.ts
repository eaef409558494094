import { z } from 'zod';
import { datasetSpecSchema } from '#shared/contracts/dataset-spec.ts';
import { nearestWord } from './nearest-word.ts';

export type SpecPath = readonly PropertyKey[];

/** What zod found, as the person is told: one for each key that nobody knows, else one. */
export function issueWords(
  issue: z.core.$ZodIssue,
  value: unknown,
): readonly { readonly path: SpecPath; readonly isKey: boolean; readonly message: string }[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(path, value);
    return issue.keys.map((key) => ({ path: [...path, key], isKey: true, message: unknownKey(key, known) }));
  }
  return [{ path, isKey: issue.code === 'invalid_key', message: messageOf(issue, at(value, path)) }];
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearestWord(key, known);
  if (near !== undefined) return `There is no "${key}" here. Did you mean "${near}"?`;
  return `There is no "${key}" here. What can stand here: ${known.join(', ')}.`;
}

function messageOf(issue: z.core.$ZodIssue, given: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return given === undefined ? 'This is missing.' : `This must be ${kindWord(issue.expected)}.`;
    case 'invalid_value':
      return oneOf(given, issue.values.map(String));
    case 'invalid_union':
      return unionWords(issue, given);
    case 'too_small':
      return bound(issue.origin, 'at least', issue.minimum);
    case 'too_big':
      return bound(issue.origin, 'at most', issue.maximum);
    default:
      return issue.message;
  }
}

function unionWords(issue: z.core.$ZodIssue, given: unknown): string {
  const options: unknown = Reflect.get(issue, 'options');
  if (Array.isArray(options)) return oneOf(given, options.map(String));
  return 'This must be a text, a number, true, false or null.';
}

function oneOf(given: unknown, options: readonly string[]): string {
  const near = typeof given === 'string' ? nearestWord(given, options) : undefined;
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  return given === undefined
    ? `This is missing. It is one of: ${options.join(', ')}.`
    : `This must be one of: ${options.join(', ')}.${hint}`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a set of keys and values',
  record: 'a set of keys and values',
};
const kindWord = (expected: string): string => KINDS[expected] ?? expected;

const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' };

function bound(origin: string, which: 'at least' | 'at most', limit: number | bigint): string {
  if (origin === 'string' && which === 'at least') return 'This must not be empty.';
  const unit = UNITS[origin];
  return unit === undefined ? `This must be ${which} ${limit}.` : `This must have ${which} ${limit}${unit}.`;
}

type Shape = {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: unknown;
  readonly items?: Shape;
  readonly oneOf?: readonly Shape[];
  readonly anyOf?: readonly Shape[];
  readonly const?: unknown;
};

let specShape: Shape | undefined;

/** What may stand at a place of the definition, read off its own schema; `value` decides between kinds. */
function knownKeys(path: SpecPath, value: unknown): readonly string[] {
  specShape ??= z.toJSONSchema(datasetSpecSchema, { io: 'input' }) as Shape; // a JSON Schema made of objects
  let shape: Shape | undefined = specShape;
  let here = value;
  for (const step of path) {
    shape = stepInto(shape, step);
    here = at(here, [step]);
    shape = shape && chosen(shape, here);
  }
  return Object.keys(shape?.properties ?? {});
}

function stepInto(shape: Shape | undefined, step: PropertyKey): Shape | undefined {
  if (typeof step === 'number') return shape?.items;
  const known = shape?.properties?.[String(step)];
  if (known !== undefined) return known;
  const rest = shape?.additionalProperties;
  return typeof rest === 'object' && rest !== null ? rest : undefined;
}

function chosen(shape: Shape, value: unknown): Shape {
  const kinds = shape.oneOf ?? shape.anyOf;
  const kind = at(value, ['kind']);
  return kinds?.find((one) => one.properties?.['kind']?.const === kind) ?? kinds?.[0] ?? shape;
}

function at(value: unknown, path: SpecPath): unknown {
  return path.reduce<unknown>(
    (here, step) => (typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined),
    value,
  );
}
