import {
  parameterReferenceSchema,
  stepReferenceSchema,
  type StepReference,
} from '#shared/contracts/plans.ts';

export type Path = readonly (string | number)[];
export type FoundReference = { readonly at: Path; readonly reference: StepReference };

/** Every reference to an earlier step in an input, with its place. */
export function findReferences(input: unknown, at: Path = []): readonly FoundReference[] {
  const parsed = stepReferenceSchema.safeParse(input);
  if (parsed.success) return [{ at, reference: parsed.data }];
  return partsOf(input).flatMap(([key, part]) => findReferences(part, [...at, key]));
}

/** Places that a parameter of the playbook fills. */
export function findParameters(
  input: unknown,
  at: Path = [],
): readonly { readonly at: Path; readonly name: string }[] {
  const parsed = parameterReferenceSchema.safeParse(input);
  if (parsed.success) return [{ at, name: parsed.data.parameter }];
  const here = typeof input === 'string' ? [...input.matchAll(IN_TEXT)] : [];
  return [
    ...here.map((match) => ({ at, name: match[1] ?? '' })),
    ...partsOf(input).flatMap(([key, part]) => findParameters(part, [...at, key])),
  ];
}

/** The input with every reference replaced; what is replaced by undefined is left out. */
export function fillReferences(input: unknown, valueOf: (reference: StepReference) => unknown): unknown {
  const parsed = stepReferenceSchema.safeParse(input);
  if (parsed.success) return valueOf(parsed.data);
  return mapParts(input, (part) => fillReferences(part, valueOf));
}

const IN_TEXT = /\{\{([a-zA-Z][a-zA-Z0-9_]{0,59})\}\}/g;

/** The input with the parameters in their places; in a text `{{name}}` stands for one. */
export function fillParameters(input: unknown, values: Readonly<Record<string, unknown>>): unknown {
  const parsed = parameterReferenceSchema.safeParse(input);
  if (parsed.success) return values[parsed.data.parameter];
  if (typeof input === 'string')
    return input.replaceAll(IN_TEXT, (_text, name: string) => textOf(values[name]));
  return mapParts(input, (part) => fillParameters(part, values));
}

/** What stands at `a.0.b` of a value; undefined where nothing does. */
export function valueAt(value: unknown, path: string | undefined): unknown {
  if (path === undefined || path === '') return value;
  let at: unknown = value;
  for (const key of path.split('.')) {
    // Own members only: what an object inherits is not data.
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key]; // checked above
  }
  return at;
}

/** A list as text, an entry a line; a dash alone for an empty one. */
export function linesOf(list: unknown, each: string): string {
  const entries: readonly unknown[] = Array.isArray(list) ? list : [list];
  if (entries.length === 0) return '–';
  return entries
    .map((entry) =>
      each.replaceAll(/\{([a-zA-Z0-9_.]{1,60})\}/g, (_text, path: string) => textOf(valueAt(entry, path))),
    )
    .join('\n');
}

function partsOf(input: unknown): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(input)) return input.map((part, index) => [index, part]);
  return typeof input === 'object' && input !== null ? Object.entries(input) : [];
}

function mapParts(input: unknown, map: (part: unknown) => unknown): unknown {
  if (Array.isArray(input)) return input.map(map).filter((part) => part !== undefined);
  if (typeof input !== 'object' || input === null) return input;
  const entries = Object.entries(input).map(([key, part]) => [key, map(part)] as const);
  return Object.fromEntries(entries.filter(([, part]) => part !== undefined));
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}
