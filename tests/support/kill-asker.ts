/**
 * A process that asks the assistant one question and says what becomes of the answer, until it is killed.
 */
import { randomUUID } from 'node:crypto';
import { createAdiuva } from '#main/compose.ts';

const [, , dataDir = '', passphrase = '', text = ''] = process.argv;
// A pipe is written at once here, so a line that was told outlives the process.
const tell = (...words: readonly string[]) => process.stdout.write(`${words.join(' ')}\n`);

const app = createAdiuva({ dataDir, host: 'test', keychain: null });
await app.caller().system.unlock({ passphrase });
for await (const event of await app.caller().assistant.ask({ askId: randomUUID(), text })) {
  if (event.type === 'started') tell('started', event.answerId);
  else if (event.type === 'text') tell('text');
  else tell(event.type);
}
// What ends is told; the process is there until it is killed.
setInterval(() => undefined, 60_000);
