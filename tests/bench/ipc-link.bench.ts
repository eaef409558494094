import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { createTRPCClient } from '@trpc/client';
import { fromMessagePort } from '#main/api/ipc/message-port.ts';
import { ipcLink } from '#renderer/api/ipc-link.ts';
import { launchApp } from '../support/launch-app.ts';
import type { BenchRouter } from './ipc-far-side.ts';
import { inTurns, median, type Bench, type Measurement } from './report.ts';

type Ends = {
  readonly client: ReturnType<typeof createTRPCClient<BenchRouter>>;
  echo(message: unknown): Promise<unknown>;
};

function connect(worker: Worker): Ends {
  const link = new MessageChannel();
  const bare = new MessageChannel();
  worker.postMessage({ link: link.port1, bare: bare.port1 }, [link.port1, bare.port1]);
  let take: (message: unknown) => void = () => undefined;
  bare.port2.on('message', (message) => take(message));
  return {
    client: createTRPCClient<BenchRouter>({
      links: [ipcLink<BenchRouter>({ connect: () => fromMessagePort(link.port2) })],
    }),
    echo: (message) =>
      new Promise((resolve) => {
        take = resolve;
        bare.port2.postMessage(message);
      }),
  };
}

/** Medians of both in a page of the stand-in, in turns: the whole way from the page to the main process and back. */
async function measureInStandIn(): Promise<{ first: number; second: number; ratio: number }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'adiuva-bench-'));
  const { page, close } = await launchApp({ dataDir, target: 'stand-in' });
  const times = await page.evaluate(async (rounds) => {
    type Port = { send(frame: unknown): void; onMessage(listener: () => void): void };
    type Shim = { adiuva: { connect(): Port }; __standInEcho(value: unknown): Promise<unknown> };
    const shim = window as unknown as Shim;
    const port = shim.adiuva.connect();
    let take = (): void => undefined;
    port.onMessage(() => take());
    const frame = { t: 'call', kind: 'query', path: 'system.info', correlationId: 'bench' };
    const call = (id: number): Promise<void> =>
      new Promise((resolve) => {
        take = resolve;
        port.send({ ...frame, id });
      });
    const result: { call: number; echo: number }[] = [];
    for (let id = 1; id <= rounds; id += 1) {
      const start = performance.now();
      await call(id);
      const middle = performance.now();
      await shim.__standInEcho({ n: id });
      result.push({ call: middle - start, echo: performance.now() - middle });
    }
    return result.slice(rounds / 10);
  }, 1000);
  await close();
  await rm(dataDir, { recursive: true, force: true });
  const result = {
    first: median(times.map(({ call }) => call)),
    second: median(times.map(({ echo }) => echo)),
  };
  return { ...result, ratio: result.first / result.second };
}

/** tRPC over the IPC link against a bare round trip of structured clones: between threads, then from a real page. */
export const bench: Bench = {
  name: 'ipc-link',
  async run() {
    const worker = new Worker(new URL('./ipc-far-side.ts', import.meta.url));
    const { client, echo } = connect(worker);
    const small = await inTurns(
      { rounds: 5000, warmUp: 5000 },
      () => client.echo.query({ n: 1 }),
      () => echo({ n: 1 }),
    );
    const large = await inTurns(
      { rounds: 200, warmUp: 20 },
      () => client.rows.query(),
      () => echo('rows'),
    );
    await worker.terminate();
    const measure = (name: string, { first, second, ratio }: typeof small): Measurement => ({
      name,
      value: ratio,
      unit: 'ratio',
      floor: 'a bare structured-clone round trip',
      bound: 2,
      note: `${(first * 1000).toFixed(0)} µs over ${(second * 1000).toFixed(0)} µs`,
    });
    return [
      measure('a small call over the IPC link', small),
      measure('an answer of 1 MB over the IPC link', large),
      measure('a small call over the IPC channel of the stand-in', await measureInStandIn()),
    ];
  },
};
