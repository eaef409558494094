import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { tableFromIPC } from 'apache-arrow';
import { readParquet } from 'parquet-wasm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectControl } from '#main/hosts/control/control-client.ts';
import { startCli, type CliEnd, type CliProcess } from '../support/cli-process.ts';
import { askedNumber } from '../support/dataset-making.ts';
import { finishedIn } from '../support/finished-records.ts';
import {
  startScriptedModels,
  type ScriptedAnswer,
  type ScriptedModels,
  type ScriptedRequest,
} from '../support/scripted-models.ts';

// Every command is a process that derives its key anew.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 120_000 });

const EXAMPLE = fileURLToPath(new URL('../../docs/datasets/dataset.yaml', import.meta.url));
const passphrase = 'correct horse battery';
const SENTENCE =
  '50 support tickets for a web hosting company, in Italian and English, with priority and sentiment';
const FORMATS = 'json,jsonl,csv,parquet,chat-jsonl';
const RECORDS = 50;
/** Of the run, for eight calls at once: an answer is read while the next is asked for. */
const LANES = 12;

let root: string;
let server: ScriptedModels;
/** The numbers of records that the model was asked for, in order. */
let asked: number[] = [];

const start = (...args: readonly string[]): CliProcess =>
  startCli(['--data-dir', join(root, 'data'), '--json', ...args], { env: { ADIUVA_PASSPHRASE: passphrase } });
const adiuva = (...args: readonly string[]): Promise<CliEnd> => start(...args).ended;
const dataset = (...args: readonly string[]): Promise<CliEnd> => adiuva('dataset', ...args);

async function ready(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { code, stderr, json } = await dataset(...args);
  expect(code, stderr).toBe(0);
  return json as Record<string, unknown>; // every verb answers an object
}

const DRAFTED = {
  name: 'tickets',
  title: 'Support tickets',
  instructions: 'Sound like customers.',
  schema: {
    type: 'object',
    properties: {
      language: { enum: ['it', 'en'] },
      subject: { type: 'string', minLength: 3 },
      message: { type: 'string', minLength: 20 },
      priority: { enum: ['low', 'medium', 'high'] },
      sentiment: { enum: ['positive', 'neutral', 'negative'] },
      replies: { type: 'integer', minimum: 0 },
    },
    required: ['language', 'subject', 'message', 'priority', 'sentiment', 'replies'],
    additionalProperties: false,
  },
  facets: [{ name: 'topic', values: ['domains', 'e-mail', { value: 'invoices', weight: 2 }] }],
};

const SUBJECTS = [
  'Il sito è lento',
  'Mailbox full',
  'Fattura, "doppia"',
  'DNS does\nnot resolve',
  'Grazie 🎉',
];

/** A ticket of its own for each number; every fifth one has what makes tables hard. */
function ticket(number: number) {
  const word = (number * 7919).toString(36);
  return {
    language: number % 3 === 0 ? 'en' : 'it',
    subject: `${SUBJECTS[number % SUBJECTS.length] ?? ''} ${number}`,
    message: `${word} ${word}x ${word}y: richiesta ${number}, ${'abcdefghij'.slice(number % 10)} ${word}`,
    priority: ['low', 'medium', 'high'][number % 3],
    sentiment: ['positive', 'neutral', 'negative'][number % 3],
  };
}

function answer(request: ScriptedRequest): ScriptedAnswer {
  const { prompt } = request;
  if (prompt.includes('You draft the definition')) return { text: JSON.stringify(DRAFTED) };
  if (prompt.includes('You judge one record')) return { text: '{"reason": "As they write.", "score": 5}' };
  if (prompt.includes('records at once')) {
    return { text: JSON.stringify({ records: [0, 1, 2].map((at) => ({ ...ticket(at), replies: at })) }) };
  }
  const number = askedNumber(request);
  asked.push(number);
  // The schema is sent beside the words.
  const isDrafted = request.bodyText.includes('replies');
  return {
    delayMs: 60,
    text: JSON.stringify(isDrafted ? { ...ticket(number), replies: number % 4 } : ticket(number)),
  };
}

const python = (code: string, ...args: readonly string[]): unknown =>
  JSON.parse(execFileSync('python3', ['-c', code, ...args], { encoding: 'utf8' }));
const READ_JSON = 'import json,sys; print(json.dumps(json.load(open(sys.argv[1], encoding="utf-8"))))';
const READ_LINES =
  'import json,sys; print(json.dumps([json.loads(l) for l in open(sys.argv[1], newline="\\n", encoding="utf-8")]))';
const READ_TABLE = `
import csv, json, sys
with open(sys.argv[1], newline='', encoding='utf-8-sig') as file:
    print(json.dumps(list(csv.DictReader(file, strict=True))))`;

type Row = Readonly<Record<string, unknown>>;

