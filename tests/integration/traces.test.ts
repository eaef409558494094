import { expect, test } from 'vitest';
import type { SpanStart } from '#main/engine/traces/trace-port.ts';
import { costingOf } from '../support/costing.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { CALL } from '../support/spending-store.ts';

const ROOT: SpanStart = {
  name: 'invoke_agent planner',
  kind: 'internal',
  principal: 'assistant:planner',
  runId: 'run-1',
  attributes: { 'gen_ai.operation.name': 'invoke_agent', 'adiuva.feature': 'assistant' },
};

/** An agent that asks a model, which fails, and then a tool; on disk when it is told. */
async function traceOneRun(made: TestApp, secret = 'what did I promise Acme?'): Promise<string> {
  const { tracer, spending } = costingOf(made);
  const root = tracer.start(ROOT);
  const within = {
    traceId: root.traceId,
    parentSpanId: root.spanId,
    principal: ROOT.principal,
    runId: 'run-1',
  };
  const chat = tracer.start({ ...within, name: 'chat made-model', kind: 'client' });
  chat.content('input', [{ role: 'user', content: secret }]);
  chat.event('gen_ai.first_token', { 'adiuva.chars': 5 });
  const reservation = await spending.port.reserve({ ...CALL, modelId: 'gpt-5-mini', runId: 'run-1' });
  const usage = { inputTokens: 1_000, outputTokens: 100, cachedInputTokens: 0 };
  await reservation.settle({ usage, traceId: root.traceId, spanId: chat.spanId, outcome: 'failed' });
  chat.set({ 'gen_ai.usage.input_tokens': 1_000, 'gen_ai.response.finish_reasons': ['stop'], ratio: 0.5 });
  chat.end('error', 'The provider gave up.');
  const tool = tracer.start({ ...within, name: 'execute_tool tasks.list', kind: 'internal' });
  tool.content('output', 'three tasks');
  tool.end('ok');
  root.end('ok');
  await made.api.traces.list({});
  return root.traceId;
}

test('a run is one trace: its steps in order, what went in and out, what it cost', async () => {
  await using made = await makeApp();
  const id = await traceOneRun(made);
  const { items, total } = await made.api.traces.list({});
  expect(total).toBe(1);
  expect(items[0]).toMatchObject({
    id,
    name: 'invoke_agent planner',
    feature: 'assistant',
    status: 'ok',
    spanCount: 3,
    errorCount: 1,
    models: ['gpt-5-mini'],
    callCount: 1,
    inputTokens: 1_000,
    costMicros: 450,
  });
  const trace = await made.api.traces.get({ id });
  expect(trace.spans.map(({ name, status }) => [name, status])).toEqual([
    ['invoke_agent planner', 'ok'],
    ['chat made-model', 'error'],
    ['execute_tool tasks.list', 'ok'],
  ]);
  const [root, chat, tool] = trace.spans;
  expect(chat).toMatchObject({ parentId: root?.id, message: 'The provider gave up.' });
  expect(chat?.contents).toEqual([
    { side: 'input', text: '[{"role":"user","content":"what did I promise Acme?"}]', isCut: false },
  ]);
  expect(tool?.contents).toEqual([{ side: 'output', text: 'three tasks', isCut: false }]);
});

test('traces are found by words in what went in, by model, state and principal, page by page', async () => {
  await using made = await makeApp();
  const first = await traceOneRun(made, 'about 100% of the Kestrel invoice');
  made.clock.advanceMs(1_000);
  const second = await traceOneRun(made);
  const ids = async (input: Parameters<typeof made.api.traces.list>[0]) =>
    (await made.api.traces.list(input)).items.map((one) => one.id);
  expect(await ids({})).toEqual([second, first]);
  expect(await ids({ text: '100% of the kestrel' })).toEqual([first]);
  expect(await ids({ text: 'tasks.list' })).toHaveLength(2);
  expect(await ids({ text: 'nowhere' })).toEqual([]);
  expect(await ids({ modelId: 'gpt-5-mini', principal: 'assistant:planner' })).toHaveLength(2);
  expect(await ids({ statuses: ['error'] })).toEqual([]);
  expect(await ids({ from: made.clock.nowMs() })).toEqual([second]);
  const page = await made.api.traces.list({ limit: 1 });
  expect(await ids({ limit: 1, cursor: page.nextCursor ?? '' })).toEqual([first]);
  await made.api.traces.remove({ ids: [first] });
  expect(await ids({})).toEqual([second]);
  await expect(made.api.traces.get({ id: first })).rejects.toThrow('does not exist');
  await made.api.traces.clear();
  const left = await costingOf(made).store.reader.rows(
    'SELECT (SELECT count(*) FROM spans) + (SELECT count(*) FROM span_contents)',
  );
  expect(left).toEqual([[0]]);
  // Money spent is not forgotten with them.
  expect((await made.api.usage.list({})).total).toBe(2);
});

