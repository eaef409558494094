import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { EmbedderSpec } from '#shared/contracts/embedder-worker.ts';
import { UnusableModel, type LoadedEmbedder } from '../loaded-embedder.ts';
import { readModelFolder, type ModelFolder } from './model-folder.ts';
import { fillUp, meanPooled, normalise, type TokenBatch } from './pooling.ts';

/** Longer than any token of a natural language on average: no text is taken apart further than the model reads. */
const CHARS_PER_TOKEN = 16;

/** A transformer encoder from a folder; the mean over its tokens is the sentence. */
export async function openSentenceModel(
  spec: Extract<EmbedderSpec, { kind: 'onnx' }>,
): Promise<LoadedEmbedder> {
  const folder = await readModelFolder(spec.folder);
  const maxTokens = Math.min(spec.maxTokens, folder.maxPositions);
  const tokenize = createTokenize(folder, maxTokens);
  const session = await openSession(folder);
  const dimension = folder.hiddenSize;
  const run = async (texts: readonly string[]): Promise<Float32Array<ArrayBuffer>> => {
    const batch = fillUp(texts.map(tokenize));
    const outputs = await session.run(feedsOf(session, batch));
    return pooledOf(outputs, batch, dimension);
  };
  // One short run now says whether the model fits, before any text waits for it.
  await run(['a']).catch((error: unknown) => {
    if (error instanceof UnusableModel) throw error;
    throw new UnusableModel('The model cannot be run on a text: it is not a sentence encoder.');
  });
  return { dimension, maxTokens, embed: (texts) => run(texts) };
}

async function openSession(folder: ModelFolder): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(folder.modelPath, {
      executionProviders: ['cpu'],
      // One core is left to the person.
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      logSeverityLevel: 4,
    });
  } catch {
    throw new UnusableModel('model.onnx is damaged, or of a kind that cannot be run here.');
  }
}

function createTokenize(folder: ModelFolder, maxTokens: number): (text: string) => readonly number[] {
  let tokenizer: Tokenizer;
  try {
    tokenizer = new Tokenizer(folder.tokenizer, folder.tokenizerConfig);
  } catch {
    throw new UnusableModel('tokenizer.json is of a kind that cannot be used here.');
  }
  return (text) => {
    const { ids } = tokenizer.encode(text.slice(0, maxTokens * CHARS_PER_TOKEN));
    if (ids.length <= maxTokens) return ids;
    // The last one closes the sentence; the model was trained with it.
    return [...ids.slice(0, maxTokens - 1), ...ids.slice(-1)];
  };
}

function feedsOf(session: InferenceSession, batch: TokenBatch): Record<string, Tensor> {
  const shape = [batch.rows, batch.width];
  const known: Record<string, () => Tensor> = {
    input_ids: () => new Tensor('int64', batch.ids, shape),
    attention_mask: () => new Tensor('int64', batch.mask, shape),
    token_type_ids: () => new Tensor('int64', new BigInt64Array(batch.ids.length), shape),
  };
  return Object.fromEntries(
    session.inputNames.map((name) => {
      const made = known[name];
      if (made === undefined) throw new UnusableModel(`The model asks for "${name}", which no text has.`);
      return [name, made()];
    }),
  );
}

function pooledOf(
  outputs: InferenceSession.OnnxValueMapType,
  batch: TokenBatch,
  dimension: number,
): Float32Array<ArrayBuffer> {
  for (const { dims, data } of Object.values(outputs)) {
    if (!(data instanceof Float32Array) || dims.at(-1) !== dimension || dims[0] !== batch.rows) continue;
    if (dims.length === 3 && dims[1] === batch.width) return meanPooled(data, batch, dimension);
    if (dims.length === 2) return eachNormalised(data, dimension);
  }
  throw new UnusableModel('The model answers something else than one vector a token or a text.');
}

function eachNormalised(data: Float32Array, dimension: number): Float32Array<ArrayBuffer> {
  const vectors = Float32Array.from(data);
  for (let start = 0; start < vectors.length; start += dimension) {
    normalise(vectors.subarray(start, start + dimension));
  }
  return vectors;
}
