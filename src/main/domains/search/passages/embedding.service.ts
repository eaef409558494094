import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '#main/db/store.ts';
import { AppError } from '#shared/errors.ts';
import type { Embedder, Embeddings } from '#main/engine/embeddings/index.ts';
import type { PassageModel, PassageVectorStore } from './passage-vectors.store.ts';

export type EmbeddingDeps = {
  readonly store: Store;
  readonly vectors: PassageVectorStore;
  readonly embeddings: Embeddings;
};

/** The model whose vectors answer now, and what turns a question into one of them. */
export type Serving = { readonly model: PassageModel; readonly embedder: Embedder };
export type EmbeddingState = {
  readonly embedder: string | null;
  /** The former one answers until the chosen one has all vectors. */
  readonly isChanging: boolean;
};

const COMMAND = { command: 'search.embed', principal: 'search' } as const;
const TEXTS_A_TURN = 64;
const ROWS_A_DROP = 5_000;

/** Gives each passage its vector, of the model that serves and of the one that is chosen to. */
export class EmbeddingService {
  readonly #deps: EmbeddingDeps;

  constructor(deps: EmbeddingDeps) {
    this.#deps = deps;
    deps.embeddings.onChange(() => {});
  }

  onChange(listener: () => void): () => void {
    return this.#deps.embeddings.onChange(listener);
  }

  /** Null before any passage has a vector, or where what made them cannot be had any more. */
  async serving(): Promise<Serving | null> {
    const { store, vectors, embeddings } = this.#deps;
    const models = await vectors.listModels(store.reader);
    const active = await embeddings.active();
    const chosen = models.find((one) => one.embedder === active.id);
    const model = models.find((one) => one.isServing);
    const former = model && model !== chosen ? await embeddings.find(model.embedder) : null;
    if (model && former) return { model, embedder: former };
    return chosen ? { model: chosen, embedder: active } : null;
  }

  async state(): Promise<EmbeddingState> {
    const { store, vectors, embeddings } = this.#deps;
    const models = await vectors.listModels(store.reader);
    const active = await embeddings.active();
    const serving = models.find((one) => one.isServing);
    return {
      embedder: serving?.embedder ?? null,
      isChanging: serving !== undefined && serving.embedder !== active.id,
    };
  }

  /** Passages without a vector of the chosen model. */
  async pending(): Promise<number> {
    const { store, vectors, embeddings } = this.#deps;
    const active = await embeddings.active();
    const chosen = (await vectors.listModels(store.reader)).find((one) => one.embedder === active.id);
    return await vectors.countAfter(store.reader, chosen?.throughRow ?? 0);
  }

  async restart(): Promise<void> {
    await this.#deps.store.write(COMMAND, (tx) => this.#deps.vectors.restartModels(tx));
  }

  /** The one that serves first: what is new must be found while another one is filled. */
  async fill(signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<void> {
    const { store, vectors, embeddings } = this.#deps;
    const active = await embeddings.active();
    await store.write(COMMAND, (tx) => vectors.addModel(tx, active.id, active.dimension));
    const serving = await this.serving();
    if (serving && serving.embedder.id !== active.id) {
      await this.#fillOne(serving.embedder, signal, onProgress);
    }
    await this.#fillOne(active, signal, onProgress);
    await this.#handOver(active, signal);
  }

  async #fillOne(
    embedder: Embedder,
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void,
  ): Promise<void> {
    const { store, vectors } = this.#deps;
    const model = await this.#modelOf(embedder);
    let through = model.throughRow;
    const total = await vectors.countAfter(store.reader, through);
    let done = 0;
    for (;;) {
      signal.throwIfAborted();
      const texts = await vectors.listToEmbed(store.reader, through, TEXTS_A_TURN);
      if (texts.length === 0) break;
      const made = await embedder.embed(
        texts.map((one) => one.text),
        'passage',
        signal,
      );
      const rows = texts.map(({ rowId }, index) => ({ rowId, vector: checked(embedder, made[index]) }));
      await store.write(COMMAND, (tx) => vectors.putVectors(tx, model.id, rows, through));
      through = texts.at(-1)?.rowId ?? through;
      done += texts.length;
      onProgress(done, Math.max(total, done));
      await sleep(0);
    }
  }

  async #handOver(active: Embedder, signal: AbortSignal): Promise<void> {
    const { store, vectors } = this.#deps;
    const models = await vectors.listModels(store.reader);
    const chosen = models.find((one) => one.embedder === active.id);
    const others = models.filter((one) => one.embedder !== active.id);
    if (!chosen || (chosen.isServing && others.length === 0)) return;
    await store.write(COMMAND, (tx) => {
      vectors.serve(tx, chosen.id);
      tx.touch('search_index', ['passages']);
    });
    for (const { id } of others) {
      let isGone = false;
      while (!isGone) {
        signal.throwIfAborted();
        isGone = (await store.write(COMMAND, (tx) => vectors.dropModel(tx, id, ROWS_A_DROP))).value;
        await sleep(0);
      }
    }
  }

  async #modelOf(embedder: Embedder): Promise<PassageModel> {
    const models = await this.#deps.vectors.listModels(this.#deps.store.reader);
    const model = models.find((one) => one.embedder === embedder.id);
    if (!model)
      throw new AppError('internal', 'The index of meanings was changed meanwhile. It goes on by itself.');
    return model;
  }
}

/** A vector of another length would be cut or padded without a word further on. */
function checked(embedder: Embedder, vector: Float32Array | undefined): Float32Array {
  if (vector?.length === embedder.dimension) return vector;
  throw new AppError(
    'model_failed',
    'The embedding model answered with numbers of another size than it says of itself. Your data is safe; choose another model.',
    { details: { expected: embedder.dimension, found: vector?.length ?? 0 } },
  );
}
