import type { Embedder } from './embedder-port.ts';

/** An embedder and what it holds: a thread, or nothing. */
export type OpenedEmbedder = { readonly embedder: Embedder; close(): Promise<void> };
