import { join } from 'node:path';
import type { Embedder } from '#main/engine/embeddings/index.ts';
import { openTestEmbeddings } from '../support/embeddings-bench.ts';
import { writeTinyModel } from '../support/tiny-sentence-model.ts';
import { percentile, timed, type Bench, type Measurement } from './report.ts';
import { createSeededRandom } from './seeded-random.ts';
import { sampleWorld } from '#main/domains/sample/content/world.ts';
import { createWordChain } from './word-chain.ts';

const CHUNKS = 20_000;
const WORDS_A_CHUNK = 130;
const MODEL_CHUNKS = 256;
const QUESTIONS = 200;
const never = new AbortController().signal;

type Hold = { readonly seconds: number; readonly heldMs: number; readonly waitedMs: number };

/**
 * The longest turn of the main loop while `work` ran, in processor time of the main thread: what other programs take of
 * the machine meanwhile is not counted there, and is told beside it.
 */
async function longestHold(work: () => Promise<unknown>): Promise<Hold> {
  let heldMs = 0;
  let waitedMs = 0;
  let cpu = process.threadCpuUsage();
  let at = performance.now();
  const look = setInterval(() => {
    const used = process.threadCpuUsage(cpu);
    heldMs = Math.max(heldMs, (used.user + used.system) / 1000);
    waitedMs = Math.max(waitedMs, performance.now() - at);
    cpu = process.threadCpuUsage();
    at = performance.now();
  }, 1);
  const ms = await timed(work);
  clearInterval(look);
  return { seconds: ms / 1000, heldMs, waitedMs };
}

function waited({ waitedMs }: Hold): string {
  return `processor time; ${waitedMs.toFixed(0)} ms with all that ran on the machine`;
}

async function questionMs(embedder: Embedder): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < QUESTIONS; index += 1) {
    const question = `what did we agree about delivery number ${index}?`;
    times.push(await timed(() => embedder.embed([question], 'query', never)));
  }
  return times;
}

/** A question in the middle of a long row of passages waits for one batch of them at most. */
async function questionBesideMs(embedder: Embedder, chunks: readonly string[]): Promise<number> {
  const indexing = embedder.embed(chunks, 'passage', never);
  const ms = await timed(() => embedder.embed(['what is due?'], 'query', never));
  await indexing;
  return ms;
}

export const bench: Bench = {
  name: 'embeddings',
  async run() {
    await using opened = await openTestEmbeddings();
    const { embeddings, folder } = opened;
    const chunks = madeChunks(CHUNKS);
    const measured: Measurement[] = [];

    const builtIn = await embeddings.active();
    await builtIn.embed(chunks.slice(0, 2_000), 'passage', never);
    const words = await longestHold(() => builtIn.embed(chunks, 'passage', never));
    const asked = await questionMs(builtIn);
    measured.push(
      {
        name: 'built-in embedder, chunks of about 900 characters',
        value: CHUNKS / words.seconds,
        unit: 'per second',
        bound: 5_000,
        boundIs: 'least',
      },
      {
        name: 'built-in: the main loop was held at most',
        value: words.heldMs,
        unit: 'ms',
        bound: 20,
        note: waited(words),
      },
      { name: 'built-in: a question, 95th percentile', value: percentile(asked, 95), unit: 'ms' },
    );

    const made = join(folder, 'made');
    await writeTinyModel(made, { hidden: 384, layers: 24 });
    const added = await embeddings.addFolder(made, { name: 'made' }, never);
    await embeddings.choose(added.id);
    const model = await embeddings.active();
    await model.embed(chunks.slice(0, 8), 'passage', never);
    const onnx = await longestHold(() => model.embed(chunks.slice(0, MODEL_CHUNKS), 'passage', never));
    measured.push(
      {
        name: 'ONNX model of 24 made layers, chunks cut to 64 tokens',
        value: MODEL_CHUNKS / onnx.seconds,
        unit: 'per second',
      },
      {
        name: 'ONNX: the main loop was held at most',
        value: onnx.heldMs,
        unit: 'ms',
        bound: 20,
        note: waited(onnx),
      },
      {
        name: 'ONNX: a question while passages wait',
        value: await questionBesideMs(model, chunks.slice(0, MODEL_CHUNKS)),
        unit: 'ms',
      },
    );
    return measured;
  },
};

/** Titles and prose in the manner of the sample's notes, with the long tail of rare names that real ones have. */
function madeChunks(count: number): readonly string[] {
  const notes = sampleWorld.clients.flatMap((client) => client.projects.flatMap((project) => project.notes));
  const chain = createWordChain(
    notes.map((note) => note.body),
    createSeededRandom(7),
  );
  return Array.from({ length: count }, () => `${chain.phrase(4)}\n${chain.prose(WORDS_A_CHUNK)}`);
}
