import { generateSync } from 'json-schema-faker';
import { DATASET_LIMITS } from '#shared/contracts/datasets-worker.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { recordSeed } from '#shared/kernel/record-random.ts';
import { messageOf } from '../refused.ts';
import type { SeededFaker } from './faker-values.ts';
import { hintedSchema, type HintedSchema } from './hinted-schema.ts';
import { mend } from './mend.ts';
import { createValidator, errorTexts, type Validator } from './validator.ts';

export type Made =
  | { readonly isMade: true; readonly value: unknown }
  | { readonly isMade: false; readonly errors: readonly string[] };

/** Values by a schema: the same seed makes the same value. What comes out is valid by it, or is not called made. */
export type Generator = { make(seed: number): Made };

type Generated = { value: unknown } | { readonly failure: string };
type Options = NonNullable<Parameters<typeof generateSync>[1]>;

const MENDS = 6;
/** Parts that are in no way required are there in four records of five: a dataset of gaps is of little use. */
const SETTINGS = { optionalsProbability: 0.8, maxDefaultItems: 3, refDepthMin: 0, refDepthMax: 4 };

export function createGenerator(schema: JsonSchema, seeded: SeededFaker): Generator {
  return new SchemaGenerator(schema, seeded);
}

class SchemaGenerator implements Generator {
  readonly #validator: Validator;
  readonly #hinted: HintedSchema;
  readonly #seeded: SeededFaker;
  readonly #root: JsonSchema;

  constructor(schema: JsonSchema, seeded: SeededFaker) {
    this.#root = schema;
    this.#seeded = seeded;
    this.#validator = createValidator(schema);
    this.#hinted = hintedSchema(schema, seeded.faker);
  }

  make(seed: number): Made {
    let errors: readonly string[] = [];
    for (let attempt = 0; attempt < DATASET_LIMITS.tries; attempt += 1) {
      const made = this.#try(attempt === 0 ? seed : recordSeed(seed, attempt, 'again'), attempt);
      if (made.isMade) return made;
      errors = made.errors;
    }
    return { isMade: false, errors };
  }

  #try(seed: number, attempt: number): Made {
    this.#seeded.seed(seed);
    const generated = this.#generated(this.#hinted.schema, seed, attempt);
    if ('failure' in generated) return { isMade: false, errors: [generated.failure] };
    let parts = 0;
    const makePart = (schema: unknown): unknown => {
      parts += 1;
      return this.#part(schema, recordSeed(seed, parts, 'part'));
    };
    for (let mends = 0; ; mends += 1) {
      const errors = this.#validator.errorsOf(generated.value);
      if (errors.length === 0) return { isMade: true, value: generated.value };
      if (mends === MENDS || !mend(generated, errors, makePart)) {
        return { isMade: false, errors: errorTexts(errors) };
      }
    }
  }

  /** Later tries take less: a schema that the hints or its own optional parts get in the way of can still be met. */
  #generated(schema: JsonSchema, seed: number, attempt: number): Generated {
    const options: Options = { ...SETTINGS, seed, extensions: { faker: this.#hinted.hints } };
    try {
      if (attempt < 4) return { value: generateSync(schema, options) };
      const optionalsProbability = attempt % 3 === 0 ? 0 : attempt % 3 === 1 ? 1 : 0.5;
      const bare = attempt % 2 === 0 ? this.#root : schema;
      return { value: generateSync(bare, { ...options, optionalsProbability }) };
    } catch (error) {
      return { failure: `no value can be made: ${messageOf(error)}` };
    }
  }

  #part(schema: unknown, seed: number): unknown {
    if (typeof schema === 'boolean') return schema ? 'a' : undefined;
    if (typeof schema !== 'object' || schema === null) return undefined;
    const { $defs, definitions } = this.#root;
    const known = {
      ...($defs !== undefined && { $defs }),
      ...(definitions !== undefined && { definitions }),
    };
    const generated = this.#generated({ ...known, ...schema }, seed, 0);
    return 'value' in generated ? generated.value : undefined;
  }
}
