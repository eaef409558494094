import type { JsonSchema } from '#shared/contracts/models.ts';

export type SchemaColumns = {
  /** Top-level properties in the order in which the schema has them. */
  readonly names: readonly string[];
  /** Whether a record may have others. */
  readonly isOpen: boolean;
};

const MOST_STEPS = 50;

/** The properties that a record can have, through references within the schema and what it is put together of. */
export function schemaColumns(schema: JsonSchema): SchemaColumns {
  const names = new Set<string>();
  let isOpen = true;
  const seen = new Set<unknown>();
  const visit = (part: unknown): void => {
    if (!isSchema(part) || seen.has(part) || seen.size > MOST_STEPS) return;
    seen.add(part);
    if (isSchema(part['properties'])) for (const name of Object.keys(part['properties'])) names.add(name);
    if (part['additionalProperties'] === false || part['unevaluatedProperties'] === false) isOpen = false;
    if (typeof part['$ref'] === 'string') visit(resolveRef(schema, part['$ref']));
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
      const parts: unknown = part[keyword];
      if (Array.isArray(parts)) for (const one of parts) visit(one);
    }
    for (const keyword of ['then', 'else']) visit(part[keyword]);
  };
  visit(schema);
  return { names: [...names], isOpen };
}

export function isSchema(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `#/$defs/name`, as JSON Pointers in a URI fragment are written (RFC 6901, 6). */
export function resolveRef(root: JsonSchema, ref: string): unknown {
  if (!ref.startsWith('#')) return undefined;
  const steps = ref
    .slice(1)
    .split('/')
    .slice(1)
    .map((step) => safeDecode(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  return steps.reduce<unknown>((here, step) => (isObject(here) ? here[step] : undefined), root);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
