import { createRequire } from 'node:module';
import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonSchema } from '#shared/contracts/models.ts';

export type CheckedObject =
  | { readonly isOk: true; readonly object: unknown }
  | { readonly isOk: false; readonly problem: string };

let ajv: Ajv2020 | undefined;
const compiled = new WeakMap<JsonSchema, ValidateFunction>();

function validatorOf(schema: JsonSchema): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  if (ajv === undefined) {
    // Loaded with the first answer that is to fit a schema; the package is CommonJS.
    const loaded = createRequire(import.meta.url)('ajv/dist/2020.js') as { readonly Ajv2020: typeof Ajv2020 };
    ajv = new loaded.Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  }
  const validate = ajv.compile(schema);
  compiled.set(schema, validate);
  return validate;
}

const MAX_PROBLEMS = 5;

/** The object in a model's answer, which may stand in a code fence or between words, checked against the schema. */
export function checkObject(text: string, schema: JsonSchema): CheckedObject {
  const found = parse(text);
  if (found === undefined) return { isOk: false, problem: 'It is not JSON.' };
  const validate = validatorOf(schema);
  if (validate(found.object)) return { isOk: true, object: found.object };
  const problems = (validate.errors ?? []).slice(0, MAX_PROBLEMS);
  return {
    isOk: false,
    problem: problems
      .map(({ instancePath, message }) => `${instancePath || '/'}: ${message ?? 'not valid'}.`)
      .join(' '),
  };
}

function parse(text: string): { readonly object: unknown } | undefined {
  const fenced = /```(?:json)?\s*\n([\s\S]*?)```/.exec(text)?.[1];
  const start = text.search(/[[{]/);
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  const inner = start >= 0 && end > start ? text.slice(start, end + 1) : undefined;
  for (const one of [text, fenced, inner]) {
    if (one === undefined) continue;
    try {
      return { object: JSON.parse(one) };
    } catch {
      // The next reading of it may be the right one.
    }
  }
  return undefined;
}
