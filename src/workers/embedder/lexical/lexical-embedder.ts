import type { LoadedEmbedder } from '../loaded-embedder.ts';
import { createLexicalVectors } from './lexical-vectors.ts';

const MAX_WORDS = 4096;

export function createLexicalEmbedder(dimension: number): LoadedEmbedder {
  const vectors = createLexicalVectors({ dimension, maxWords: MAX_WORDS });
  return {
    dimension,
    maxTokens: MAX_WORDS,
    embed(texts) {
      const all = new Float32Array(texts.length * dimension);
      for (const [index, text] of texts.entries()) vectors.write(text, all, index * dimension);
      return Promise.resolve(all);
    },
  };
}
