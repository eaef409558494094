import { randomBytes } from 'node:crypto';
import { createTracer } from '#main/engine/traces/index.ts';
import { createTestClock } from '../support/make-app.ts';
import { CALL, CENT, openSpending, type SpendingOnStore, type Wanted } from '../support/spending-store.ts';
import { openBenchStore } from './bench-store.ts';
import { median, timed, type Bench, type Measurement } from './report.ts';

const WARM_UP = 200;
const ROUNDS = 2_000;
const TOGETHER = 20;
const PROMPT = [{ role: 'user', content: 'What did I promise Acme about the spring campaign? '.repeat(40) }];
const ANSWER = 'Two things: the draft by Friday and a call on Monday. '.repeat(10);
const USAGE = { inputTokens: 500, outputTokens: 120, cachedInputTokens: 0 };

type Calls = SpendingOnStore & { readonly tracer: ReturnType<typeof createTracer> };

/** What one call leaves behind, without the call. */
async function leaveOne({ port, tracer }: Calls, wanted: Partial<Wanted> = {}): Promise<void> {
  const principal = 'assistant:planner';
  const reservation = await port.reserve({ ...CALL, runId: 'run-1', ...wanted });
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': CALL.modelId,
    'adiuva.feature': CALL.feature,
  };
  const span = tracer.start({
    name: 'chat made-model',
    kind: 'client',
    principal,
    runId: 'run-1',
    attributes,
  });
  span.content('input', PROMPT);
  span.set({ 'gen_ai.usage.input_tokens': 500, 'gen_ai.usage.output_tokens': 120 });
  span.content('output', ANSWER);
  const { costMicros } = await reservation.settle({ usage: USAGE, ...span, outcome: 'done' });
  span.set({ 'adiuva.cost_micros': costMicros });
  span.end('ok');
}

/** CPU of this thread a call, and of all threads with the writing of the store. */
async function cpuOf(calls: Calls): Promise<{ readonly ownUs: number; readonly allUs: number }> {
  const own = process.threadCpuUsage();
  const all = process.cpuUsage();
  for (let round = 0; round < ROUNDS / TOGETHER; round += 1) {
    await Promise.all(Array.from({ length: TOGETHER }, () => leaveOne(calls)));
  }
  await calls.rows.flush();
  const [ownNow, allNow] = [process.threadCpuUsage(own), process.cpuUsage(all)];
  return { ownUs: (ownNow.user + ownNow.system) / ROUNDS, allUs: (allNow.user + allNow.system) / ROUNDS };
}

async function measure(): Promise<readonly Measurement[]> {
  await using opened = await openBenchStore();
  const clock = createTestClock();
  await using spending = await openSpending(opened, { clock });
  const nowMs = () => clock.nowMs();
  const tracer = createTracer({ rows: spending.rows, nowMs, randomBytes, keepsContent: () => true });
  const calls = { ...spending, tracer };
  for (const period of ['call', 'run', 'day', 'month'] as const) {
    await spending.budgets.set({ period, limitMicros: 100_000 * CENT });
  }
  for (let round = 0; round < WARM_UP; round += 1) await leaveOne(calls);
  const { ownUs, allUs } = await cpuOf(calls);
  const paidMs: number[] = [];
  const localMs: number[] = [];
  for (let round = 0; round < WARM_UP; round += 1) {
    paidMs.push(await timed(() => leaveOne(calls)));
    localMs.push(await timed(() => leaveOne(calls, { isLocal: true })));
  }
  return [
    { name: 'CPU of the main thread a call: caps, ledger, trace', value: ownUs, unit: 'µs', bound: 500 },
    { name: 'CPU of all threads a call, the store with it', value: allUs, unit: 'µs', bound: 1_000 },
    {
      name: 'wait of a paid call until its row is on disk, and the rest',
      value: median(paidMs),
      unit: 'ms',
      bound: 2,
    },
    { name: 'wait of a local call', value: median(localMs), unit: 'ms', bound: 0.5 },
  ];
}

export const bench: Bench = { name: 'model-costs', run: measure };
