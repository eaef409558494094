import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import type formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { DATASET_AJV_OPTIONS } from '#shared/contracts/datasets-worker.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/vectors/json-schema-2020-12/', import.meta.url));
const present = existsSync(FOLDER);
const ABSENT =
  'the published cases of JSON Schema are not beside this checkout; only those stated here were run';
if (!present) process.stderr.write(`${ABSENT}\n`);

const require = createRequire(import.meta.url);
const loaded = require('ajv/dist/2020.js') as { readonly Ajv2020: typeof Ajv2020 };
const addFormats = require('ajv-formats') as typeof formats;

type Case = { readonly description: string; readonly data: unknown; readonly valid: boolean };
type Group = { readonly description: string; readonly schema: object; readonly tests: readonly Case[] };

/** Groups that the settings or the validator part with the standard on, each with why. */
const APART: readonly (readonly [file: string, groups: RegExp, why: string])[] = [
  [
    'properties.json',
    /Javascript object property names/,
    'the validator does not look into a property that is called __proto__',
  ],
  ['format.json', /./, 'formats are asserted here: a dataset with addresses that are none is of no use'],
  ['enum.json', /^empty enum$/, 'the validator refuses a list of nothing when the schema is written'],
  ['dynamicRef.json', /./, 'the validator knows $dynamicRef within one schema only'],
  [
    'unevaluatedItems.json',
    /dynamicRef|contain|minContains|nested items|if without then/,
    'the validator does not count what contains or a branch has evaluated',
  ],
  [
    'unevaluatedProperties.json',
    /dynamicRef|then not defined|if without then/,
    'the validator does not count what a bare if has evaluated',
  ],
  [
    'ref.json',
    /^(relative refs with absolute uris|refs with relative uris|URN ref with nested pointer)/,
    'the validator takes an $id beside a $ref to itself for its target',
  ],
  ['vocabulary.json', /vocabulary/, 'the validator knows no vocabularies of others'],
  [
    'multipleOf.json',
    /float division = inf/,
    'steps are compared with nine digits after the point, so that 0.29 is a multiple of 0.01',
  ],
];

function validatorFor(schema: object): Ajv2020 {
  const ajv = new loaded.Ajv2020(DATASET_AJV_OPTIONS);
  addFormats(ajv);
  if (!JSON.stringify(schema).includes('localhost:1234')) return ajv;
  for (const file of filesBelow('remotes/')) {
    // Those of other drafts and of metaschemas of their own are of the groups that are kept apart.
    if (/draft(?!2020-12)|metaschema|\/v1\//.test(file)) continue;
    ajv.addSchema(read(file) as object, `http://localhost:1234/${file.slice('remotes/'.length)}`);
  }
  return ajv;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(`${FOLDER}${folder}`, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(`${folder}${entry.name}/`) : [`${folder}${entry.name}`],
  );
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(`${FOLDER}${file}`, 'utf8'));
}

function failuresOf(file: string, group: Group): readonly string[] {
  const name = `${file}: ${group.description}`;
  let validate: ValidateFunction;
  try {
    validate = validatorFor(group.schema).compile(group.schema);
  } catch (error) {
    return group.tests.map(({ description }) => `${name}: ${description}: ${String(error)}`);
  }
  return group.tests
    .filter(({ data, valid }) => validate(data) !== valid)
    .map((test) => `${name}: ${test.description}`);
}

describe('the settings by which records are validated', () => {
  it('come out as the published cases of 2020-12 say', { timeout: 180_000 }, (context) => {
    if (!present) context.skip(ABSENT);
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
    let total = 0;
    const apart = new Map<string, number>();
    const failures: string[] = [];
    for (const file of files) {
      for (const group of read(file) as readonly Group[]) {
        const why = APART.find(([name, groups]) => name === file && groups.test(group.description))?.[2];
        if (why !== undefined) {
          apart.set(why, (apart.get(why) ?? 0) + group.tests.length);
          continue;
        }
        total += group.tests.length;
        failures.push(...failuresOf(file, group));
      }
    }
    process.stderr.write(`JSON Schema 2020-12: ${total - failures.length} of ${total}\n`);
    for (const [why, count] of apart) process.stderr.write(`  ${count} kept apart: ${why}\n`);
    expect(failures).toEqual([]);
    expect(total).toBeGreaterThan(1_000);
  });

  it('assert formats, know own properties alone and take decimal steps as they are written', () => {
    const ajv = new loaded.Ajv2020(DATASET_AJV_OPTIONS);
    addFormats(ajv);
    expect(ajv.validate({ format: 'email' }, 'nobody')).toBe(false);
    expect(ajv.validate({ required: ['constructor'] }, {})).toBe(false);
    expect(ajv.validate({ multipleOf: 0.01 }, 0.29)).toBe(true);
    expect(ajv.validate({ multipleOf: 0.01 }, 0.295)).toBe(false);
    expect(ajv.validate({ maxLength: 1 }, '😀')).toBe(true);
    expect(ajv.validate({ 'x-note': 'let pass' }, 1)).toBe(true);
  });
});
