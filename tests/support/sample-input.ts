import { z } from 'zod';

const nodeSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minLength: z.number().optional(),
  minimum: z.number().optional(),
  minItems: z.number().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
});

/** Text for the places that a schema alone does not tell: by the name of the place. */
export type Hints = Readonly<Record<string, string>>;

/** The smallest input that a JSON Schema asks for. */
export function sampleInput(schema: unknown, hints: Hints = {}, name = ''): unknown {
  const node = nodeSchema.parse(schema);
  if (node.const !== undefined) return node.const;
  if (node.enum) return node.enum[0];
  const branch = node.anyOf?.[0] ?? node.oneOf?.[0];
  if (branch !== undefined) return sampleInput(branch, hints, name);
  switch (Array.isArray(node.type) ? node.type[0] : node.type) {
    case 'object':
      return Object.fromEntries(
        (node.required ?? [])
          .filter((key) => nodeSchema.parse(node.properties?.[key] ?? {}).default === undefined)
          .map((key) => [key, sampleInput(node.properties?.[key] ?? {}, hints, key)]),
      );
    case 'array':
      return Array.from({ length: node.minItems ?? 0 }, () => sampleInput(node.items, hints, name));
    case 'number':
    case 'integer':
      return Math.max(1, node.minimum ?? 1);
    case 'boolean':
      return true;
    case 'string':
      return sampleText(node, hints[name]);
    default:
      return null;
  }
}

function sampleText(node: z.infer<typeof nodeSchema>, hint: string | undefined): string {
  if (hint !== undefined) return hint;
  if (node.format === 'uuid') return '0190d3a5-0000-7000-8000-000000000000';
  if (node.pattern?.includes('\\d{4}-\\d{2}')) return '2026-11-21';
  if (node.pattern?.includes('https')) return 'https://example.com/';
  return 'x'.repeat(Math.max(1, node.minLength ?? 1));
}
