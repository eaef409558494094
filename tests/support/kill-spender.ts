/**
 * A process that spends on models until it is killed. It says which call may be sent, once it has been let through,
 * and what it cost, once that is settled.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { createAdiuva } from '#main/compose.ts';
import { costingOf } from './costing.ts';
import type { TestApp } from './make-app.ts';
import { CALL } from './spending-store.ts';

const [, , dataDir = '', passphrase = '', round = ''] = process.argv;
const LANES = 4;
// A pipe is written at once here, so a line that was told outlives the process.
const tell = (...words: readonly (string | number)[]) => process.stdout.write(`${words.join(' ')}\n`);

const app = createAdiuva({ dataDir, host: 'test', keychain: null });
await app.caller().system.unlock({ passphrase });
const { spending } = costingOf({ app } as unknown as TestApp);

async function spend(lane: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const runId = `${round}-${lane}-${count}`;
    const call = await spending.port.reserve({ ...CALL, modelId: 'gpt-5', runId });
    tell('sent', runId);
    await delay(count % 5);
    const usage = { inputTokens: 1_000, outputTokens: count % 100, cachedInputTokens: 0 };
    await call.settle({ usage, traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), outcome: 'done' });
    tell('settled', runId);
  }
}

tell('ready');
await Promise.all(Array.from({ length: LANES }, (_, lane) => spend(lane)));
