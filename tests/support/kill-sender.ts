/**
 * A process that puts letters into the queue and sends them until it is killed. It opens the encrypted store, goes on
 * with what the one before left, and says each letter that is put, once that is on disk.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createStore } from '#main/db/client.ts';
import { createDriver } from '#main/db/driver/index.ts';
import { Outbox } from '#main/engine/outbox/index.ts';
import { workerUrl } from '#main/workers-url.ts';
import { createIdSource } from '#shared/kernel/ids.ts';
import { senderPlanSchema } from './kill-sender-plan.ts';

const [text] = (await once(createInterface({ input: process.stdin }), 'line')) as [string];
const plan = senderPlanSchema.parse(JSON.parse(text));

const driver = createDriver({ name: undefined, workerUrl: workerUrl('sqlite') });
const key = Buffer.from(plan.keyHex, 'hex');
const writer = await driver.open({ path: plan.path, key, mode: 'write' });
const reader = await driver.open({ path: plan.path, key, mode: 'read' });
const store = await createStore({ writer, readers: [reader] }, { nowMs: Date.now, newNodeId: () => 'kill' });
const outbox = new Outbox({
  store,
  ids: createIdSource(Date.now, (size) => randomBytes(size)),
  nowMs: Date.now,
  isOffline: () => false,
  hasNetwork: () => true,
  onError: (error) => void process.stderr.write(`${String(error)}\n`),
});
outbox.define({
  kind: 'letter',
  async send({ subject, idempotencyKey }) {
    const response = await fetch(`${plan.origin}/${subject}`, {
      method: 'POST',
      headers: { 'idempotency-key': idempotencyKey },
    });
    await response.text();
    if (!response.ok) throw new Error(`answered with ${response.status}`);
  },
});
await outbox.look();
for (;;) {
  const subject = randomBytes(8).toString('hex');
  await store.write({ command: 'letter.put' }, (tx) =>
    outbox.putIn(tx, { kind: 'letter', subject, error: null }),
  );
  // A pipe is written at once here, so what was told outlives the process.
  process.stdout.write(`${subject}\n`);
  await outbox.look();
}