async function rowsOf(name: string): Promise<readonly Row[]> {
  const { id } = await ready('show', name);
  const { json } = await adiuva(
    'call',
    'datasets.records.list',
    JSON.stringify({ datasetId: id, limit: 500 }),
  );
  const { items } = json as { items: { number: number; state: string; value: Row }[] }; // a page of records
  expect(items.map(({ number }) => number)).toEqual(Array.from({ length: items.length }, (_, at) => at));
  expect(items.every(({ state }) => state === 'made')).toBe(true);
  return items.map(({ value }) => value);
}

/** Freezes, exports in five formats, and has each file read by another program. */
async function readBackEqual(
  name: string,
  rows: readonly Row[],
  chat: readonly string[] = [],
): Promise<void> {
  expect(await ready('freeze', name, '--note', 'first')).toMatchObject({ version: 1, records: rows.length });
  const out = join(root, `${name}-out`);
  const card = ['--license', 'cc-by-4.0', '--language', 'it,en'];
  const told = await ready('export', `${name}@1`, '--format', FORMATS, '--out', out, ...card, ...chat);
  expect(told).toMatchObject({ job: { result: { records: rows.length, files: { length: 6 } } } });
  expect(await readdir(out)).toHaveLength(6);
  const file = (ending: string) => join(out, `${name}${ending}`);
  expect(python(READ_JSON, file('.json'))).toEqual(rows);
  expect(python(READ_LINES, file('.jsonl'))).toEqual(rows);
  const table = python(READ_TABLE, file('.csv')) as Record<string, string>[]; // a list of rows, by the code above
  expect(table).toEqual(rows.map(asCells));
  const parquet = tableFromIPC(readParquet(await readFile(file('.parquet'))).intoIPCStream());
  const plain = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);
  const read = parquet.toArray().map((row): Row => row.toJSON());
  expect(
    read.map((row) => Object.fromEntries(Object.entries(row).map(([key, one]) => [key, plain(one)]))),
  ).toEqual(rows);
  const lines = python(READ_LINES, file('.chat.jsonl')) as {
    messages: { role: string; content: string }[];
  }[]; // as above
  expect(lines).toHaveLength(rows.length);
  expect(lines.map(({ messages }) => messages.at(-1)?.role)).toEqual(rows.map(() => 'assistant'));
  expect(await readFile(join(out, 'README.md'), 'utf8')).toContain('license: cc-by-4.0');
}

/** Texts stand as they are, everything else as JSON. */
const asCells = (row: Row) =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );

/** Lets it run until so many were asked for, and ends it as a power cut does; what is on disk then. */
async function killedHalfWay(name: string): Promise<ReadonlySet<number>> {
  const { id } = await ready('show', name);
  const run = start('dataset', 'run', name);
  while (asked.length < RECORDS / 2) {
    expect(run.isAlive(), 'it ended by itself').toBe(true);
    await delay(2);
  }
  expect((await run.kill('SIGKILL')).code).toBeNull();
  return finishedIn(join(root, 'data'), passphrase, String(id));
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-done-'));
  server = await startScriptedModels(answer);
  expect(await adiuva('init', '--no-keychain')).toMatchObject({ code: 0 });
  const address = ['--address', server.urls.openai, '--model', 'scripted-model'];
  const added = await adiuva('models', 'add', 'openai_compatible', '--name', 'Scripted', ...address);
  expect(added).toMatchObject({ code: 0, json: { test: { isOk: true } } });
  // A provider that is added is spoken to.
  asked = [];
});
afterEach(async () => {
  await server.close();
  await rm(root, { recursive: true, force: true });
});

/** Asks the process that works, in its own words, until it has made something. */
async function untilSomeAreMade(name: string, run: CliProcess): Promise<void> {
  for (let made = 0; made === 0; await delay(5)) {
    expect(run.isAlive(), 'it ended by itself').toBe(true);
    const client = await connectControl(join(root, 'data')).catch(() => undefined);
    const found = await client?.call('datasets.get', { ref: name }).catch(() => null);
    made = Number(Reflect.get(Object(found), 'made') ?? 0);
    await client?.close();
  }
}

