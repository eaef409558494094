import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '#main/db/store.ts';
import { createEmbeddings, type EmbedderList, type EmbeddingsDeps } from '#main/engine/embeddings/index.ts';
import { workerUrl } from '#main/workers-url.ts';
import { openBenchStore } from '../bench/bench-store.ts';

export type EmbeddingsBench = {
  readonly store: Store;
  readonly embeddings: EmbedderList;
  /** Empty, for models to be laid out in. */
  readonly folder: string;
  /** The same store and files as another process of the app would open them. */
  reopen(): Promise<EmbedderList>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** The embedders of an encrypted store in a folder of its own, with their real threads. */
export async function openTestEmbeddings(more: Partial<EmbeddingsDeps> = {}): Promise<EmbeddingsBench> {
  const { store, ...opened } = await openBenchStore();
  const folder = await mkdtemp(join(tmpdir(), 'adiuva-models-'));
  const modelsDir = join(folder, 'models');
  const make = () =>
    createEmbeddings({ store, workerUrl: workerUrl('embedder'), modelsDir, models: () => null, ...more });
  const all = [make()];
  const [embeddings] = all as [EmbedderList]; // just made
  return {
    store,
    embeddings,
    folder,
    async reopen() {
      const again = make();
      all.push(again);
      return again;
    },
    async [Symbol.asyncDispose]() {
      for (const one of all) await one.close();
      await opened[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The dot product, which is the cosine for vectors of length one. */
export function dot(left: Float32Array | undefined, right: Float32Array | undefined): number {
  return (left ?? new Float32Array()).reduce((sum, value, index) => sum + value * (right?.[index] ?? 0), 0);
}
