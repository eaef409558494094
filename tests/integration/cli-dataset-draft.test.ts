import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAdiuva } from '#main/compose.ts';
import type { DatasetDraft } from '#shared/contracts/dataset-drafts.ts';
import { runCommand, type CliOptions, type CliRun } from '../support/run-cli.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

const passphrase = 'correct horse battery';
const SENTENCE =
  '50 support tickets for a web hosting company, in Italian and English, with priority and sentiment';
let root: string;

function command(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return runCommand(['--data-dir', join(root, 'data'), 'dataset', ...args], {
    env: { ADIUVA_PASSPHRASE: passphrase },
    ...options,
  });
}
const adiuva = (...args: readonly string[]) => command([...args, '--json']);
/** As a person sees it: text on a terminal. */
const onTerminal = (...args: readonly string[]) => command(args, { typed: [] });

type MarkedDraft = DatasetDraft & { readonly mark: string };
const draftIn = ({ json }: CliRun) => json as MarkedDraft; // what `draft` answers

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-draft-'));
  const app = createAdiuva({ dataDir: join(root, 'data'), host: 'test', keychain: null });
  await app.caller().system.setup({ passphrase, useKeychain: false });
  await app.close();
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('what is shown of a draft ends with the line that confirms it', async () => {
  const { exitCode, stderr } = await onTerminal('draft', SENTENCE, '--name', 'hosting');
  expect(exitCode).toBe(0);
  expect(stderr).toContain(
    'Support tickets for a web hosting company (hosting): 50 records, made without a model',
  );
  expect(stderr).toMatch(/^ {2}subject {4}text, 1 to 150 characters$/m);
  expect(stderr).toMatch(/^ {2}priority {3}low \| medium \| high \| urgent$/m);
  expect(stderr).toMatch(/^Facets\n {2}language {2}en, it$/m);
  expect(stderr.match(/^ {2}\d\. subject /gm)).toHaveLength(3);
  const mark = /adiuva dataset confirm ([0-9a-f]{12})\n$/.exec(stderr)?.[1] ?? '';
  const made = await onTerminal('confirm', mark);
  expect(made.exitCode).toBe(0);
  expect(made.stderr).toMatch(/^hosting is there \(.{36}\): 50 records, made without a model\./);
  // What was confirmed is a draft no more.
  expect(await adiuva('confirm', mark)).toMatchObject({
    exitCode: 4,
    json: { error: { code: 'not_found', message: expect.stringContaining('Nothing was made') } },
  });
});

test('the words say how many, however they write it, and an option says it against them', async () => {
  const words = '1,500 customers of a bank with name, city and email';
  const draft = draftIn(await adiuva('draft', words, '--builtin'));
  expect(draft.spec).toMatchObject({ records: 1_500, name: 'customers-of-a-bank' });
  // What is named first is asked for: these are no e-mails.
  expect(Object.keys(Object(draft.spec.schema['properties']))).toEqual(
    expect.arrayContaining(['name', 'city', 'email']),
  );
  expect(JSON.stringify(draft.spec.schema)).not.toContain('subject');
  const said = await adiuva('draft', words, '--builtin', '--records', '3');
  expect(said).toMatchObject({ json: { spec: { records: 3 } } });
});

