import type { SettingsField, SettingsSchema } from '#shared/contracts/plugin-manifest.ts';

/** What the fields hold while they are filled in: numbers as they are typed, lists a line each. */
export type SettingsDraft = Readonly<Record<string, string | boolean | readonly string[]>>;

/** Why a value is not taken; `limit` fills the message. */
export type Problem = {
  readonly code:
    | 'required'
    | 'number'
    | 'integer'
    | 'minimum'
    | 'maximum'
    | 'minLength'
    | 'maxLength'
    | 'maxItems'
    | 'email'
    | 'uri'
    | 'date'
    | 'time';
  readonly limit?: number;
};

export function draftOf(schema: SettingsSchema, settings: Readonly<Record<string, unknown>>): SettingsDraft {
  return Object.fromEntries(
    Object.entries(schema.properties).map(([name, field]) => [name, fieldDraft(field, settings[name])]),
  );
}

function fieldDraft(field: SettingsField, value: unknown): SettingsDraft[string] {
  const known = value ?? field.default;
  if (field.type === 'boolean') return known === true;
  if (field.type === 'array') return Array.isArray(known) ? known.map(String) : [];
  return typeof known === 'string' || typeof known === 'number' ? String(known) : '';
}

/** Without what is left empty: the plugin then has its default. */
export function toSettings(schema: SettingsSchema, draft: SettingsDraft): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.properties)) {
    const value = draft[name] ?? '';
    if (field.type === 'number' || field.type === 'integer') {
      if (value !== '') values[name] = toNumber(String(value));
    } else if (field.type === 'string') {
      if (value !== '' || field.default !== undefined) values[name] = value;
    } else values[name] = value;
  }
  return values;
}

export function checkDraft(schema: SettingsSchema, draft: SettingsDraft): ReadonlyMap<string, Problem> {
  const problems = new Map<string, Problem>();
  for (const [name, field] of Object.entries(schema.properties)) {
    const problem = problemOf(field, draft[name] ?? '', schema.required.includes(name));
    if (problem !== undefined) problems.set(name, problem);
  }
  return problems;
}

function toNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'));
}

function problemOf(
  field: SettingsField,
  value: SettingsDraft[string],
  isRequired: boolean,
): Problem | undefined {
  if (typeof value === 'boolean') return undefined;
  if (value.length === 0) return isRequired ? { code: 'required' } : undefined;
  if (field.type === 'array') return listProblem(field, Array.isArray(value) ? value : []);
  const text = String(value);
  if (field.type === 'string') return textProblem(field, text);
  return field.type === 'boolean' ? undefined : numberProblem(field, text);
}

function listProblem(
  { maxItems, items }: Extract<SettingsField, { type: 'array' }>,
  value: readonly string[],
): Problem | undefined {
  const { maxLength } = items;
  if (maxItems !== undefined && value.length > maxItems) return { code: 'maxItems', limit: maxItems };
  const isTooLong = maxLength !== undefined && value.some((entry) => [...entry].length > maxLength);
  return isTooLong ? { code: 'maxLength', limit: maxLength } : undefined;
}

function numberProblem(
  field: Extract<SettingsField, { type: 'number' | 'integer' }>,
  text: string,
): Problem | undefined {
  const { type, minimum, maximum } = field;
  const value = toNumber(text);
  if (!Number.isFinite(value)) return { code: type };
  if (type === 'integer' && !Number.isInteger(value)) return { code: 'integer' };
  if (minimum !== undefined && value < minimum) return { code: 'minimum', limit: minimum };
  return maximum !== undefined && value > maximum ? { code: 'maximum', limit: maximum } : undefined;
}

const FORMATS = {
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  uri: /^[a-z][a-z0-9+.-]*:\S+$/i,
  date: /^\d{4}-\d{2}-\d{2}$/,
  time: /^\d{2}:\d{2}(:\d{2})?/,
};

function textProblem(
  { minLength, maxLength, format }: Extract<SettingsField, { type: 'string' }>,
  text: string,
): Problem | undefined {
  const length = [...text].length;
  if (minLength !== undefined && length < minLength) return { code: 'minLength', limit: minLength };
  if (maxLength !== undefined && length > maxLength) return { code: 'maxLength', limit: maxLength };
  if (format === undefined || format === 'multiline') return undefined;
  return FORMATS[format].test(text) ? undefined : { code: format };
}
