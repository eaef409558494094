import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';

/** A server of records on a thread of its own, so that its work is not counted as the product's. */
const { delayMs } = z.object({ delayMs: z.number() }).parse(workerData);
let count = 0;

const server = createServer((request, response) => {
  // What was asked does not matter; a body that is not read would hold up the connection.
  request.resume();
  request.once('end', () => {
    if (delayMs === 0) response.end(answer());
    else setTimeout(() => response.end(answer()), delayMs);
  });
  response.setHeader('content-type', 'application/json');
});

function answer(): string {
  count += 1;
  const record = {
    subject: `The mailbox of customer ${count * 7919} does not take attachments`,
    body: `Since Monday ${count} our people get their mail back. We changed nothing, and the others in the house can send.`,
    priority: count % 3 === 0 ? 'high' : 'low',
    sentiment: count % 2 === 0 ? 'angry' : 'calm',
  };
  return JSON.stringify({
    id: `chatcmpl-${count}`,
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'scripted-model',
    choices: [
      { index: 0, message: { role: 'assistant', content: JSON.stringify(record) }, finish_reason: 'stop' },
    ],
    usage: { prompt_tokens: 200, completion_tokens: 60, total_tokens: 260 },
  });
}

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) {
    parentPort?.postMessage(`http://127.0.0.1:${address.port}/v1`);
  }
});
