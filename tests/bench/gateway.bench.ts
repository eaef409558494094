import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { Modelling } from '#main/compose/modelling.ts';
import { makeApp } from '../support/make-app.ts';
import { ask } from '../support/make-gateway.ts';
import { startScriptedModels, type ScriptedModels } from '../support/scripted-models.ts';
import { inTurns, median, percentile, type Bench, type Measurement } from './report.ts';

const ROUNDS = { rounds: 200, warmUp: 30 };
const CPU_CALLS = 300;

/** One call of the package alone: no budget, no trace, no ledger, and the connection of the call before. */
function bareCall(baseURL: string): () => Promise<unknown> {
  const sdk = createOpenAICompatible({ name: 'bare', baseURL });
  const model = sdk.chatModel('scripted-model');
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Say hello.' }] }];
  return async () => model.doGenerate({ prompt });
}

/** Processor time of one of many calls on this thread, in milliseconds. */
async function cpuMsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.threadCpuUsage();
  for (let call = 0; call < CPU_CALLS; call += 1) await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000 / CPU_CALLS;
}

async function measure(): Promise<readonly Measurement[]> {
  const worker = new Worker(new URL('./gateway-far-side.ts', import.meta.url));
  const [baseUrl] = (await once(worker, 'message')) as [string]; // its one message
  const server = await startScriptedModels();
  const made = await makeApp();
  try {
    await made.api.models.add({ kind: 'openai_compatible', baseUrl, chatModel: 'scripted-model' });
    // No page calls the gateway itself, so the type of the workspace does not name it.
    const { models } = (made.app.workspace() as unknown as { readonly modelling: Modelling }).modelling;
    const call = () => models.complete(ask());
    const bare = bareCall(baseUrl);
    const turns = await inTurns(ROUNDS, call, bare);
    const gatewayCpu = await cpuMsOf(call);
    const bareCpu = await cpuMsOf(bare);
    const forward: number[] = [];
    const near = await made.api.models.add({
      kind: 'openai_compatible',
      baseUrl: server.urls.openai,
      chatModel: 'scripted-model',
    });
    server.say(() => ({ text: 'one two three four', pieceDelayMs: 3 }));
    for (let round = 0; round < 60; round += 1)
      forward.push(await forwardMs(server, models, `${near.id}/scripted-model`));
    return [
      {
        name: 'a call through the gateway',
        value: turns.ratio,
        unit: 'ratio',
        floor: "the provider's package alone, over its own fetch",
        bound: 1.5,
        note: `${turns.first.toFixed(2)} ms against ${turns.second.toFixed(2)} ms; server latency 0`,
      },
      {
        name: 'processor time that the gateway adds to a call',
        value: gatewayCpu - bareCpu,
        unit: 'ms',
        bound: 1,
        note: `${gatewayCpu.toFixed(2)} ms against ${bareCpu.toFixed(2)} ms`,
      },
      {
        name: 'from the server to the listener, one word, p95',
        value: percentile(forward.slice(10), 95),
        unit: 'ms',
        bound: 5,
        note: `median ${median(forward.slice(10)).toFixed(2)} ms`,
      },
    ];
  } finally {
    await made[Symbol.asyncDispose]();
    await server.close();
    await worker.terminate();
  }
}

type StreamModels = { stream(request: ReturnType<typeof ask>): AsyncIterable<{ readonly type: string }> };

/** From the moment that the server wrote the last word to the moment that it is here. */
async function forwardMs(server: ScriptedModels, models: StreamModels, model: string): Promise<number> {
  let latest = 0;
  let seen = 0;
  for await (const event of models.stream(ask({ model }))) {
    if (event.type !== 'text') continue;
    seen += 1;
    latest = Math.max(latest, performance.now() - (server.wroteAt()[seen - 1] ?? Number.NaN));
  }
  return latest;
}

export const bench: Bench = { name: 'gateway', run: measure };
