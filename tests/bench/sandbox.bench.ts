import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createSandbox, type Sandbox, type SandboxRunInput } from '#main/engine/sandbox/index.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { GUEST_FACTS, guestCode } from '../support/sandbox-guest.ts';
import { median, percentile, timed, type Bench } from './report.ts';

const STARTS = 200;
const CALLS = 5_000;
const BARE = new URL('./sandbox-far-side.mjs', import.meta.url);

type Bare = { echo(message: unknown): Promise<unknown>; close(): Promise<unknown> };

async function openBare(): Promise<Bare> {
  const worker = new Worker(BARE);
  await once(worker, 'online');
  let take: (message: unknown) => void = () => undefined;
  worker.on('message', (message) => take(message));
  return {
    echo: (message) =>
      new Promise((resolve) => {
        take = resolve;
        worker.postMessage(message);
      }),
    close: () => worker.terminate(),
  };
}

async function runOk(sandbox: Sandbox, body: string, more: Partial<SandboxRunInput> = {}): Promise<unknown> {
  const onCall: SandboxRunInput['onCall'] = async ({ input }) => ({ status: 'done', output: input });
  const input = { pluginKey: 'bench', code: guestCode(body), facts: GUEST_FACTS, onCall, ...more };
  const result = await sandbox.run(input);
  invariant(result.status === 'ok', `the run ended as ${JSON.stringify(result).slice(0, 200)}`);
  return result.value;
}

/** From one answer to the next call's arrival and back: the whole circle, once for each call. */
async function circles(sandbox: Sandbox, bare: Bare): Promise<{ call: number[]; bare: number[] }> {
  const times = { call: [] as number[], bare: [] as number[] };
  let lastMs = performance.now();
  await runOk(
    sandbox,
    `for (let i = 0; i < ${CALLS}; i += 1) await ctx.call('bench.echo', { id: i, text: 'a' })`,
    {
      limits: { callsPerSecond: 100_000, calls: CALLS, cpuMs: 60_000 },
      onCall: async ({ input }) => {
        times.call.push((performance.now() - lastMs) * 1_000);
        times.bare.push((await timed(() => bare.echo(input))) * 1_000);
        lastMs = performance.now();
        return { status: 'done', output: input };
      },
    },
  );
  return { call: times.call.slice(CALLS / 10), bare: times.bare.slice(CALLS / 10) };
}

export const bench: Bench = {
  name: 'sandbox',
  async run() {
    await using sandbox = createSandbox();
    const bare = await openBare();
    const firstMs = await timed(() => runOk(sandbox, 'return 1'));
    const startMs: number[] = [];
    const bareMs: number[] = [];
    for (let index = 0; index < STARTS; index += 1) {
      startMs.push(await timed(() => runOk(sandbox, 'return 1')));
      bareMs.push(await timed(() => bare.echo(GUEST_FACTS)));
    }
    const threadMs: number[] = [];
    for (let index = 0; index < 10; index += 1) {
      threadMs.push(await timed(async () => (await openBare()).close()));
    }
    const otherMs: number[] = [];
    for (let index = 0; index < 10; index += 1) {
      otherMs.push(await timed(() => runOk(sandbox, 'return 1', { pluginKey: `other-${index}` })));
    }
    const { call, bare: floor } = await circles(sandbox, bare);
    await bare.close();
    const start = median(startMs);
    const microseconds = (values: readonly number[]): string => `${median(values).toFixed(0)} µs`;
    return [
      {
        name: 'a run after the first, empty, median',
        value: start,
        unit: 'ms',
        bound: 15,
        note: `95th percentile ${percentile(startMs, 95).toFixed(1)} ms; the first took ${firstMs.toFixed(0)} ms`,
      },
      {
        name: 'a run after the first, empty',
        value: start / median(bareMs),
        unit: 'ratio',
        floor: 'a bare postMessage there and back',
        note: `${start.toFixed(1)} ms over ${(median(bareMs) * 1_000).toFixed(0)} µs`,
      },
      {
        name: 'a host call and its answer, median',
        value: median(call),
        unit: 'µs',
        bound: 150,
        note: `95th percentile ${percentile(call, 95).toFixed(0)} µs`,
      },
      {
        name: 'a host call and its answer',
        value: median(call) / median(floor),
        unit: 'ratio',
        floor: 'a bare postMessage there and back',
        note: `${microseconds(call)} over ${microseconds(floor)}`,
      },
      {
        name: 'the first run of another plugin, in a worker of its own',
        value: median(otherMs) / median(threadMs),
        unit: 'ratio',
        floor: 'an empty worker thread, started and ended',
        note: `${median(otherMs).toFixed(0)} ms over ${median(threadMs).toFixed(0)} ms`,
      },
    ];
  },
};
