/** Takes mail apart, away from everything: bytes in, head and excerpt out, in the order of the questions. */
import { parentPort } from 'node:worker_threads';
import type { MailWorkerRequest } from '#shared/contracts/mail-worker.ts';
import { parseMail } from './parse-mail.ts';

const port = parentPort;
if (port !== null) {
  let before: Promise<void> = Promise.resolve();
  port.on('message', (request: MailWorkerRequest) => {
    // One after the other: an answer that does not come is then the fault of the oldest question.
    before = before.then(async () => {
      const answer = await parseMail(request);
      port.postMessage(answer);
    });
  });
}