test('from a sentence: drafted, confirmed, generated, killed, gone on with, checked, frozen, in five formats', async () => {
  const before = server.requests.length;
  const draft = await ready('draft', SENTENCE);
  expect(draft).toMatchObject({ source: 'model', spec: { records: RECORDS }, samples: { length: 3 } });
  expect(server.requests.length - before).toBe(2);
  expect(asked).toEqual([]);
  expect(await ready('confirm', String(draft['mark']))).toMatchObject({ name: 'tickets', made: 0 });

  const known = await killedHalfWay('tickets');
  const first = asked;
  // What it asked for is on disk, but for its lanes, and what waited for a commit.
  expect(first.filter((number) => !known.has(number)).length).toBeLessThanOrEqual(2 * LANES);
  expect(known.size).toBeLessThan(RECORDS);
  asked = [];
  expect(await ready('resume', 'tickets')).toMatchObject({ status: 'done', asked: RECORDS, made: RECORDS });
  expect(asked.filter((number) => known.has(number))).toEqual([]);
  expect(asked.length).toBe(RECORDS - known.size);

  const rows = await rowsOf('tickets');
  expect(rows).toEqual(Array.from({ length: RECORDS }, (_, at) => ({ ...ticket(at), replies: at % 4 })));
  expect(await ready('stats', 'tickets')).toMatchObject({
    records: RECORDS,
    failed: 0,
    duplicates: { exact: 0 },
    columns: expect.arrayContaining([expect.objectContaining({ path: 'sentiment', missing: 0 })]),
  });
  expect(await ready('check', 'tickets')).toMatchObject({
    made: RECORDS,
    withIssues: 0,
    job: { status: 'done' },
  });
  await readBackEqual('tickets', rows, ['--prompt', '{{subject}}', '--response', '{{message}}']);
});

test('with no model and offline: the same, and nothing is asked of anybody', async () => {
  expect(await adiuva('offline', 'on')).toMatchObject({ code: 0 });
  const before = server.connections();
  const draft = await ready('draft', SENTENCE, '--builtin', '--seed', '3', '--name', 'offline');
  expect(draft).toMatchObject({
    source: 'words',
    spec: { records: RECORDS, generator: { kind: 'builtin' } },
  });
  await ready('confirm', String(draft['mark']));
  expect(await ready('run', 'offline')).toMatchObject({ status: 'done', made: RECORDS, failed: 0 });
  const rows = await rowsOf('offline');
  expect(rows).toHaveLength(RECORDS);
  expect(new Set(rows.map(({ language }) => language))).toEqual(new Set(['it', 'en']));
  expect(await ready('check', 'offline')).toMatchObject({ withIssues: 0 });
  await readBackEqual('offline', rows);

  // Killed half way it goes on to the very same records, which are the same for the same seed.
  const many = String(15_000);
  for (const name of ['whole', 'killed']) {
    await ready('draft', SENTENCE, '--builtin', '--seed', '3', '--name', name, '--records', many, '--yes');
  }
  await ready('run', 'whole');
  const run = start('dataset', 'run', 'killed');
  await untilSomeAreMade('killed', run);
  expect((await run.kill('SIGKILL')).code).toBeNull();
  expect(await ready('run', 'killed')).toMatchObject({ status: 'done', made: Number(many), failed: 0 });
  const [whole, killed] = [await ready('freeze', 'whole'), await ready('freeze', 'killed')];
  expect(killed).toMatchObject({ records: Number(many), contentHash: whole['contentHash'] });
  expect(server.connections()).toBe(before);
  expect(await adiuva('offline', 'off')).toMatchObject({ code: 0 });
});

test('from a dataset.yaml: the same, with its columns, checks and judge', async () => {
  const text = await readFile(EXAMPLE, 'utf8');
  const file = join(root, 'dataset.yaml');
  await writeFile(
    file,
    text.replace('records: 50', 'records: 50\nrecord: 3').replace('min: 20 }', 'min: much }'),
  );
  const wrong = await dataset('create', '--spec', file);
  expect(wrong).toMatchObject({
    code: 2,
    json: { error: { code: 'invalid_input', problems: { length: 2 } } },
  });
  expect(wrong.stderr).toMatch(/dataset\.yaml:13:1: record: .*Did you mean "records"\?/);
  expect(wrong.stderr).toMatch(/dataset\.yaml:\d+:\d+: checks\.1\.min: /);
  await writeFile(file, text.replace('seed: 7', 'seed: [7'));
  expect(await dataset('create', '--spec', file)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/dataset\.yaml:\d+:\d+: /),
  });
  expect(await dataset('create', '--spec', join(root, 'none.yaml'))).toMatchObject({ code: 1 });

  await writeFile(file, text);
  expect(await ready('create', '--spec', file)).toMatchObject({ name: 'hosting-tickets' });
  const known = await killedHalfWay('hosting-tickets');
  asked = [];
  expect(await ready('run', 'hosting-tickets')).toMatchObject({ status: 'done', made: RECORDS, failed: 0 });
  expect(asked.filter((number) => known.has(number))).toEqual([]);
  expect(asked.length).toBe(RECORDS - known.size);
  const rows = await rowsOf('hosting-tickets');
  expect(rows.map(({ id }) => id)).toEqual(
    Array.from({ length: RECORDS }, (_, at) => `T-${String(at + 1).padStart(5, '0')}`),
  );
  const judged = () => server.requests.filter(({ prompt }) => prompt.includes('You judge one record')).length;
  expect(await ready('check', 'hosting-tickets')).toMatchObject({ withIssues: 0, job: { status: 'done' } });
  expect(judged()).toBe(RECORDS);
  await readBackEqual('hosting-tickets', rows);
});
