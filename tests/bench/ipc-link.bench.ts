import { MessageChannel, Worker } from 'node:worker_threads';
import { createTRPCClient } from '@trpc/client';
import { fromMessagePort } from '#main/api/ipc/message-port.ts';
import { ipcLink } from '#renderer/api/ipc-link.ts';
import type { BenchRouter } from './ipc-far-side.ts';
import { inTurns, type Bench, type Measurement } from './report.ts';

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

/** tRPC over the IPC link against a bare round trip of structured clones, between the same two threads. */
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
    ];
  },
};
