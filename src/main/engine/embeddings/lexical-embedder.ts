import { createEmbedderThread } from './embedder-thread.ts';
import type { OpenedEmbedder } from './opened-embedder.ts';

/** Changes with anything that changes the numbers: the words, the weights, the dimension. */
export const BUILT_IN_ID = 'built-in/words-1';

const DIMENSION = 384;
const MAX_WORDS = 4096;
/** About 5 ms of work. */
const BATCH_SIZE = 64;
const IDLE_MS = 60_000;

/** The embedder that needs no model: near words, inflected or translated, come out near each other. */
export function openLexicalEmbedder(workerUrl: URL): OpenedEmbedder {
  const thread = createEmbedderThread({
    workerUrl,
    spec: { kind: 'lexical', dimension: DIMENSION },
    batchSize: BATCH_SIZE,
    idleMs: IDLE_MS,
  });
  return {
    embedder: {
      id: BUILT_IN_ID,
      dimension: DIMENSION,
      isLocal: true,
      maxTokens: MAX_WORDS,
      embed: (texts, kind, signal) => thread.embed(texts, kind, signal),
    },
    close: () => thread.close(),
  };
}
