import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { DatasetExportFormat } from '#shared/contracts/dataset-exchange.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { allRecords, jobEnd, runningClock } from '../support/dataset-making.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

let app: TestApp;
let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-dataset-exact-'));
  app = await makeApp({ clock: runningClock() });
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '=1+1',
    '+39',
    '-5',
    '@x',
    "'=1",
    "''",
    '',
    ' ',
    '\ufeff',
    '\ufeffx',
    '\r',
    '\n',
    '\t',
    'a\r\nb',
  ),
  fc.constantFrom(
    '"',
    '""',
    ',',
    ';',
    'null',
    'true',
    '007',
    '1e5',
    '-0',
    '[1]',
    '{"a":1}',
    '\0',
    '\ud800',
    '💡',
  ),
);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e21, -1e21, 2 ** 53, 2 ** 60, -(2 ** 63), 5e-324, 1.7976931348623157e308, 0.1),
);
const record = fc.record(
  {
    text,
    note: fc.option(text),
    number,
    maybe: fc.option(number),
    whole: fc.oneof(fc.maxSafeInteger(), fc.constantFrom(2 ** 60, 1e21)),
    flag: fc.boolean(),
    any: fc.jsonValue(),
    list: fc.array(fc.oneof(text, number, fc.constant(null))),
    nested: fc.dictionary(text, fc.jsonValue()),
    'd;"e,': text,
    ' spaced ': text,
    '=name': text,
    'a.b': fc.option(text),
    ['__proto__']: text,
    '': text,
  },
  { requiredKeys: ['text'] },
);
const TEXT = { type: 'string' };
const SCHEMA = {
  type: 'object',
  properties: {
    text: TEXT,
    note: { type: ['string', 'null'] },
    number: { type: 'number' },
    maybe: { type: ['number', 'null'] },
    whole: { type: 'integer' },
    flag: { type: 'boolean' },
    any: {},
    list: { type: 'array' },
    nested: { type: 'object' },
    'd;"e,': TEXT,
    ' spaced ': TEXT,
    '=name': TEXT,
    'a.b': { type: ['string', 'null'] },
    ['__proto__']: TEXT,
    '': TEXT,
  },
};

async function imported(path: string): Promise<string> {
  const into = { name: `exact-${(count += 1)}`, schema: SCHEMA };
  const { jobId, datasetId } = await app.api.datasets.imports.start({ source: { path }, into });
  expect(await jobEnd(app, jobId)).toMatchObject({ status: 'done', error: null, result: { failed: 0 } });
  return datasetId;
}

async function exported(datasetId: string, format: DatasetExportFormat): Promise<string> {
  const path = join(folder, `${(count += 1)}.${format}`);
  const chat = { prompt: '{{text}}', response: '{{*}}' };
  const { jobId } = await app.api.datasets.exports.start({ datasetId, formats: [format], path, chat });
  expect(await jobEnd(app, jobId)).toMatchObject({ status: 'done', error: null });
  return path;
}

const textsOf = async (datasetId: string) =>
  (await allRecords(app, datasetId)).map(({ value }) => canonicalJson(value));

test('whatever stands in records, every format that is read again brings back the very same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 200, size: 'max' }), async (rows) => {
      const lines = rows.map((row) => JSON.stringify(row));
      const path = join(folder, `${(count += 1)}.jsonl`);
      await writeFile(path, `${lines.join('\n')}\n`);
      const wanted = lines.map((line) => canonicalJson(JSON.parse(line)));
      const datasetId = await imported(path);
      expect(await textsOf(datasetId)).toEqual(wanted);
      for (const format of ['json', 'jsonl', 'csv', 'parquet'] as const) {
        expect(await textsOf(await imported(await exported(datasetId, format)))).toEqual(wanted);
      }
    }),
    { numRuns: 8, endOnFailure: true },
  );
});

test('lines of chat hold the texts as they are', async () => {
  const full = fc.record({ text: text.filter((one) => one.trim() !== ''), any: fc.jsonValue(), number });
  const rows = fc.sample(full, 300);
  const path = join(folder, 'chat.in.jsonl');
  await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const chat = await readFile(await exported(await imported(path), 'chat-jsonl'), 'utf8');
  const said = chat
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { messages: { content: string }[] }).messages); // as fine-tuning has them
  expect(said.map(([user]) => user?.content)).toEqual(rows.map((row) => row.text));
  const whole = said.map(([, answer]) => canonicalJson(JSON.parse(answer?.content ?? '')));
  expect(whole).toEqual(rows.map((row) => canonicalJson(JSON.parse(JSON.stringify(row)))));
});
