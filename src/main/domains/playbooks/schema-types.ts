import { z } from 'zod';

/** The few words of JSON Schema that say what type a place has. */
const nodeSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
});

/** The types that a place can have; `null` where the schema does not say, undefined where there is no such place. */
export type PlaceTypes = ReadonlySet<string> | null | undefined;

export function typesAt(schema: unknown, path: readonly (string | number)[]): PlaceTypes {
  const parsed = nodeSchema.safeParse(schema);
  if (!parsed.success) return null;
  const node = parsed.data;
  const branches = node.anyOf ?? node.oneOf;
  if (branches) return union(branches.map((branch) => typesAt(branch, path)));
  const [key, ...rest] = path;
  if (key === undefined) return ownTypes(node);
  const isIndex = /^\d+$/.test(String(key));
  if (node.items !== undefined && isIndex) return typesAt(node.items, rest);
  if (node.properties && Object.hasOwn(node.properties, key)) return typesAt(node.properties[key], rest);
  if (node.additionalProperties === false || node.items !== undefined) return undefined;
  if (typeof node.additionalProperties === 'object') return typesAt(node.additionalProperties, rest);
  const own = ownTypes(node);
  // A plain value has nothing inside; an object without closed properties may have.
  return own !== null && !own.has('object') && !own.has('array') ? undefined : null;
}

/** False only where both are known and have nothing in common. */
export function canFit(from: PlaceTypes, to: PlaceTypes): boolean {
  if (!from || !to) return true;
  return [...from].some(
    (type) =>
      to.has(type) || (type === 'integer' && to.has('number')) || (type === 'number' && to.has('integer')),
  );
}

function ownTypes(node: z.infer<typeof nodeSchema>): ReadonlySet<string> | null {
  if (node.type !== undefined) return new Set(Array.isArray(node.type) ? node.type : [node.type]);
  if (node.const !== undefined) return new Set([typeOf(node.const)]);
  if (node.enum !== undefined) return new Set(node.enum.map(typeOf));
  return null;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function union(all: readonly PlaceTypes[]): PlaceTypes {
  const present = all.filter((one) => one !== undefined);
  if (present.length === 0) return undefined;
  if (present.some((one) => one === null)) return null;
  return new Set(present.flatMap((one) => [...(one ?? [])]));
}
