import { createRequire } from 'node:module';
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type formats from 'ajv-formats';
import { DATASET_AJV_OPTIONS, DATASET_LIMITS } from '#shared/contracts/datasets-worker.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { messageOf, Refused } from '../refused.ts';

/** An error with the value and the schema that it is about. */
export type SchemaError = ErrorObject<string, Record<string, unknown>>;

export type Validator = {
  /** Empty for a valid value. */
  errorsOf(value: unknown): readonly SchemaError[];
};

const require = createRequire(import.meta.url);
// CommonJS, whose types describe what an import of it would look like elsewhere.
const loaded = require('ajv/dist/2020.js') as { readonly Ajv2020: typeof Ajv2020 };
const addFormats = require('ajv-formats') as typeof formats;

/** Refuses a schema that is none, and one that refers to what is not in it. */
export function createValidator(schema: JsonSchema): Validator {
  const ajv = new loaded.Ajv2020({ ...DATASET_AJV_OPTIONS, verbose: true });
  addFormats(ajv);
  let validate: ValidateFunction;
  try {
    validate = ajv.compile(schema);
  } catch (error) {
    throw new Refused(`The schema cannot be used: ${messageOf(error)}`.slice(0, 1_000));
  }
  return {
    errorsOf: (value) => {
      try {
        // Errors of a choice's branches come before that of the choice itself; all are told.
        return validate(value) ? [] : ((validate.errors ?? []) as readonly SchemaError[]);
      } catch (error) {
        throw new Refused(`The schema cannot be used: ${messageOf(error)}`.slice(0, 1_000), { cause: error });
      }
    },
  };
}

/** As a person and a model are told: the place, and what is wanted there. */
export function errorText(error: SchemaError): string {
  const place = error.instancePath === '' ? 'the record' : error.instancePath;
  return `${place} ${error.message ?? error.keyword}${detailOf(error)}`.slice(0, DATASET_LIMITS.issueChars);
}

function detailOf({ keyword, params, message = '' }: SchemaError): string {
  const told = (value: unknown): string => (JSON.stringify(value) ?? '').slice(0, 300);
  if (keyword === 'enum') return `: ${told(params['allowedValues'])}`;
  if (keyword === 'const') return `: ${told(params['allowedValue'])}`;
  const name: unknown =
    params['additionalProperty'] ?? params['unevaluatedProperty'] ?? params['propertyName'];
  return typeof name !== 'string' || message.includes(`'${name}'`) ? '' : `: ${told(name)}`;
}

export function errorTexts(errors: readonly SchemaError[]): readonly string[] {
  return [...new Set(errors.map(errorText))].slice(0, DATASET_LIMITS.errors);
}
