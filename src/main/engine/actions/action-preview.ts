import type { ItemNames } from './action-ports.ts';
import type { ActionContext, ActionDefinition, ActionPreview, PreviewField } from './action-definition.ts';

/** What the call would do, by the action's own words or, where it has none, by its input; names stand for ids. */
export async function previewOf(
  definition: ActionDefinition,
  ctx: ActionContext,
  how: { readonly input: unknown; readonly names: ItemNames },
): Promise<ActionPreview> {
  const preview = await ownPreview(definition, ctx, how.input);
  const values = preview.fields.flatMap(({ before, after }) => [...idsOf(before), ...idsOf(after)]);
  if (values.length === 0) return preview;
  const names = await how.names([...new Set(values)]);
  const fields = preview.fields.map(({ field, before, after }) => ({
    field,
    before: named(before, names),
    after: named(after, names),
  }));
  return { ...preview, fields };
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A value that is an id, or a list of nothing else. */
function idsOf(value: string | null): readonly string[] {
  const parts = value?.split(', ') ?? [];
  return parts.every((one) => ID.test(one)) ? parts : [];
}

function named(value: string | null, names: ReadonlyMap<string, string>): string | null {
  const ids = idsOf(value);
  return ids.length === 0 ? value : ids.map((id) => names.get(id) ?? id).join(', ');
}

function ownPreview(
  definition: ActionDefinition,
  ctx: ActionContext,
  input: unknown,
): Promise<ActionPreview> {
  return definition.preview?.(ctx, input) ?? Promise.resolve(plainPreview(definition, input));
}

function plainPreview({ id, title }: ActionDefinition, input: unknown): ActionPreview {
  const given = typeof input === 'object' && input !== null ? Object.entries(input) : [];
  return {
    summary: title,
    kind: id.slice(0, id.indexOf('.')),
    entityId: null,
    projectId: null,
    clientId: null,
    fields: given
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => ({ field, before: null, after: shownValue(value) })),
    risk: 'medium',
  };
}

/** The fields that differ, each before and after as a person reads it. `before` is null for something new. */
export function changedFields(
  before: Readonly<Record<string, unknown>> | null,
  after: Readonly<Record<string, unknown>>,
): readonly PreviewField[] {
  return Object.entries(after).flatMap(([field, value]) => {
    if (value === undefined) return [];
    const shown = { field, before: shownValue(before?.[field]), after: shownValue(value) };
    return shown.before === shown.after ? [] : [shown];
  });
}

const MAX_SHOWN = 2_000;

/** A value as one line of text, cut where it is long; null for none. */
export function shownValue(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (Array.isArray(value) && value.length === 0) return null;
  const text = typeof value === 'string' ? value : textOf(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

function textOf(value: unknown): string {
  const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
  return isList ? value.join(', ') : JSON.stringify(value);
}
