import type { Store } from '#main/db/store.ts';
import { AppError } from '#shared/errors.ts';
import type { Embedder, Embeddings } from '#main/engine/embeddings/index.ts';
import type { Turns } from './passage-indexing.service.ts';
import type { PassageFilter } from './passage-reads.store.ts';
import type { PassageModel, PassageVectorStore, TextToEmbed } from './passage-vectors.store.ts';

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
const NOWHERE = -1;
const NOTHING_PRIVATE = { openClientIds: [], openProjectIds: [] } as const;

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
    return await this.#asSeenBy(active, () => vectors.countAfter(store.reader, chosen?.throughRow ?? 0));
  }

  /**
   * Who may turn this question into a vector: what is asked about a private client or project is not told to a model
   * that lies elsewhere, and words must do.
   */
  async servingFor({ clientId, projectId }: Pick<PassageFilter, 'clientId' | 'projectId'>) {
    const serving = await this.serving();
    if (serving === null || serving.embedder.isLocal) return serving;
    const { store, vectors } = this.#deps;
    // A view may hide the client that makes a project private.
    const isPrivate = await store.withoutPrivacy(() =>
      vectors.isPrivate(store.reader, [clientId, projectId]),
    );
    return isPrivate ? null : serving;
  }

  /** A model that lies elsewhere reads nothing that is private: such passages are found by their words alone. */
  #asSeenBy<T>({ isLocal }: Embedder, work: () => Promise<T>): Promise<T> {
    return isLocal ? work() : this.#deps.store.withPrivacy(NOTHING_PRIVATE, work);
  }

  async restart(): Promise<void> {
    await this.#deps.store.write(COMMAND, (tx) => this.#deps.vectors.restartModels(tx));
  }

  /** The one that serves first: what is new must be found while another one is filled. */
  async fill(turns: Turns): Promise<void> {
    const { store, vectors, embeddings } = this.#deps;
    const active = await embeddings.active();
    await store.write(COMMAND, (tx) => vectors.addModel(tx, active.id, active.dimension));
    const serving = await this.serving();
    if (serving && serving.embedder.id !== active.id) {
      await this.#fillOne(serving.embedder, turns);
    }
    await this.#fillOne(active, turns);
    await this.#handOver(active, turns);
  }

  async #fillOne(embedder: Embedder, turns: Turns): Promise<void> {
    const { signal, onProgress, pause } = turns;
    const { store, vectors } = this.#deps;
    const model = await this.#modelOf(embedder);
    let through = model.throughRow;
    const total = await this.#asSeenBy(embedder, () => vectors.countAfter(store.reader, through));
    let done = 0;
    for (;;) {
      signal.throwIfAborted();
      const texts = await this.#asSeenBy(embedder, () =>
        vectors.listToEmbed(store.reader, through, TEXTS_A_TURN),
      );
      if (texts.length === 0) break;
      await this.#embed(embedder, model, { texts, through }, signal);
      through = texts.at(-1)?.rowId ?? through;
      done += texts.length;
      onProgress(done, Math.max(total, done));
      await pause();
    }
    if (!embedder.isLocal) await this.#fillPassedOver(embedder, model, turns);
  }

  /** What was private when its turn came, and is so no more. */
  async #fillPassedOver(embedder: Embedder, model: PassageModel, turns: Turns): Promise<void> {
    const { signal, pause } = turns;
    const { store, vectors } = this.#deps;
    for (;;) {
      signal.throwIfAborted();
      const texts = await this.#asSeenBy(embedder, () =>
        vectors.listPassedOver(store.reader, model, TEXTS_A_TURN),
      );
      if (texts.length === 0) return;
      // Before the row that has been reached: no other moves it.
      await this.#embed(embedder, model, { texts, through: NOWHERE }, signal);
      await pause();
    }
  }

  async #embed(
    embedder: Embedder,
    model: PassageModel,
    { texts, through }: { readonly texts: readonly TextToEmbed[]; readonly through: number },
    signal: AbortSignal,
  ): Promise<void> {
    const { store, vectors } = this.#deps;
    const made = await embedder.embed(
      texts.map((one) => one.text),
      'passage',
      signal,
    );
    const rows = texts.map(({ rowId }, index) => ({ rowId, vector: checked(embedder, made[index]) }));
    await store.write(COMMAND, (tx) => {
      vectors.putVectors(tx, model.id, rows, through);
      // The first model serves from the start: no handing over would tell of its vectors.
      tx.touch('search_index', ['passages']);
    });
  }

  async #handOver(active: Embedder, { signal, pause }: Turns): Promise<void> {
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
        await pause();
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
