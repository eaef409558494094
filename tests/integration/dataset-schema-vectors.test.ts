import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import type formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { DATASET_AJV_OPTIONS } from '#shared/contracts/datasets-worker.ts';
import { JSON_SCHEMA_APART } from '../support/json-schema-apart.ts';

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

/** Formats of the standard that the validator does not know: with these words nothing is asserted. */
const UNKNOWN_FORMATS = ['idn-email', 'idn-hostname', 'iri', 'iri-reference'];

const apartKey = (file: string, group: string, test: string): string => `${file}: ${group}: ${test}`;
const APART: ReadonlyMap<string, string> = new Map(
  JSON_SCHEMA_APART.flatMap(({ why, file, cases }) =>
    Object.entries(cases).flatMap(([group, tests]) =>
      tests.map((test): [string, string] => [apartKey(file, group, test), why]),
    ),
  ),
);

function validatorFor(file: string, schema: object): Ajv2020 {
  // The mandatory cases of formats say that they are notes unless one asks for more, as is done here everywhere else.
  const validateFormats = file !== 'format.json';
  const ajv = new loaded.Ajv2020({ ...DATASET_AJV_OPTIONS, validateFormats });
  addFormats(ajv);
  if (!JSON.stringify(schema).includes('localhost:1234')) return ajv;
  for (const remote of filesBelow('remotes/')) {
    // Those of other drafts, and one vocabulary of a draft to come.
    if (/draft(?!2020-12)|\/v1\//.test(remote)) continue;
    ajv.addSchema(read(remote) as object, `http://localhost:1234/${remote.slice('remotes/'.length)}`);
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

type Came = { readonly key: string; readonly isAsSaid: boolean };

/** How each case of a group comes out; one whose schema is refused is not as the suite says. */
function outcomesOf(file: string, group: Group): readonly Came[] {
  const validate = compiled(file, group.schema);
  return group.tests.map(({ description, data, valid }) => ({
    key: apartKey(file, group.description, description),
    isAsSaid: validate !== null && isAsSaid(validate, data, valid),
  }));
}

function compiled(file: string, schema: object): ValidateFunction | null {
  try {
    return validatorFor(file, schema).compile(schema);
  } catch {
    return null;
  }
}

function isAsSaid(validate: ValidateFunction, data: unknown, valid: boolean): boolean {
  try {
    return validate(data) === valid;
  } catch {
    return false;
  }
}

/** Runs every case of these files. What is not as the suite says is named beforehand, and what is named is not as it says. */
function runCases(title: string, files: readonly string[]): { readonly right: number; readonly all: number } {
  const outcomes = files.flatMap((file) =>
    (read(file) as readonly Group[]).flatMap((group) => outcomesOf(file, group)),
  );
  const otherwise = outcomes.filter(({ isAsSaid: is }) => !is).map(({ key }) => key);
  const named = outcomes.map(({ key }) => key).filter((key) => APART.has(key));
  const counts = Map.groupBy(otherwise, (key) => APART.get(key) ?? 'nobody knows why');
  const right = outcomes.length - otherwise.length;
  process.stderr.write(`JSON Schema 2020-12, ${title}: ${right} of ${outcomes.length}\n`);
  for (const [why, keys] of counts)
    process.stderr.write(`  ${keys.length} come out otherwise: the validator ${why}\n`);
  expect(otherwise.toSorted()).toEqual(named.toSorted());
  return { right, all: outcomes.length };
}

const isJson = (file: string): boolean => file.endsWith('.json');
const formatOf = (file: string): string => file.slice('optional/format/'.length, -'.json'.length);

describe('the settings by which records are validated', () => {
  it(
    'come out as the published mandatory cases of 2020-12 say, but for those named',
    { timeout: 180_000 },
    (context) => {
      if (!present) context.skip(ABSENT);
      const files = readdirSync(FOLDER).filter(isJson);
      const { right, all } = runCases('mandatory', files);
      expect(all).toBeGreaterThan(1_250);
      expect(right / all).toBeGreaterThan(0.95);
    },
  );

  it('come out as the optional cases say, but for those named', { timeout: 180_000 }, (context) => {
    if (!present) context.skip(ABSENT);
    const files = filesBelow('optional/').filter(
      (file) => isJson(file) && !file.startsWith('optional/format/'),
    );
    expect(runCases('optional', files).all).toBeGreaterThan(100);
  });

  it(
    'assert every format that the validator knows as the published cases say, but for those named',
    { timeout: 180_000 },
    (context) => {
      if (!present) context.skip(ABSENT);
      const files = filesBelow('optional/format/').filter(isJson);
      const ajv = new loaded.Ajv2020(DATASET_AJV_OPTIONS);
      addFormats(ajv);
      // Two files are of something else: a pattern that is a value, and a format that nobody knows.
      const others = new Set(['ecmascript-regex', 'unknown']);
      const unknown = files.filter((file) => !others.has(formatOf(file)) && !(formatOf(file) in ajv.formats));
      expect(unknown.map(formatOf).toSorted()).toEqual(UNKNOWN_FORMATS);
      const kept = unknown.flatMap((file) =>
        (read(file) as readonly Group[]).flatMap(({ tests }) => tests),
      ).length;
      process.stderr.write(
        `JSON Schema 2020-12: ${kept} cases of formats not run, which nothing asserts: ${UNKNOWN_FORMATS.join(', ')}\n`,
      );
      const { right, all } = runCases(
        'formats',
        files.filter((file) => !unknown.includes(file)),
      );
      expect(right / all).toBeGreaterThan(0.9);
    },
  );

  it('are apart from the suite in nothing that is not in it any more', (context) => {
    if (!present) context.skip(ABSENT);
    const files = new Set(JSON_SCHEMA_APART.map(({ file }) => file));
    const known = new Set(
      [...files].flatMap((file) =>
        (read(file) as readonly Group[]).flatMap((group) =>
          group.tests.map(({ description }) => apartKey(file, group.description, description)),
        ),
      ),
    );
    expect([...APART.keys()].filter((key) => !known.has(key))).toEqual([]);
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
