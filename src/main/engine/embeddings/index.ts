/** The door to what turns texts into vectors: which embedder is chosen, which others are there. */
import type { Embeddings } from './embedder-port.ts';
import { openLexicalEmbedder } from './lexical-embedder.ts';

export type { Embedder, Embeddings } from './embedder-port.ts';

export type EmbeddingsDeps = {
  /** Entry file of the embedder's worker. */
  readonly workerUrl: URL;
};

export type OpenEmbeddings = Embeddings & {
  /** Ends the threads. What is under way is `cancelled`. */
  close(): Promise<void>;
};

export function createEmbeddings(deps: EmbeddingsDeps): OpenEmbeddings {
  const builtIn = openLexicalEmbedder(deps.workerUrl);
  const listeners = new Set<() => void>();
  return {
    active: () => Promise.resolve(builtIn.embedder),
    find: (id) => Promise.resolve(id === builtIn.embedder.id ? builtIn.embedder : null),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => builtIn.close(),
  };
}
