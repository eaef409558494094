import type { SchemaError } from './validator.ts';

/** Makes a value by a part of the schema; undefined where that cannot be done. */
export type MakePart = (schema: unknown) => unknown;

type Holder = { readonly container: Record<string, unknown>; readonly key: string };

/**
 * Sets right what the generator did not keep, error by error: a bound, a step, a list with the same entry twice, a
 * property too many or one too few. True when something was changed, so that it is worth validating again.
 */
export function mend(root: { value: unknown }, errors: readonly SchemaError[], make: MakePart): boolean {
  let hasChanged = false;
  for (const error of errors) hasChanged = mendOne(root, error, make) || hasChanged;
  return hasChanged;
}

function mendOne(root: { value: unknown }, error: SchemaError, make: MakePart): boolean {
  const holder = holderOf(root, error.instancePath);
  if (holder === null) return false;
  const current = holder.container[holder.key];
  const next = mended(current, error, make);
  if (next === undefined) return false;
  holder.container[holder.key] = next;
  return true;
}

function holderOf(root: { value: unknown }, path: string): Holder | null {
  let container: unknown = root;
  let key = 'value';
  for (const part of path.split('/').slice(1)) {
    container = typeof container === 'object' && container !== null ? Reflect.get(container, key) : null;
    key = part.replaceAll('~1', '/').replaceAll('~0', '~');
  }
  return typeof container === 'object' && container !== null
    ? { container: container as Record<string, unknown>, key }
    : null;
}

function mended(value: unknown, error: SchemaError, make: MakePart): unknown {
  const { keyword, params, parentSchema = {} } = error;
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value)
      ? mendedList(value, keyword, parentSchema, make)
      : mendedObject({ ...value }, error, make);
  }
  if (keyword === 'const') return params['allowedValue'];
  if (keyword === 'enum') return firstOf(params['allowedValues']);
  if (typeof value === 'number') return mendedNumber(value, parentSchema, keyword);
  if (typeof value === 'string') return mendedText(value, keyword, parentSchema, make);
  return keyword === 'type' ? make(parentSchema) : undefined;
}

function firstOf(values: unknown): unknown {
  return Array.isArray(values) ? values[0] : undefined;
}

function mendedNumber(value: number, schema: Record<string, unknown>, keyword: string): number | undefined {
  const bound = (name: string): number | undefined => {
    const found = schema[name];
    return typeof found === 'number' ? found : undefined;
  };
  const isInteger = schema['type'] === 'integer';
  const step = bound('multipleOf') ?? (isInteger || keyword === 'type' ? 1 : undefined);
  const above = bound('exclusiveMinimum');
  const below = bound('exclusiveMaximum');
  const grain = step ?? 1e-3;
  const min = Math.max(bound('minimum') ?? -Infinity, above === undefined ? -Infinity : above + grain);
  const max = Math.min(bound('maximum') ?? Infinity, below === undefined ? Infinity : below - grain);
  let next = Math.min(Math.max(value, min), max);
  if (step !== undefined) {
    next = stepped(Math.round(next / step), step);
    if (next < min) next = stepped(Math.ceil(min / step), step);
    if (next > max) next = stepped(Math.floor(max / step), step);
  }
  return next === value || !Number.isFinite(next) ? undefined : next;
}

/** 3 × 0.1 as it is written, not as it is added up. */
export function stepped(times: number, step: number): number {
  const decimals = /\.(\d+)$/.exec(String(step))?.[1]?.length ?? 0;
  return Number((times * step).toFixed(Math.min(decimals, 20)));
}

function mendedText(
  value: string,
  keyword: string,
  schema: Record<string, unknown>,
  make: MakePart,
): unknown {
  const points = [...value];
  if (keyword === 'maxLength') return points.slice(0, Number(schema['maxLength'])).join('');
  if (keyword === 'minLength')
    return value.padEnd(Number(schema['minLength']) + value.length - points.length, 'a');
  if (keyword === 'format' || keyword === 'pattern' || keyword === 'type') return make(schema);
  return undefined;
}

