import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { readParquet } from 'parquet-wasm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import type { DatasetExportFormat } from '#shared/contracts/dataset-exchange.ts';
import type { DatasetValue } from '#shared/contracts/datasets.ts';
import { jobEnd, runningClock } from '../support/dataset-making.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

vi.setConfig({ testTimeout: 120_000 });

let app: TestApp;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-dataset-exchange-'));
  app = await makeApp({ clock: runningClock() });
});
afterEach(async () => {
  await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** What is hard to carry: signs of formulas, texts like numbers, nothing and null, lists, long numbers, other scripts. */
const ROWS: readonly DatasetValue[] = [
  {
    id: 1,
    title: '=SUM(A1:A9)',
    note: null,
    price: 12.5,
    tags: ['a', 'b'],
    isOpen: true,
    prompt: 'Ciao',
    answer: 'Salve',
  },
  {
    id: 2,
    title: '007',
    note: '',
    price: -3,
    tags: [],
    isOpen: false,
    prompt: 'Where?',
    answer: 'Here,\nand "there"',
  },
  {
    id: 3,
    title: '-5',
    price: 1e21,
    tags: [{ deep: [1, null] }],
    isOpen: true,
    prompt: '你好',
    answer: '🎉',
  },
  {
    id: 4,
    title: ' spaced ',
    note: 'true',
    price: 0.1,
    tags: ['x;y'],
    isOpen: false,
    prompt: 'a\r\nb',
    answer: 'null',
  },
  { id: 5, title: "'=quoted", note: '[1]', price: 7, tags: ['"'], isOpen: true, prompt: '@x', answer: '+39' },
];
const SCHEMA = {
  type: 'object',
  properties: {
    id: { type: 'integer', description: 'Counts from 1 | up' },
    title: { type: 'string' },
    note: { type: ['string', 'null'] },
    price: { type: 'number' },
    tags: { type: 'array' },
    isOpen: { type: 'boolean' },
    prompt: { type: 'string' },
    answer: { type: 'string' },
  },
  required: ['id', 'title', 'price', 'tags', 'isOpen', 'prompt', 'answer'],
  additionalProperties: false,
};

async function imported(name: string, file: string, schema?: typeof SCHEMA): Promise<string> {
  const { jobId, datasetId } = await app.api.datasets.imports.start({
    source: { path: join(folder, file) },
    into: { name, schema },
  });
  expect(await jobEnd(app, jobId)).toMatchObject({ status: 'done', error: null });
  return datasetId;
}

async function filled(name = 'rows'): Promise<string> {
  await writeFile(join(folder, `${name}.in.json`), JSON.stringify(ROWS));
  return imported(name, `${name}.in.json`, SCHEMA);
}

async function valuesOf(datasetId: string): Promise<readonly unknown[]> {
  const { items } = await app.api.datasets.records.list({ datasetId, limit: 100 });
  return items.map(({ value }) => value);
}

async function exported(datasetId: string, format: DatasetExportFormat, file: string): Promise<string> {
  const path = join(folder, file);
  const { jobId } = await app.api.datasets.exports.start({ datasetId, formats: [format], path });
  expect(await jobEnd(app, jobId)).toMatchObject({ status: 'done', error: null });
  return path;
}

const python = (code: string, ...args: readonly string[]): unknown =>
  JSON.parse(
    execFileSync('python3', ['-c', code, ...args], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }),
  );

test('every format comes back as the very same records', async () => {
  const datasetId = await filled();
  expect(await valuesOf(datasetId)).toEqual(ROWS);
  for (const format of ['json', 'jsonl', 'csv', 'parquet'] as const) {
    await exported(datasetId, format, `rows.${format}`);
    const again = await imported(`again-${format}`, `rows.${format}`, SCHEMA);
    expect(await valuesOf(again)).toEqual(ROWS);
    // The file alone says enough as well.
    const bare = await imported(`bare-${format}`, `rows.${format}`);
    expect(await valuesOf(bare)).toEqual(ROWS);
    const { withIssues } = await app.api.datasets.get({ ref: bare });
    expect(withIssues).toBe(0);
  }
});

test("python's json and csv modules read what was written", async () => {
  const datasetId = await filled();
  const json = await exported(datasetId, 'json', 'rows.json');
  expect(python('import json,sys; print(json.dumps(json.load(open(sys.argv[1]))))', json)).toEqual(ROWS);
  const jsonl = await exported(datasetId, 'jsonl', 'rows.jsonl');
  const lines =
    'import json,sys; print(json.dumps([json.loads(l) for l in open(sys.argv[1], newline="\\n")]))';
  expect(python(lines, jsonl)).toEqual(ROWS);
  const csv = await exported(datasetId, 'csv', 'rows.csv');
  const table = `
import csv, json, sys
with open(sys.argv[1], newline='', encoding='utf-8-sig') as file:
    print(json.dumps(list(csv.DictReader(file, strict=True))))`;
  const rows = python(table, csv) as Record<string, string>[]; // a list of rows, by the code above
  expect(rows).toHaveLength(ROWS.length);
  expect(rows[0]).toEqual({
    id: '1',
    title: "'=SUM(A1:A9)",
    note: 'null',
    price: '12.5',
    tags: '["a","b"]',
    isOpen: 'true',
    prompt: 'Ciao',
    answer: 'Salve',
  });
  expect(rows.map(({ title }) => title)).toEqual(["'=SUM(A1:A9)", '007', '"-5"', ' spaced ', "''=quoted"]);
  expect(rows.map(({ answer }) => answer)).toEqual(['Salve', 'Here,\nand "there"', '🎉', '"null"', "'+39"]);
  expect(rows.map(({ note }) => note)).toEqual(['null', '""', '', '"true"', '"[1]"']);
  expect(rows.map(({ tags }): unknown => JSON.parse(tags ?? ''))).toEqual(ROWS.map(({ tags }) => tags));
});

test('another reader of Parquet finds the same rows', async () => {
  const datasetId = await filled();
  const path = await exported(datasetId, 'parquet', 'rows.parquet');
  const table = tableFromIPC(readParquet(await readFile(path)).intoIPCStream());
  const rows = table.toArray().map((row): Record<string, unknown> => row.toJSON());
  expect(rows).toHaveLength(ROWS.length);
  for (const [at, row] of rows.entries()) {
    const { id, title, price, isOpen, prompt, answer, tags } = ROWS[at] ?? {};
    expect({ ...row, id: Number(row['id']), tags: JSON.parse(String(row['tags'])) as unknown }).toMatchObject(
      {
        id,
        title,
        price,
        isOpen,
        prompt,
        answer,
        tags,
      },
    );
  }
});

test('a folder holds all five formats and a card that Hugging Face reads', async () => {
  const datasetId = await filled();
  await app.api.datasets.records.review({ datasetId, review: 'rejected', numbers: [4] });
  await app.api.datasets.versions.freeze({ datasetId, note: 'first' });
  const path = join(folder, 'out');
  const { jobId } = await app.api.datasets.exports.start({
    datasetId,
    version: 1,
    formats: ['json', 'jsonl', 'csv', 'parquet', 'chat-jsonl'],
    as: 'folder',
    path,
    chat: { system: 'You help.', prompt: '{{title}}: {{ prompt }}', response: '{{answer}} {{tags}}' },
    card: { license: 'cc-by-4.0', languages: ['it', 'en'], tags: ['tickets'] },
  });
  const { result } = await jobEnd(app, jobId);
  expect(result).toMatchObject({ records: 4, path, files: { length: 6 } });
  const names = (await readdir(path)).toSorted();
  expect(names).toEqual([
    'README.md',
    'rows.chat.jsonl',
    'rows.csv',
    'rows.json',
    'rows.jsonl',
    'rows.parquet',
  ]);
  const chat = (await readFile(join(path, 'rows.chat.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(JSON.parse(chat[0] ?? '')).toEqual({
    messages: [
      { role: 'system', content: 'You help.' },
      { role: 'user', content: '=SUM(A1:A9): Ciao' },
      { role: 'assistant', content: 'Salve ["a","b"]' },
    ],
  });
  expect(chat).toHaveLength(4);
  const readme = await readFile(join(path, 'README.md'), 'utf8');
  const [, front = '', body = ''] = readme.split(/^---$/m);
  expect(parse(front)).toMatchObject({
    license: 'cc-by-4.0',
    language: ['it', 'en'],
    size_categories: ['n<1K'],
    tags: ['tickets'],
    configs: [
      { config_name: 'parquet', default: true, data_files: [{ split: 'train', path: 'rows.parquet' }] },
      { config_name: 'jsonl' },
      { config_name: 'json' },
      { config_name: 'csv' },
      { config_name: 'chat-jsonl' },
    ],
  });
  expect(body).toContain('brought in from rows.in.json');
  expect(body).toContain('| id | integer | 0 | 1 to 4, mean 2.5 | Counts from 1 \\| up |');
  const [version] = await app.api.datasets.versions.list({ datasetId });
  expect(version?.lineage.sources).toEqual(['rows.in.json']);
});

test('filters leave out what is not wanted, and a download comes in parts', async () => {
  const datasetId = await filled();
  await app.api.datasets.records.review({ datasetId, review: 'accepted', numbers: [0, 2] });
  await app.api.datasets.records.review({ datasetId, review: 'rejected', numbers: [1] });
  const start = (filter: { isAccepted?: boolean }) =>
    app.api.datasets.exports.start({ datasetId, formats: ['jsonl'], filter });
  const download = async (filter: { isAccepted?: boolean }) => {
    const { jobId } = await start(filter);
    const { result } = await jobEnd(app, jobId);
    expect(result).toMatchObject({ name: 'rows.jsonl', path: null });
    const { data, partCount } = await app.api.datasets.exports.download({ jobId, index: 0 });
    expect(partCount).toBe(1);
    const lines = Buffer.from(data, 'base64').toString().trimEnd().split('\n');
    return lines.map((line): unknown => JSON.parse(line));
  };
  expect(await download({})).toEqual([ROWS[0], ROWS[2], ROWS[3], ROWS[4]]);
  expect(await download({ isAccepted: true })).toEqual([ROWS[0], ROWS[2]]);
  const both = { datasetId, formats: ['json', 'csv'] as const };
  await expect(app.api.datasets.exports.start({ ...both, formats: [...both.formats] })).rejects.toThrow(
    /single file has one format/,
  );
  const chat = { prompt: '{{question}}', response: '{{answer}}' };
  await expect(app.api.datasets.exports.start({ datasetId, formats: ['chat-jsonl'], chat })).rejects.toThrow(
    /no record has a column called question/i,
  );
  expect(await app.api.datasets.exports.chatTemplates({ datasetId })).toEqual({
    system: '',
    prompt: '{{prompt}}',
    response: '{{answer}}',
  });
});

test('what does not fit comes in and says so; nothing is lost', async () => {
  const lines = [
    JSON.stringify(ROWS[0]),
    '{"id": "four", "title": 12}',
    'not json at all',
    '[1,2]',
    '',
    JSON.stringify(ROWS[2]),
  ];
  await writeFile(join(folder, 'mixed.jsonl'), lines.join('\n'));
  const datasetId = await filled();
  const source = { path: join(folder, 'mixed.jsonl') };
  const seen = await app.api.datasets.imports.inspect({ source, datasetId });
  expect(seen).toMatchObject({ format: 'jsonl', looked: 5, records: 5 });
  expect(seen.problems.map(({ row }) => row)).toEqual(['line 2', 'line 3', 'line 4']);
  const { jobId } = await app.api.datasets.imports.start({ source, into: { datasetId } });
  expect(await jobEnd(app, jobId)).toMatchObject({ status: 'done', result: { made: 3, failed: 2 } });
  const { items } = await app.api.datasets.records.list({ datasetId, limit: 100 });
  expect(items.slice(5).map(({ number, state, value }) => [number, state, value])).toEqual([
    [5, 'made', ROWS[0]],
    [6, 'made', { id: 'four', title: 12 }],
    [7, 'failed', null],
    [8, 'failed', null],
    [9, 'made', ROWS[2]],
  ]);
  expect(items[6]?.issues).toMatchObject([{ check: 'schema' }]);
  expect(items[7]?.problem).toBe('line 3: This is not JSON, or was cut: not json at all');
  const report = await app.api.jobs.items({ id: jobId, limit: 10 });
  expect(report.items.map(({ source: row, outcome }) => [row, outcome])).toEqual([
    ['line 2', 'created'],
    ['line 3', 'failed'],
    ['line 4', 'failed'],
  ]);
  await app.api.datasets.records.review({ datasetId, review: 'accepted', numbers: [9] });
  expect(await app.api.datasets.imports.undo({ jobId })).toEqual({
    datasetId,
    removed: 4,
    kept: 1,
    isDatasetRemoved: false,
  });
  expect(await valuesOf(datasetId)).toEqual([...ROWS, ROWS[2]]);
});

test('columns of a file go where they are told to, and an import that made its dataset takes it away again', async () => {
  await writeFile(join(folder, 'foreign.csv'), 'ID;Title;PRICE;zip;junk\n1;One;2.5;00198;x\n2;;;20121;y\n');
  const datasetId = await filled();
  const source = { path: join(folder, 'foreign.csv') };
  const seen = await app.api.datasets.imports.inspect({ source, datasetId });
  expect(seen.mapping).toEqual({ ID: 'id', Title: 'title', PRICE: 'price', zip: 'zip', junk: 'junk' });
  expect(seen.sample[0]).toEqual({ id: 1, title: 'One', price: 2.5, zip: '00198', junk: 'x' });
  const bare = await app.api.datasets.imports.inspect({ source });
  expect(bare.schema).toMatchObject({ properties: { ID: { type: 'integer' }, zip: { type: 'string' } } });
  expect(bare.problems).toEqual([]);
  const started = await app.api.datasets.imports.start({
    source,
    into: { name: 'foreign', title: 'Foreign' },
    mapping: { junk: null, ID: 'key' },
  });
  await jobEnd(app, started.jobId);
  expect(await valuesOf(started.datasetId)).toEqual([
    { key: 1, Title: 'One', PRICE: 2.5, zip: '00198' },
    { key: 2, zip: '20121' },
  ]);
  const made = await app.api.datasets.get({ ref: 'foreign' });
  expect(made).toMatchObject({ spec: { records: 2 }, lastRun: { kind: 'import', generator: 'foreign.csv' } });
  expect(await app.api.datasets.imports.undo({ jobId: started.jobId })).toMatchObject({
    removed: 2,
    isDatasetRemoved: true,
  });
  await expect(app.api.datasets.get({ ref: 'foreign' })).rejects.toThrow(/no dataset called foreign/);
  await app.api.datasets.restore({ id: started.datasetId });
  expect(await valuesOf(started.datasetId)).toHaveLength(2);
});