test('what never ended is closed at the next start', async () => {
  await using made = await makeApp();
  const { tracer } = costingOf(made);
  const root = tracer.start(ROOT);
  const within = { traceId: root.traceId, parentSpanId: root.spanId };
  tracer.start({ ...ROOT, ...within, name: 'chat made-model' });
  tracer.start({ ...ROOT, ...within, name: 'execute_tool x' }).end('ok');
  expect(await made.api.traces.get({ id: root.traceId })).toMatchObject({ status: 'open', durationMs: null });
  const again = await made.reopen();
  const trace = await again.api.traces.get({ id: root.traceId });
  expect(trace.status).toBe('interrupted');
  expect(trace.durationMs).toBeGreaterThanOrEqual(0);
  expect(trace.spans.map((span) => span.status)).toEqual(['interrupted', 'interrupted', 'ok']);
});

test('a trace that is taken up again after a wait grows to its new end', async () => {
  await using made = await makeApp();
  const { tracer } = costingOf(made);
  const first = tracer.start(ROOT);
  first.end('ok');
  await made.api.traces.list({});
  made.clock.advanceMs(60_000);
  const second = tracer.start({ ...ROOT, traceId: first.traceId, name: 'invoke_agent planner again' });
  expect((await made.api.traces.get({ id: first.traceId })).status).toBe('open');
  second.end('error', 'no');
  const trace = await made.api.traces.get({ id: first.traceId });
  expect(trace).toMatchObject({ name: 'invoke_agent planner again', status: 'error', spanCount: 2 });
  expect(trace.durationMs).toBeGreaterThanOrEqual(60_000);
});

test('OTLP JSON has what a collector needs, and contents only when they are asked for', async () => {
  await using made = await makeApp();
  const id = await traceOneRun(made);
  const bare = await made.api.traces.export({});
  expect(bare).toMatchObject({ traceCount: 1, spanCount: 3, isCut: false });
  expect(bare.json).not.toContain('Acme');
  const { json } = await made.api.traces.export({ ids: [id], withContent: true });
  const { resourceSpans } = JSON.parse(json);
  const { resource, scopeSpans } = resourceSpans[0];
  expect(resource.attributes).toContainEqual({ key: 'service.name', value: { stringValue: 'adiuva' } });
  const [root, chat] = scopeSpans[0].spans;
  expect(root).toMatchObject({ traceId: id, kind: 1, status: { code: 1 } });
  expect(root).not.toHaveProperty('parentSpanId');
  expect(chat).toMatchObject({ kind: 3, parentSpanId: root.spanId, status: { code: 2 } });
  expect(chat.startTimeUnixNano).toBe(`${made.clock.nowMs()}000000`);
  expect(BigInt(chat.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(chat.startTimeUnixNano));
  expect(chat.attributes).toEqual(
    expect.arrayContaining([
      { key: 'gen_ai.usage.input_tokens', value: { intValue: '1000' } },
      { key: 'ratio', value: { doubleValue: 0.5 } },
      { key: 'gen_ai.response.finish_reasons', value: { arrayValue: { values: [{ stringValue: 'stop' }] } } },
      expect.objectContaining({ key: 'gen_ai.input.messages' }),
    ]),
  );
  expect(chat.events).toMatchObject([{ name: 'gen_ai.first_token' }]);
});

test('contents go sooner than traces, and none is kept where the person wants none', async () => {
  await using made = await makeApp();
  const { care } = costingOf(made);
  const id = await traceOneRun(made);
  made.clock.advanceDays(31);
  await care.expire();
  const bare = await made.api.traces.get({ id });
  expect(bare.spans.flatMap((span) => span.contents)).toEqual([]);
  made.clock.advanceDays(60);
  const young = await traceOneRun(made);
  await made.api.settings.set({ traceContentDays: 0 });
  await care.expire();
  expect((await made.api.traces.list({})).items.map((one) => one.id)).toEqual([young]);
  expect((await made.api.traces.get({ id: young })).spans.flatMap((span) => span.contents)).toEqual([]);
  const silent = await traceOneRun(made);
  expect((await made.api.traces.get({ id: silent })).spans.flatMap((span) => span.contents)).toEqual([]);
  await made.api.settings.set({ traceRetentionDays: 0 });
  made.clock.advanceDays(4_000);
  await care.expire();
  expect((await made.api.traces.list({})).total).toBe(2);
});

test('a content beyond measure is cut and says so', async () => {
  await using made = await makeApp();
  const { tracer } = costingOf(made);
  const span = tracer.start(ROOT);
  span.content('input', 'x'.repeat(300_000));
  span.end('ok');
  const [only] = (await made.api.traces.get({ id: span.traceId })).spans;
  expect(only?.contents).toEqual([{ side: 'input', text: 'x'.repeat(200_000), isCut: true }]);
});
