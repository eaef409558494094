import type { ShownProposal } from './proposal-queries.ts';

/** How a value of the input is filled in by a person. */
export type FieldControl =
  | 'text'
  | 'long'
  | 'date'
  | 'time'
  | 'number'
  | 'flag'
  | 'tags'
  | 'priority'
  | 'status'
  | 'project'
  | 'client';

/** One value of the input: where it stands in it, and how it is edited. */
export type EditableField = {
  readonly path: readonly string[];
  readonly name: string;
  readonly control: FieldControl;
  readonly value: unknown;
  /** May be left empty. */
  readonly isOptional: boolean;
};

const CONTROLS: ReadonlyMap<string, FieldControl> = new Map([
  ['title', 'text'],
  ['name', 'text'],
  ['description', 'long'],
  ['body', 'long'],
  ['text', 'long'],
  ['dueDate', 'date'],
  ['plannedDate', 'date'],
  ['startDate', 'date'],
  ['endDate', 'date'],
  ['dueTime', 'time'],
  ['priority', 'priority'],
  ['estimateMinutes', 'number'],
  ['days', 'number'],
  ['tags', 'tags'],
  ['add', 'tags'],
  ['remove', 'tags'],
  ['projectId', 'project'],
  ['clientId', 'client'],
]);

/** Offered beside what was proposed: what a person most often adds to something new. */
const OFFERED: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'tasks.create',
    ['title', 'description', 'projectId', 'dueDate', 'plannedDate', 'priority', 'estimateMinutes', 'tags'],
  ],
  ['checkpoints.create', ['title', 'description', 'dueDate']],
  ['notes.create', ['title', 'body', 'projectId', 'tags']],
]);

/** Which item it is about is not for the form to change, and the parts of an item's own structure are not either. */
const FIXED: ReadonlySet<string> = new Set(['id', 'ids', 'taskId', 'parentId', 'waitsForCheckpointIds']);
const NEEDED: ReadonlySet<string> = new Set(['title', 'name', 'days', 'text', 'isDone', 'isReached']);
/** Parts of an input that hold the fields of a change. */
const NESTED: ReadonlySet<string> = new Set(['patch', 'to', 'evidence']);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function controlFor(actionId: string, name: string, value: unknown): FieldControl | undefined {
  if (FIXED.has(name)) return undefined;
  if (name === 'status') return actionId.startsWith('tasks.') ? 'status' : undefined;
  // A checkpoint can't be without a project, and its place is part of the right that was given.
  if (name === 'projectId' && actionId.startsWith('checkpoints.')) return undefined;
  const known = CONTROLS.get(name);
  if (known !== undefined) return known;
  if (typeof value === 'boolean') return 'flag';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return value.includes('\n') || value.length > 80 ? 'long' : 'text';
  return undefined;
}

/** What of a proposal's input a person can fill in, in the order it is shown. */
export function editableFields({
  actionId,
  input,
}: Pick<ShownProposal, 'actionId' | 'input'>): EditableField[] {
  if (!isRecord(input)) return [];
  const field = (path: readonly string[], name: string, value: unknown): EditableField[] => {
    const control = controlFor(actionId, name, value);
    return control === undefined
      ? []
      : [{ path: [...path, name], name, control, value: value ?? null, isOptional: !NEEDED.has(name) }];
  };
  const offered = OFFERED.get(actionId) ?? [];
  const given = Object.keys(input).filter((name) => !offered.includes(name));
  return [...offered, ...given].flatMap((name) => {
    const value = input[name];
    if (NESTED.has(name) && isRecord(value)) {
      return Object.entries(value).flatMap(([inner, one]) => field([name], inner, one));
    }
    return field([], name, value);
  });
}

/** The input with the person's values in their places; what was neither there nor filled in stays away. */
export function withEdits(
  input: unknown,
  edits: readonly { path: readonly string[]; value: unknown }[],
): unknown {
  return edits.reduce<unknown>((whole, { path, value }) => withValue(whole, path, value), input);
}

function withValue(whole: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const record = isRecord(whole) ? whole : {};
  return { ...record, [name]: withValue(record[name], rest, value) };
}
