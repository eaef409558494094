import { parentPort } from 'node:worker_threads';
import { datasetOrderSchema, type DatasetAnswer } from '#shared/contracts/datasets-worker.ts';
import { createProgress } from './making/progress.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { messageOf, Refused } from './refused.ts';

/** Makes, checks, compares and counts records, one order after the other; see datasets-worker.ts in the contracts. */
function serve(port: NonNullable<typeof parentPort>): void {
  const sessions = createSessions();
  let turn = Promise.resolve();
  port.on('message', (raw: { readonly id: number; readonly at: Int32Array }) => {
    turn = turn.then(async () => port.postMessage(await answerTo(raw, sessions)));
  });
}

async function answerTo(
  raw: { readonly id: number; readonly at: Int32Array },
  sessions: Sessions,
): Promise<DatasetAnswer> {
  const { id } = raw;
  try {
    const order = datasetOrderSchema.parse(raw);
    return { t: 'done', id, result: await sessions.take(order, createProgress(raw.at)) };
  } catch (error) {
    const message = messageOf(error).slice(0, 2_000);
    return { t: error instanceof Refused ? 'refused' : 'failed', id, message };
  }
}

if (parentPort) serve(parentPort);
