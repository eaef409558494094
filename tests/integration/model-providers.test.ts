import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ModelStreamEvent } from '#main/engine/models/model-port.ts';
import type { ProviderKind } from '#shared/contracts/models.ts';
import { ask, makeGateway, makeProvider } from '../support/make-gateway.ts';
import { startScriptedModels, type ScriptedModels } from '../support/scripted-models.ts';

let server: ScriptedModels;
beforeAll(async () => {
  server = await startScriptedModels();
});
afterAll(() => server.close());
beforeEach(() => server.say([{ text: 'Hello there, Anna.', inputTokens: 12, outputTokens: 5 }]));

const KINDS: readonly (readonly [ProviderKind, keyof ScriptedModels['urls']])[] = [
  ['openai', 'openai'],
  ['anthropic', 'anthropic'],
  ['google', 'google'],
  ['mistral', 'mistral'],
  ['groq', 'groq'],
  ['ollama', 'ollama'],
  ['llama_cpp', 'openai'],
  ['lm_studio', 'openai'],
  ['vllm', 'openai'],
  ['openai_compatible', 'openai'],
];

async function all(events: AsyncIterable<ModelStreamEvent>): Promise<ModelStreamEvent[]> {
  const seen: ModelStreamEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

const tool = {
  name: 'find_tasks',
  description: 'Finds tasks.',
  inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
};

describe.each(KINDS)('%s', (kind, url) => {
  const provider = () => makeProvider({ kind, baseUrl: server.urls[url] });

  test('answers whole, with what it used', async () => {
    const { models, entries, spans, settled } = makeGateway([provider()]);
    const result = await models.complete(ask({ temperature: 0.2 }));
    expect(result).toMatchObject({
      text: 'Hello there, Anna.',
      finishReason: 'stop',
      usage: { inputTokens: 12, outputTokens: 5 },
      modelId: 'scripted-model',
      isLocal: true,
      isFromCache: false,
    });
    expect(server.requests.at(-1)?.prompt).toContain('Say hello.');
    expect(entries.at(-1)).toMatchObject({ feature: 'test', port: server.port, outcome: 'done' });
    expect(entries.at(-1)?.sentBytes).toBe(server.requests.at(-1)?.bodyBytes);
    expect(spans).toMatchObject([{ name: 'chat scripted-model', status: 'ok' }]);
    expect(settled).toMatchObject([{ outcome: 'done', inputTokens: 12, outputTokens: 5 }]);
  });

  test('streams word by word', async () => {
    const { models } = makeGateway([provider()]);
    const events = await all(models.stream(ask()));
    const words = events.flatMap((event) => (event.type === 'text' ? [event.delta] : []));
    expect(words).toEqual(['Hello ', 'there, ', 'Anna.']);
    expect(events.at(-1)).toMatchObject({
      type: 'done',
      result: { text: 'Hello there, Anna.', usage: { inputTokens: 12, outputTokens: 5 } },
    });
  });

  test('calls tools and takes what they found', async () => {
    const { models } = makeGateway([provider()]);
    server.say([{ toolCalls: [{ name: 'find_tasks', input: { text: 'invoice' } }] }, { text: 'One task.' }]);
    const messages = [{ role: 'user', content: 'Which tasks?' }] as const;
    const events = await all(models.stream(ask({ messages, tools: [tool] })));
    const call = events.flatMap((event) => (event.type === 'tool_call' ? [event.call] : []))[0];
    expect(call).toMatchObject({ name: 'find_tasks', input: { text: 'invoice' } });
    expect(events.at(-1)).toMatchObject({ result: { toolCalls: [{ name: 'find_tasks' }] } });
    const again = await models.complete(
      ask({
        tools: [tool],
        messages: [
          ...messages,
          { role: 'assistant', content: '', toolCalls: call === undefined ? [] : [call] },
          { role: 'tool', content: 'Send the invoice', toolCallId: call?.id ?? '', toolName: 'find_tasks' },
        ],
      }),
    );
    expect(again.text).toBe('One task.');
    expect(server.requests.at(-1)?.bodyText).toContain('Send the invoice');
  });

  test('answers in a form that was asked for', async () => {
    const { models } = makeGateway([provider()]);
    server.say([{ text: '{"title":"Send the invoice","priority":2}' }]);
    const schema = {
      type: 'object',
      properties: { title: { type: 'string' }, priority: { type: 'integer' } },
      required: ['title', 'priority'],
      additionalProperties: false,
    };
    const { object } = await models.complete(ask({ responseSchema: { name: 'task', schema } }));
    expect(object).toEqual({ title: 'Send the invoice', priority: 2 });
  });
});

test.each([
  ['openai', 'openai'],
  ['google', 'google'],
  ['mistral', 'mistral'],
  ['ollama', 'ollama'],
  ['openai_compatible', 'openai'],
] as const)('%s makes vectors', async (kind, url) => {
  const { models } = makeGateway([makeProvider({ id: 'p', kind, baseUrl: server.urls[url] })]);
  const { feature, principal, runId, signal } = ask();
  const values = ['an invoice', 'a note'];
  const made = await models.embed({
    feature,
    principal,
    runId,
    signal,
    values,
    model: 'p/scripted-embedder',
  });
  expect([made.vectors.length, made.dimension]).toEqual([2, 26]);
  expect(made.vectors[0]).not.toEqual(made.vectors[1]);
});