function mendedList(
  value: readonly unknown[],
  keyword: string,
  schema: Record<string, unknown>,
  make: MakePart,
): unknown {
  if (keyword === 'maxItems') return value.slice(0, Number(schema['maxItems']));
  if (keyword === 'uniqueItems') {
    const least = typeof schema['minItems'] === 'number' ? schema['minItems'] : 0;
    return filled(distinct(value), least, schema, make);
  }
  if (keyword === 'minItems') return filled(value, Number(schema['minItems']), schema, make);
  if (keyword === 'contains') return [...value, make(schema['contains'])];
  if (keyword === 'unevaluatedItems' || keyword === 'items' || keyword === 'additionalItems') {
    return value.slice(0, Array.isArray(schema['prefixItems']) ? schema['prefixItems'].length : 0);
  }
  return undefined;
}

function distinct(values: readonly unknown[]): readonly unknown[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function filled(
  values: readonly unknown[],
  least: number,
  schema: Record<string, unknown>,
  make: MakePart,
): readonly unknown[] {
  let list = [...values];
  for (let tries = 0; list.length < least && tries < 50 + 4 * least; tries += 1) {
    const prefix: unknown = Array.isArray(schema['prefixItems'])
      ? schema['prefixItems'][list.length]
      : undefined;
    const entry = make(prefix ?? schema['items'] ?? { type: 'string', minLength: 1, maxLength: 12 });
    list = schema['uniqueItems'] === true ? [...distinct([...list, entry])] : [...list, entry];
  }
  return list;
}

function mendedObject(value: Record<string, unknown>, error: SchemaError, make: MakePart): unknown {
  const { keyword, params, parentSchema = {} } = error;
  const extra = params['additionalProperty'] ?? params['unevaluatedProperty'] ?? params['propertyName'];
  if (typeof extra === 'string') {
    delete value[extra];
    return value;
  }
  const missing = params['missingProperty'];
  if ((keyword === 'required' || keyword === 'dependentRequired') && typeof missing === 'string') {
    const properties = parentSchema['properties'];
    const known: unknown =
      typeof properties === 'object' && properties !== null ? Reflect.get(properties, missing) : undefined;
    const made = make(known ?? { type: 'string', minLength: 1, maxLength: 12 });
    return made === undefined ? undefined : { ...value, [missing]: made };
  }
  if (keyword === 'minProperties') return withMore(value, parentSchema, make);
  if (keyword === 'maxProperties') {
    const required = Array.isArray(parentSchema['required']) ? parentSchema['required'] : [];
    const names = Object.keys(value).toSorted(
      (a, b) => Number(required.includes(b)) - Number(required.includes(a)),
    );
    return Object.fromEntries(
      names.slice(0, Number(parentSchema['maxProperties'])).map((name) => [name, value[name]]),
    );
  }
  return undefined;
}

/** Properties of names that the schema allows, until there are enough. */
function withMore(
  value: Record<string, unknown>,
  schema: Record<string, unknown>,
  make: MakePart,
): Record<string, unknown> {
  const more = { ...value };
  const least = Number(schema['minProperties']);
  const known = Object.entries(isObject(schema['properties']) ? schema['properties'] : {});
  for (const [name, part] of known) {
    if (Object.keys(more).length < least && !Object.hasOwn(more, name)) more[name] = make(part);
  }
  const naming = schema['propertyNames'] ?? { pattern: '^[a-z]{3,8}$' };
  const others = isObject(schema['additionalProperties'])
    ? schema['additionalProperties']
    : { type: 'string' };
  for (let tries = 0; Object.keys(more).length < least && tries < 50 + least; tries += 1) {
    const name = make({ ...(isObject(naming) ? naming : {}), type: 'string' });
    if (typeof name === 'string' && name !== '') more[name] ??= make(others);
  }
  return more;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
