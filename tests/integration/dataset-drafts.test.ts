import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeApp, type TestApp } from '../support/make-app.ts';
import {
  startScriptedModels,
  type ScriptedModels,
  type ScriptedRequest,
} from '../support/scripted-models.ts';

let app: TestApp;
let server: ScriptedModels;

beforeEach(async () => {
  [app, server] = await Promise.all([makeApp(), startScriptedModels()]);
});
afterEach(async () => {
  await app[Symbol.asyncDispose]();
  await server.close();
});

const TICKETS =
  '50 support tickets for a web hosting company, in Italian and English, with priority and sentiment';

/** As models do it: in a fence, of another draft, with types that are none and names that nothing has. */
const DRAFTED = `Here you are!
\`\`\`json
{
  "name": "Hosting Tickets", "title": "Support tickets",
  "instructions": "Sound like customers.",
  "schema": {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "properties": {
      "subject": "text",
      "priority": { "type": "str", "enum": ["low", "high"] },
      "sentiment": ["positive", "negative"],
      "customer": { "$ref": "#/definitions/customer" },
    },
    "definitions": { "customer": { "properties": { "name": { "type": "string", "required": true } } } },
    "required": ["subject", "priority", "nothing"]
  },
  "facets": [{ "name": "language", "values": [{ "value": "it", "weight": 3 }, "en"] }, { "name": "bad" }]
}
\`\`\``;

const RECORD = { subject: 'Down', priority: 'high', sentiment: 'negative', customer: { name: 'Ada' } };
const isDraft = ({ prompt }: ScriptedRequest) => prompt.includes('You draft the definition');
const answer = (request: ScriptedRequest) =>
  isDraft(request) ? { text: DRAFTED } : { text: JSON.stringify({ records: [RECORD, RECORD, RECORD] }) };

async function withModel() {
  await app.api.models.add({
    kind: 'openai_compatible',
    name: 'Scripted',
    baseUrl: server.urls.openai,
    chatModel: 'scripted-model',
  });
  server.say(answer);
}

