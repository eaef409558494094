import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordOutcome, RecordPlan } from '#shared/contracts/datasets-worker.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { openPlan } from './plan.ts';
import type { Progress } from './progress.ts';
import { recordHash } from './record-text.ts';
import { createValidator } from './validator.ts';

const QUIET: Progress = { record: () => undefined, check: () => undefined };

function planOf(schema: JsonSchema, more: Partial<RecordPlan> = {}): RecordPlan {
  return { schema, columns: {}, checks: [], seed: 7, locale: 'en', references: {}, ...more };
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, number) => number);
}

function valuesOf(outcomes: readonly RecordOutcome[]): readonly Record<string, unknown>[] {
  return outcomes.map((outcome) => {
    expect(outcome).toMatchObject({ isMade: true });
    return outcome.isMade ? (JSON.parse(outcome.text) as Record<string, unknown>) : {};
  });
}

async function made(schema: JsonSchema, count = 40, more: Partial<RecordPlan> = {}) {
  return (await openPlan(planOf(schema, more))).make(upTo(count), [], QUIET);
}

const object = (properties: object, more: object = {}): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  ...more,
});

const HARD: readonly (readonly [string, JsonSchema])[] = [
  [
    'references',
    object(
      { home: { $ref: '#/$defs/place' } },
      { $defs: { place: object({ zip: { type: 'string', pattern: '^\\d{5}$' } }) } },
    ),
  ],
  [
    'a tree',
    {
      ...object({ name: { type: 'string' }, parts: { type: 'array', items: { $ref: '#' }, maxItems: 2 } }),
      required: ['name'],
    },
  ],
  [
    'oneOf',
    object({
      pay: {
        oneOf: [
          object({ card: { type: 'string', minLength: 16, maxLength: 16 } }, { additionalProperties: false }),
          object({ iban: { type: 'string' } }, { additionalProperties: false }),
        ],
      },
    }),
  ],
  [
    'anyOf',
    object({
      one: {
        anyOf: [
          { type: 'integer', minimum: 5 },
          { type: 'string', minLength: 3 },
        ],
      },
    }),
  ],
  [
    'allOf',
    {
      allOf: [
        object({ a: { type: 'integer', minimum: 3 } }),
        object({ b: { type: 'string', maxLength: 4 } }),
      ],
    },
  ],
  ['constants and choices', object({ kind: { const: 'x' }, level: { enum: ['a', 'b', null] } })],
  [
    'formats',
    object(
      Object.fromEntries(
        [
          'date',
          'time',
          'date-time',
          'email',
          'uri',
          'uuid',
          'ipv4',
          'ipv6',
          'hostname',
          'duration',
          'json-pointer',
          'uri-reference',
        ].map((format) => [format, { type: 'string', format }]),
      ),
    ),
  ],
  [
    'steps',
    object({
      price: { type: 'number', minimum: 0.1, maximum: 9.99, multipleOf: 0.01 },
      dozen: { type: 'integer', multipleOf: 12, exclusiveMinimum: 0, maximum: 60 },
    }),
  ],
  [
    'sets',
    object({
      tags: {
        type: 'array',
        items: { enum: ['a', 'b', 'c', 'd'] },
        uniqueItems: true,
        minItems: 3,
        maxItems: 4,
      },
    }),
  ],
  [
    'tuples',
    object({
      at: {
        type: 'array',
        prefixItems: [{ type: 'number', minimum: -90, maximum: 90 }, { type: 'string' }],
        items: false,
        minItems: 2,
      },
    }),
  ],
  [
    'dependent properties',
    {
      type: 'object',
      properties: { card: { type: 'string' }, address: { type: 'string', minLength: 4 } },
      dependentRequired: { card: ['address'] },
    },
  ],
  [
    'if and then',
    object(
      { country: { enum: ['IT', 'DE'] }, zip: { type: 'string', minLength: 4, maxLength: 5 } },
      {
        if: { properties: { country: { const: 'IT' } } },
        // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema
        then: { properties: { zip: { pattern: '^\\d{5}$' } } },
      },
    ),
  ],
  [
    'lengths',
    object({
      note: { type: 'string', minLength: 40, maxLength: 60 },
      name: { type: 'string', maxLength: 6 },
    }),
  ],
  ['nothing else', object({ id: { type: 'integer' } }, { additionalProperties: false, minProperties: 1 })],
  [
    'names of properties',
    {
      type: 'object',
      additionalProperties: { type: 'integer' },
      propertyNames: { pattern: '^[a-z]+$' },
      minProperties: 2,
    },
  ],
  [
    'what a list contains',
    object({
      list: {
        type: 'array',
        items: { type: 'integer', minimum: 0, maximum: 9 },
        contains: { const: 4 },
        minItems: 2,
      },
    }),
  ],
  ['null or a text', object({ note: { type: ['string', 'null'] } })],
];

const leaf = fc.oneof(
  fc
    .record({ min: fc.integer({ min: -1000, max: 1000 }), span: fc.integer({ min: 0, max: 500 }) })
    .map(({ min, span }) => ({ type: 'integer', minimum: min, maximum: min + span })),
  fc
    .record({ min: fc.nat(20), span: fc.nat(20) })
    .map(({ min, span }) => ({ type: 'string', minLength: min, maxLength: min + span })),
  fc
    .record({ min: fc.integer({ min: -50, max: 50 }), step: fc.constantFrom(0.01, 0.1, 0.25, 0.5) })
    .map(({ min, step }) => ({ type: 'number', minimum: min, maximum: min + 3, multipleOf: step })),
  fc.constantFrom(
    { type: 'boolean' },
    { type: 'string', format: 'date-time' },
    { type: 'string', format: 'email' },
    { type: ['integer', 'null'] },
  ),
  fc
    .uniqueArray(fc.oneof(fc.string(), fc.integer(), fc.boolean()), { minLength: 1 })
    .map((values) => ({ enum: values })),
);
const { node } = fc.letrec<{ node: object }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc
      .record({ items: tie('node'), min: fc.nat(2), more: fc.nat(2) })
      .map(({ items, min, more }) => ({ type: 'array', items, minItems: min, maxItems: min + more })),
    objectOf(tie('node')),
  ),
}));

