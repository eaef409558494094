import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { datasetSpecSchema, type DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { SpecProblem, SpecReading } from '#shared/contracts/datasets.ts';
import { checkSpec, type PlacedProblem } from './check-spec.ts';
import { issueWords, type SpecPath } from './issue-words.ts';

/** A file of someone else's may refer to one piece of itself over and over until it fills the memory. */
const MOST_ALIASES = 100;
const MOST_DEPTH = 100;
const MOST_PROBLEMS = 50;

type Text = { readonly document: Document; readonly lines: LineCounter };

/**
 * Reads a definition as YAML 1.2 (of which JSON is a part). Every problem has its line and column; those of the words
 * come first, and only where there are none is it looked at as a whole.
 */
export function parseSpecText(text: string): SpecReading {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    uniqueKeys: true,
    merge: false,
  });
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0)
    return unusable(broken.map(({ message, pos }) => yamlProblem(lines, message, pos[0])));
  const source = { document, lines };
  const value = valueOf(source);
  return 'given' in value ? readValue(source, withShortValues(value.given)) : unusable(value);
}

/** Where in the text these problems stand. */
export function placesIn(text: string, problems: readonly PlacedProblem[]): readonly SpecProblem[] {
  if (problems.length === 0) return [];
  const lines = new LineCounter();
  const source = { document: parseDocument(text, { lineCounter: lines, schema: 'core' }), lines };
  return problems.map((problem) => told({ ...problem, ...placeOf(source, problem.steps, false) }));
}

/** The plain value, or why there is none. */
function valueOf({ document, lines }: Text): { readonly given: unknown } | readonly SpecProblem[] {
  if (!isMap(document.contents)) {
    return [
      yamlProblem(lines, 'A definition is a set of keys and values, such as "name: support-tickets".', 0),
    ];
  }
  try {
    const given: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    const bad = unwelcome(given);
    return bad === null ? { given } : [{ ...placeOf({ document, lines }, bad.path, true), ...bad.told }];
  } catch (error) {
    const message = error instanceof Error ? error.message : 'It cannot be read.';
    return [yamlProblem(lines, message, 0)];
  }
}

function readValue(source: Text, value: unknown): SpecReading {
  const read = datasetSpecSchema.safeParse(value);
  if (!read.success) {
    const problems = read.error.issues.flatMap((issue) =>
      issueWords(issue, value).map(({ path, isKey, message }) => ({
        ...placeOf(source, path, isKey),
        message,
        isWarning: false,
      })),
    );
    return unusable(problems.toSorted(inOrder));
  }
  const problems = checkSpec(read.data).map((problem) => ({
    ...problem,
    ...placeOf(source, problem.steps, false),
  }));
  const spec: DatasetSpec | null = problems.some(({ isWarning }) => !isWarning) ? null : read.data;
  return { spec, problems: problems.map(told).toSorted(inOrder) };
}

function told({ path, message, line, column, isWarning }: SpecProblem): SpecProblem {
  return { path, message, line, column, isWarning };
}

function unusable(problems: readonly SpecProblem[]): SpecReading {
  return { spec: null, problems: problems.slice(0, MOST_PROBLEMS) };
}

function inOrder(a: SpecProblem, b: SpecProblem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

function yamlProblem(lines: LineCounter, message: string, offset: number): SpecProblem {
  const { line, col } = lines.linePos(offset);
  // The package draws the line below its message; the place is told beside it here.
  const first = message.split(' at line ')[0]?.trim() ?? message;
  return { path: '', message: first, line: Math.max(line, 1), column: Math.max(col, 1), isWarning: false };
}

/** Where it stands, or the nearest place around it that is written down. */
function placeOf(
  { document, lines }: Text,
  path: SpecPath,
  isKey: boolean,
): Pick<SpecProblem, 'path' | 'line' | 'column'> {
  for (let length = path.length; length >= 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length), isKey && length === path.length);
    if (offset === undefined) continue;
    const { line, col } = lines.linePos(offset);
    return { path: path.map(String).join('.'), line, column: col };
  }
  return { path: path.map(String).join('.'), line: 1, column: 1 };
}

function offsetOf(document: Document, path: SpecPath, isKey: boolean): number | undefined {
  if (path.length === 0) return document.contents?.range?.[0];
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  const pair = isMap(parent)
    ? parent.items.find(({ key }) => isScalar(key) && key.value === last)
    : undefined;
  if (isKey && pair !== undefined && isScalar(pair.key)) return pair.key.range?.[0];
  const node: unknown = document.getIn(path, true);
  const range: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : undefined;
  if (Array.isArray(range) && typeof range[0] === 'number') return range[0];
  return undefined;
}

type Unwelcome = { readonly path: SpecPath; readonly told: Pick<SpecProblem, 'message' | 'isWarning'> };

/** Keys that reach into the language, and depth that would exhaust the stack. */
function unwelcome(value: unknown, path: SpecPath = []): Unwelcome | null {
  if (typeof value !== 'object' || value === null) return null;
  if (path.length > MOST_DEPTH) {
    return { path, told: { message: `This lies deeper than ${MOST_DEPTH} levels.`, isWarning: false } };
  }
  for (const [key, inner] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    if (key === '__proto__')
      return { path: here, told: { message: 'This name cannot be used.', isWarning: false } };
    const found = unwelcome(inner, here);
    if (found !== null) return found;
  }
  return null;
}

type Loose = Readonly<Record<string, unknown>>;

const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value alone stands for itself with the weight 1, so that a list of words can be written as one. */
function withShortValues(value: unknown): unknown {
  if (!isLoose(value)) return value;
  const { facets, columns } = value;
  return {
    ...value,
    ...(Array.isArray(facets) && { facets: facets.map(longValues) }),
    ...(isLoose(columns) && {
      columns: Object.fromEntries(
        Object.entries(columns).map(([name, column]) => [name, longValues(column)]),
      ),
    }),
  };
}

function longValues(holder: unknown): unknown {
  if (!isLoose(holder) || !Array.isArray(holder['values'])) return holder;
  const values = holder['values'].map((one: unknown) =>
    typeof one === 'object' && one !== null ? one : { value: one },
  );
  return { ...holder, values };
}