describe('a draft by a model', () => {
  test('takes two calls, is mended where that is plain, and shows three records', async () => {
    await withModel();
    const draft = await app.api.datasets.drafts.create({ description: TICKETS });
    expect(server.requests.filter(({ method }) => method === 'POST')).toHaveLength(2);
    expect(draft).toMatchObject({ source: 'model', notice: '', refreshCount: 0, modelId: 'scripted-model' });
    expect(draft.problems).toEqual([]);
    expect(draft.samples).toEqual([RECORD, RECORD, RECORD]);
    expect(draft.spec).toMatchObject({
      name: 'hosting-tickets',
      title: 'Support tickets',
      records: 50,
      generator: { kind: 'model' },
      schema: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        required: ['subject', 'priority'],
        properties: {
          subject: { type: 'string' },
          priority: { type: 'string' },
          sentiment: { enum: ['positive', 'negative'] },
          customer: { $ref: '#/$defs/customer' },
        },
        $defs: { customer: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } },
      },
      facets: [
        {
          name: 'language',
          values: [
            { value: 'it', weight: 3 },
            { value: 'en', weight: 1 },
          ],
        },
      ],
    });
    expect(draft.mended).toContain('"definitions" is "$defs" in JSON Schema 2020-12.');
    expect(draft.mended).toContain('1 of the facets could not be read and were left out.');
  });

  test.each([
    ['without facets', { title: 'Tickets', schema: { properties: { subject: { type: 'string' } } } }],
    ['that is the schema alone', { properties: { subject: { type: 'string' } }, required: ['subject'] }],
  ])('is taken from an answer %s', async (_, drafted) => {
    await withModel();
    server.say((request) =>
      isDraft(request)
        ? { text: JSON.stringify(drafted) }
        : { text: JSON.stringify({ records: ['a', 'b', 'c'].map((subject) => ({ subject })) }) },
    );
    const draft = await app.api.datasets.drafts.create({ description: TICKETS });
    expect(draft).toMatchObject({ source: 'model', notice: '', problems: [], samples: { length: 3 } });
    expect(draft.spec).toMatchObject({ facets: [], schema: { properties: { subject: { type: 'string' } } } });
  });

  test('is drafted anew on request, and counted', async () => {
    await withModel();
    const { id } = await app.api.datasets.drafts.create({ description: TICKETS });
    const again = await app.api.datasets.drafts.refresh({ id });
    expect(again).toMatchObject({ id, refreshCount: 1 });
    expect(server.requests.findLast(isDraft)?.prompt).toContain('This is draft 2');
    expect(await app.api.datasets.drafts.list()).toMatchObject([{ id, name: 'hosting-tickets' }]);
  });

  test('is confirmed as it was shown or not at all', async () => {
    await withModel();
    const shown = await app.api.datasets.drafts.create({ description: TICKETS });
    const { id, spec } = shown;
    const edited = await app.api.datasets.drafts.edit({ id, spec: { ...spec, seed: 7 } });
    expect(edited.samples).toEqual([]);
    expect(edited.sampleProblem).toContain('changed since');
    const stale = app.api.datasets.drafts.confirm({ id, fingerprint: shown.fingerprint });
    await expect(stale).rejects.toThrow(/not the one that was shown/);
    expect(await app.api.datasets.list()).toMatchObject({ total: 0 });
    const dataset = await app.api.datasets.drafts.confirm({ id, fingerprint: edited.fingerprint });
    expect(dataset.spec).toEqual({ ...spec, seed: 7 });
    await expect(app.api.datasets.drafts.get({ id })).rejects.toThrow(/not there any more/);
  });

  test('cannot be confirmed while its schema is none', async () => {
    await withModel();
    const { id, spec } = await app.api.datasets.drafts.create({ description: TICKETS });
    const schema = { type: 'object', properties: { a: { type: 'string', minLength: -1 } } };
    const { problems, fingerprint } = await app.api.datasets.drafts.edit({ id, spec: { ...spec, schema } });
    expect(problems[0]).toMatchObject({ path: 'schema.properties.a.minLength', isWarning: false });
    await expect(app.api.datasets.drafts.confirm({ id, fingerprint })).rejects.toThrow(
      /change the draft first/,
    );
  });

  test('falls back to the words where the answer is of no use, and says so', async () => {
    await withModel();
    server.say([{ text: 'I would rather not.' }]);
    const draft = await app.api.datasets.drafts.create({ description: TICKETS });
    expect(draft.source).toBe('words');
    expect(draft.notice).toContain('could not be used');
    expect(Object.keys(draft.spec.schema['properties'] ?? {})).toContain('priority');
    expect(draft.inputTokens).toBeGreaterThan(0);
    expect(draft.sampleProblem).not.toBe('');
  });

  test('of something private asks local models only, and the dataset stays private', async () => {
    await withModel();
    const client = await app.api.clients.create({ name: 'Secret', isPrivate: true });
    const { item: note } = await app.api.notes.create({
      title: 'Canary',
      body: 'canary-text-42',
      clientId: client.item.id,
    });
    const input = { description: TICKETS, items: [{ kind: 'note' as const, id: note.id }] };
    const draft = await app.api.datasets.drafts.create(input);
    // The scripted server is at a loopback address, and so it is local.
    expect(draft).toMatchObject({ isPrivate: true, source: 'model' });
    expect(server.requests.find(isDraft)?.prompt).toContain('canary-text-42');
    const dataset = await app.api.datasets.drafts.confirm({ id: draft.id, fingerprint: draft.fingerprint });
    expect(dataset.isPrivate).toBe(true);
    const [provider] = await app.api.models.list();
    await app.api.models.update({ id: provider?.id ?? '', patch: { baseUrl: 'https://models.example/v1' } });
    const elsewhere = await app.api.datasets.drafts.create(input);
    expect(elsewhere).toMatchObject({ isPrivate: true, source: 'words', modelId: null });
  });
});