function objectOf(values: fc.Arbitrary<object>): fc.Arbitrary<JsonSchema> {
  const names = fc.constantFrom('name', 'email', 'city', 'price', 'a', 'b', 'tags', 'createdAt', 'toString');
  return fc
    .record({
      properties: fc.dictionary(names, values, { minKeys: 1, noNullPrototype: true }),
      isOpen: fc.boolean(),
      allRequired: fc.boolean(),
    })
    .map(({ properties, isOpen, allRequired }) => ({
      type: 'object',
      properties,
      ...(allRequired ? { required: Object.keys(properties) } : {}),
      ...(isOpen ? {} : { additionalProperties: false }),
    }));
}

describe('records of the built-in generator', () => {
  it.each(HARD)('keep to %s', async (_name, schema) => {
    const validator = createValidator(schema);
    for (const value of valuesOf(await made(schema))) expect(validator.errorsOf(value)).toEqual([]);
  });

  it(
    'are valid by any schema that can be met, and the same by number however the run is cut',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          objectOf(node),
          fc.nat(1000),
          fc.integer({ min: 1, max: 11 }),
          async (schema, seed, cut) => {
            const validator = createValidator(schema);
            const whole = await made(schema, 12, { seed });
            for (const value of valuesOf(whole)) expect(validator.errorsOf(value)).toEqual([]);
            // Anew, in two parts, the later one first: as after a crash or with two processes.
            const again = await openPlan(planOf(schema, { seed }));
            const late = again.make(upTo(12).slice(cut), [], QUIET);
            const early = again.make(upTo(cut), [], QUIET);
            expect([...early, ...late]).toEqual(whole);
          },
        ),
        { numRuns: 25 },
      );
    },
  );

  it('say what they are called: names hint at values, in the language asked for', async () => {
    const schema = object({
      email: { type: 'string' },
      codicePostale: { type: 'string' },
      età: { type: 'integer' },
      dueDate: { type: 'string' },
      telefono: { type: 'string' },
    });
    for (const value of valuesOf(await made(schema, 20, { locale: 'it' }))) {
      expect(value['email']).toMatch(/^\S+@\S+\.\S+$/);
      expect(value['età']).toBeGreaterThanOrEqual(18);
      expect(value['dueDate']).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(String(value['telefono'])).toMatch(/\d{3}/);
    }
  });

  it('name the keyword where the schema cannot be met', async () => {
    const [outcome] = await made(object({ n: { type: 'integer', minimum: 5, maximum: 3 } }), 1);
    expect(outcome).toMatchObject({ isMade: false, reason: 'invalid' });
    expect(JSON.stringify(outcome)).toMatch(/minimum|maximum|>= 5|<= 3/);
    await expect(openPlan(planOf({ $ref: 'https://example.com/other.json' }))).rejects.toThrow(/other\.json/);
  });

  it('differ with the seed', async () => {
    const schema = object({ id: { type: 'integer', minimum: 0, maximum: 1e9 } });
    expect(await made(schema, 20, { seed: 1 })).not.toEqual(await made(schema, 20, { seed: 2 }));
  });
});

describe('the text of a record', () => {
  it('has the hash of its canonical JSON and the order of the schema', async () => {
    const schema = object({ b: { type: 'integer' }, a: { type: 'string' } });
    const plan = await openPlan(planOf(schema));
    const [outcome] = plan.finish([{ number: 0, text: '{"z":1,"a":"x","b":2}' }], [], QUIET);
    expect(outcome).toMatchObject({ text: '{"b":2,"a":"x","z":1}' });
  });

  it('is hashed as canonical JSON whatever it holds', async () => {
    const { createHash } = await import('node:crypto');
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
        expect(recordHash(plain)).toBe(createHash('sha256').update(canonicalJson(plain)).digest('hex'));
      }),
    );
  });
});

describe('what a model has made', () => {
  it('is filled, held against the schema and checked', async () => {
    const schema = object(
      { id: { type: 'string' }, text: { type: 'string' }, long: { type: 'boolean' } },
      { additionalProperties: false },
    );
    const plan = await openPlan(
      planOf(schema, {
        columns: {
          id: { kind: 'sequence', start: 5, step: 5, prefix: 'T-', suffix: '', pad: 4 },
          long: { kind: 'expression', code: 'row.text.length > 3' },
        },
        checks: [{ kind: 'length', column: 'text', min: 2 }],
      }),
    );
    const outcomes = plan.finish(
      [
        { number: 0, text: '{"text":"good"}' },
        { number: 1, text: '{"text":"g","other":1}' },
        { number: 2, text: 'no JSON' },
        { number: 3, text: '{"text":"g"}' },
        { number: 4, text: '{"text":null}' },
      ],
      [],
      QUIET,
    );
    expect(outcomes).toMatchObject([
      { isMade: true, text: '{"id":"T-0005","text":"good","long":true}', issues: [] },
      { isMade: false, reason: 'invalid', errors: [expect.stringContaining('other')] },
      { isMade: false, reason: 'invalid', errors: [expect.stringContaining('not JSON')] },
      { isMade: true, issues: [{ check: 'length text' }] },
      { isMade: false, reason: 'column' },
    ]);
  });
});
