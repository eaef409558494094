import type { EmbedderFacts, EmbedderFailure } from '#shared/contracts/embedder-worker.ts';

/** An embedder that is in memory and ready. */
export type LoadedEmbedder = EmbedderFacts & {
  /** One vector of length one for each text, one after the other. */
  embed(texts: readonly string[], kind: 'passage' | 'query'): Promise<Float32Array<ArrayBuffer>>;
};

/** Says in the person's words why the files of a model cannot be used. */
export class UnusableModel extends Error {
  override readonly name = 'UnusableModel';
}

export function failureOf(error: unknown): EmbedderFailure {
  if (error instanceof UnusableModel) return { reason: 'unusable', message: error.message };
  // What a runtime says may quote a path or a text: the thread's own log is no place for either.
  return { reason: 'failed', message: 'The model stopped while it was at work.' };
}
