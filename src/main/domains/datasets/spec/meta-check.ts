import { createRequire } from 'node:module';
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { FormatsPlugin } from 'ajv-formats';
import { DATASET_AJV_OPTIONS } from '#shared/contracts/datasets-worker.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';

export type SchemaFault = { readonly path: readonly string[]; readonly message: string };

const MOST_FAULTS = 20;

/** Loaded with the first schema that is looked at; the packages are CommonJS. */
function createAjv(): Ajv2020 {
  const require = createRequire(import.meta.url);
  const { Ajv2020: Made } = require('ajv/dist/2020.js') as { readonly Ajv2020: typeof Ajv2020 };
  const addFormats = require('ajv-formats') as { readonly default: FormatsPlugin };
  const ajv = new Made({ ...DATASET_AJV_OPTIONS });
  addFormats.default(ajv);
  return ajv;
}

let shared: Ajv2020 | undefined;

/** With one that is made once: to make one takes longer than most schemas do. Nothing of a schema stays in it. */
function compiled(schema: JsonSchema): ValidateFunction {
  shared ??= createAjv();
  try {
    return shared.compile(schema);
  } finally {
    shared.removeSchema(schema);
  }
}

/** What of a schema is not JSON Schema 2020-12, or cannot be worked with: a reference to nowhere, a pattern that is none. */
export function schemaFaults(schema: JsonSchema): readonly SchemaFault[] {
  shared ??= createAjv();
  const meta = 'https://json-schema.org/draft/2020-12/schema';
  if (!shared.validate(meta, schema)) {
    return distinct((shared.errors ?? []).map(faultOf)).slice(0, MOST_FAULTS);
  }
  try {
    compiled(schema);
    return [];
  } catch (error) {
    return [{ path: [], message: compileWords(error) }];
  }
}

/** A validator of records by the schema. Throws for a schema that has faults. */
export function recordFaults(schema: JsonSchema): (value: unknown) => readonly SchemaFault[] {
  const validate = compiled(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []).slice(0, MOST_FAULTS).map(faultOf));
}

function faultOf({ instancePath, message = 'is not valid', params }: ErrorObject): SchemaFault {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const allowed: unknown = Reflect.get(params, 'allowedValues');
  const hint = Array.isArray(allowed) ? `: ${allowed.map(String).join(', ')}` : '';
  return { path, message: `${message}${hint}` };
}

/** The meta-schema is put together of several, and each says the same of a place. */
function distinct(faults: readonly SchemaFault[]): readonly SchemaFault[] {
  const seen = new Set<string>();
  return faults.filter(({ path, message }) => {
    const name = `${path.join('/')} ${message}`;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

function compileWords(error: unknown): string {
  const said = error instanceof Error ? error.message : 'it cannot be used';
  const missing: unknown = error instanceof Error ? Reflect.get(error, 'missingRef') : undefined;
  return typeof missing === 'string' ? `refers to ${missing}, which is not there` : said;
}
