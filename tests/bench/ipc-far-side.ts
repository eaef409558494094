import { parentPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { initTRPC } from '@trpc/server';
import { z } from 'zod';
import { createIpcHandler } from '#main/api/ipc/ipc-handler.ts';
import { fromMessagePort } from '#main/api/ipc/message-port.ts';

const t = initTRPC.create();

/** About 1 MB of rows, as a page of a long list. */
const rows = Array.from({ length: 2000 }, (_, index) => ({
  id: `0198c5a2-7b1e-7c3d-9f00-${String(index).padStart(12, '0')}`,
  title: `Task ${index}`,
  notes: 'x'.repeat(400),
  priority: index % 4,
  dueOn: null,
  tags: ['billing', 'website'],
}));

const router = t.router({
  echo: t.procedure.input(z.object({ n: z.number() })).query(({ input }) => input),
  rows: t.procedure.query(() => rows),
});
export type BenchRouter = typeof router;

/** The main process's side, in a thread of its own: the router on one port, a bare echo on the other. */
parentPort?.once('message', ({ link, bare }: { link: MessagePort; bare: MessagePort }) => {
  createIpcHandler({ router, port: fromMessagePort(link), createContext: () => ({}) });
  bare.on('message', (message: unknown) => bare.postMessage(message === 'rows' ? rows : message));
});