describe('a draft without a model', () => {
  test('reads the columns off the words, and says that no model was asked', async () => {
    const draft = await app.api.datasets.drafts.create({ description: TICKETS });
    expect(draft).toMatchObject({ source: 'words', sampleProblem: '', modelId: null, costMicros: 0 });
    expect(draft.notice).toContain('No language model is ready');
    expect(draft.spec).toMatchObject({
      title: 'Support tickets for a web hosting company',
      generator: { kind: 'builtin' },
      facets: [{ name: 'language', values: [{ value: 'en' }, { value: 'it' }] }],
      schema: { required: ['subject', 'message', 'priority', 'sentiment', 'language'] },
    });
    expect(draft.samples).toHaveLength(3);
    for (const sample of draft.samples) {
      expect(['low', 'medium', 'high', 'urgent']).toContain(sample['priority']);
      expect(['en', 'it']).toContain(sample['language']);
    }
    const { spec } = await app.api.datasets.drafts.confirm({ id: draft.id, fingerprint: draft.fingerprint });
    expect(spec).toEqual(draft.spec);
  });

  test('says nothing of models where none was wanted', async () => {
    const generator = { kind: 'builtin' as const, locale: 'it' as const };
    const draft = await app.api.datasets.drafts.create({ description: 'qualcosa di indefinito', generator });
    expect(draft).toMatchObject({ source: 'starter', notice: '', spec: { generator } });
    expect(Object.keys(draft.spec.schema['properties'] ?? {})).toEqual(['title', 'text']);
  });

  test.each([
    ['people.csv', 'name,age,joined\nAda,36,2026-01-02\nBob,,2026-02-03\n'],
    [
      'people.jsonl',
      '{"name":"Ada","age":36,"joined":"2026-01-02"}\n{"name":"Bob","age":null,"joined":"2026-02-03"}\n',
    ],
    [
      'people.json',
      '{"people":[{"name":"Ada","age":36,"joined":"2026-01-02"},{"name":"Bob","age":null,"joined":"2026-02-03"}]}',
    ],
  ])('begins with the records of %s', async (name, text) => {
    const draft = await app.api.datasets.drafts.create({ title: 'People', file: { name, text } });
    expect(draft).toMatchObject({ source: 'examples', sampleProblem: '' });
    expect(draft.spec.schema).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string' },
        age: { type: ['integer', 'null'] },
        joined: { type: 'string', format: 'date' },
      },
      required: ['name', 'age', 'joined'],
      additionalProperties: false,
    });
    expect(draft.spec.examples).toHaveLength(2);
    expect(draft.samples).toHaveLength(3);
  });

  test('begins with a bare schema', async () => {
    const draft = await app.api.datasets.drafts.create({
      title: 'Orders',
      schema: { title: 'x', properties: { total: { type: 'number', minimum: 0, exclusiveMinimum: true } } },
    });
    expect(draft).toMatchObject({ source: 'schema', problems: [] });
    expect(draft.spec.schema).toMatchObject({
      properties: { total: { type: 'number', exclusiveMinimum: 0 } },
    });
  });

  test('is refused for a file that cannot be read, with nothing kept', async () => {
    const file = { name: 'a.jsonl', text: '{"a":1}\n{oops\n' };
    await expect(app.api.datasets.drafts.create({ file })).rejects.toThrow(/not JSON in line 2/);
    expect(await app.api.datasets.drafts.list()).toEqual([]);
  });
});

describe('what is not sent yet', () => {
  test('of the form is kept as it was typed, is no draft, and is forgotten on request', async () => {
    const { drafts } = app.api.datasets;
    expect(await drafts.form()).toBeNull();
    const form = { description: TICKETS, records: 12, examples: [{ a: null }] };
    await drafts.keepForm({ form: { description: 'an earlier word' } });
    await drafts.keepForm({ form });
    expect(await drafts.list()).toEqual([]);
    await app.app.close();
    app = await app.reopen();
    expect(await app.api.datasets.drafts.form()).toEqual(form);
    await app.api.datasets.drafts.keepForm({ form: null });
    expect(await app.api.datasets.drafts.form()).toBeNull();
  });

  test('of a definition is written as the text that reads back equal, whether it is sound or not', async () => {
    const { spec } = await app.api.datasets.drafts.create({ description: TICKETS });
    const text = await app.api.datasets.textOfSpec({ spec });
    expect(text).toContain('title: Support tickets for a web hosting company');
    expect(await app.api.datasets.readText({ text })).toEqual({ spec, problems: [] });
    const unsound = { ...spec, schema: { type: 'object', properties: { a: { minLength: -1 } } } };
    const wrong = await app.api.datasets.readText({
      text: await app.api.datasets.textOfSpec({ spec: unsound }),
    });
    expect(wrong).toMatchObject({ spec: null, problems: [{ isWarning: false }] });
    expect(await app.api.datasets.list()).toMatchObject({ total: 0 });
  });
});