test('a mark confirms what was shown, and nothing that came after it', async () => {
  const first = draftIn(await adiuva('draft', SENTENCE, '--name', 'first', '--builtin'));
  const again = draftIn(await adiuva('draft', '--refresh', 'first', '--name', 'second'));
  expect(again).toMatchObject({ id: first.id, refreshCount: 1, spec: { name: 'second', records: 50 } });
  expect(again.mark).not.toBe(first.mark);
  expect(await adiuva('confirm', first.mark)).toMatchObject({ exitCode: 4 });
  expect(await adiuva('drafts')).toMatchObject({
    json: [{ id: first.id, mark: again.mark, name: 'second', refreshCount: 1 }],
  });
  expect(draftIn(await adiuva('drafts', 'second'))).toMatchObject({ id: first.id, samples: { length: 3 } });
  // A name says which draft, and not which state of it.
  expect(await adiuva('confirm', 'second')).toMatchObject({
    exitCode: 2,
    json: { error: { message: expect.stringContaining('by the mark of what was shown') } },
  });
  const made = await adiuva('confirm', again.mark, '--name', 'third', '--records', '7');
  expect(made).toMatchObject({ exitCode: 0, json: { name: 'third', spec: { records: 7 } } });
  expect(await adiuva('drafts')).toMatchObject({ exitCode: 0, json: [] });
});

test('a name that is taken is refused where it was said, and the draft stays', async () => {
  const yes = await adiuva('draft', SENTENCE, '--name', 'taken', '--yes', '--records', '3', '--seed', '5');
  expect(yes).toMatchObject({ exitCode: 0, json: { name: 'taken', spec: { records: 3, seed: 5 } } });
  const { mark } = draftIn(await adiuva('draft', SENTENCE));
  expect(await adiuva('confirm', mark, '--name', 'taken')).toMatchObject({
    exitCode: 1,
    json: { error: { code: 'conflict' } },
  });
  expect(await adiuva('confirm', mark, '--name', 'Not A Name')).toMatchObject({ exitCode: 2 });
  expect(await adiuva('drafts')).toMatchObject({ json: [{ mark }] });
  expect(await adiuva('drafts', mark, '--discard')).toMatchObject({ exitCode: 0 });
  expect(await adiuva('drafts', mark)).toMatchObject({ exitCode: 4 });
});

test('a schema or a file of examples is a beginning too', async () => {
  const schema = join(root, 'city.json');
  await writeFile(
    schema,
    JSON.stringify({ title: 'City', properties: { city: { type: 'string' }, people: { type: 'integer' } } }),
  );
  const bySchema = draftIn(await adiuva('draft', '--schema', schema, '--builtin', '--records', '4'));
  expect(bySchema).toMatchObject({ source: 'schema', spec: { records: 4 }, samples: { length: 3 } });
  const examples = join(root, 'people.csv');
  await writeFile(examples, 'name,age\nAda,36\nBob,41\n');
  const byExamples = draftIn(await adiuva('draft', '--examples', examples, '--builtin'));
  expect(byExamples).toMatchObject({
    source: 'examples',
    spec: { schema: { properties: { name: { type: 'string' }, age: { type: 'integer' } } } },
  });
  expect(await adiuva('draft')).toMatchObject({ exitCode: 2 });
  expect(await adiuva('draft', 'other words', '--refresh', byExamples.id)).toMatchObject({ exitCode: 2 });
  expect(await adiuva('draft', '--refresh', byExamples.id, '--builtin')).toMatchObject({ exitCode: 2 });
  expect(await adiuva('draft', '--refresh', 'nobody')).toMatchObject({ exitCode: 4 });
  expect(await adiuva('draft', '--schema', join(root, 'none.json'))).toMatchObject({ exitCode: 1 });
});

test('a draft whose schema is none is shown with what is wrong, and is not confirmed', async () => {
  const schema = join(root, 'wrong.json');
  await writeFile(
    schema,
    JSON.stringify({ type: 'object', properties: { a: { type: 'string', minLength: -1 } } }),
  );
  const { stderr, exitCode } = await onTerminal('draft', '--schema', schema, '--builtin');
  expect(exitCode).toBe(0);
  expect(stderr).toContain('Wrong: schema.properties.a.minLength: ');
  const mark = /confirm ([0-9a-f]{12})\n$/.exec(stderr)?.[1] ?? '';
  expect(await adiuva('confirm', mark)).toMatchObject({
    exitCode: 2,
    json: { error: { message: expect.stringContaining('change the draft first') } },
  });
});
