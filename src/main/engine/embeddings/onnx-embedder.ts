import type { EmbedderFacts } from '#shared/contracts/embedder-worker.ts';
import { createEmbedderThread, type EmbedderThread } from './embedder-thread.ts';
import type { OpenedEmbedder } from './opened-embedder.ts';

/** A few hundred milliseconds of work with a small model: a question waits for no more than that. */
const BATCH_SIZE = 8;
/** A model holds some hundred megabytes; it is loaded again within a second. */
const IDLE_MS = 120_000;

export type OnnxPlace = {
  readonly workerUrl: URL;
  readonly folder: string;
  readonly maxTokens: number;
};

/** A sentence model on this machine, in a thread of its own. */
export function openOnnxEmbedder(
  place: OnnxPlace,
  row: { readonly id: string; readonly dimension: number },
): OpenedEmbedder {
  const thread = threadOf(place);
  return {
    embedder: {
      id: row.id,
      dimension: row.dimension,
      isLocal: true,
      maxTokens: place.maxTokens,
      embed: (texts, kind, signal) => thread.embed(texts, kind, signal),
    },
    close: () => thread.close(),
  };
}

/** Loads the model once and runs it on a word. Throws `invalid_input` with the reason where it cannot be used. */
export async function tryOnnxModel(place: OnnxPlace, signal: AbortSignal): Promise<EmbedderFacts> {
  const thread = threadOf(place);
  try {
    return await thread.describe(signal);
  } finally {
    await thread.close();
  }
}

function threadOf({ workerUrl, folder, maxTokens }: OnnxPlace): EmbedderThread {
  return createEmbedderThread({
    workerUrl,
    spec: { kind: 'onnx', folder, maxTokens },
    batchSize: BATCH_SIZE,
    idleMs: IDLE_MS,
  });
}
