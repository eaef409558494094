/** The door to what turns texts into vectors: which embedder is chosen, which others there are, and adding to them. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogueEntry, CatalogueModel, EmbedderInfo } from '#shared/contracts/embeddings.ts';
import { AppError } from '#shared/errors.ts';
import type { Store } from '#main/db/store.ts';
import { CATALOGUE } from './catalogue.ts';
import type { Embeddings } from './embedder-port.ts';
import {
  chooseEmbedder,
  createEmbeddersStore,
  removeEmbedder,
  writeEmbedder,
  type EmbedderRow,
} from './embedders.store.ts';
import { adoptFiles } from './model-files.ts';
import { tryModel } from './model-embedder.ts';
import { tryOnnxModel } from './onnx-embedder.ts';
import { createOpenedEmbedders, type OpeningDeps } from './opened-embedders.ts';

export type { Embedder, Embeddings } from './embedder-port.ts';
export { defineDownloadJob, DOWNLOAD_JOB } from './download.jobs.ts';

export type EmbeddingsDeps = OpeningDeps & {
  readonly store: Store;
  /** The product's own list, unless a test says otherwise. */
  readonly catalogue?: readonly CatalogueModel[];
};

export type EmbedderList = Embeddings & {
  readonly modelsDir: string;
  readonly catalogueModels: readonly CatalogueModel[];
  /** The built-in one first, then in the order in which they were added. */
  list(): Promise<readonly EmbedderInfo[]>;
  /** What can be downloaded, and which of it is here. */
  catalogue(): Promise<readonly CatalogueEntry[]>;
  /** Everything is embedded again in the background; the former one answers until then. Throws `not_found`. */
  choose(id: string): Promise<EmbedderInfo>;
  /**
   * Copies a sentence model (`model.onnx` or `onnx/model.onnx`, `tokenizer.json`, `config.json`) and runs it once.
   * Throws `invalid_input` with the reason where it cannot be used, `file_unreadable` where there is nothing.
   */
  addFolder(
    path: string,
    facts: { readonly name: string; readonly maxTokens?: number },
    signal: AbortSignal,
  ): Promise<EmbedderInfo>;
  /** A model behind the gateway, `providerId/modelId`; it is asked for one short text. Throws what the gateway throws. */
  addModel(model: string, name: string, signal: AbortSignal): Promise<EmbedderInfo>;
  /** Its files go too. The built-in one is chosen where this one was; it cannot be removed itself. */
  remove(id: string): Promise<void>;
  /** Ends the threads. What is under way is `cancelled`. */
  close(): Promise<void>;
};

const MAX_TOKENS = 256;

export function createEmbeddings(deps: EmbeddingsDeps): EmbedderList {
  return new Embedders(deps);
}

class Embedders implements EmbedderList {
  readonly modelsDir: string;
  readonly catalogueModels: readonly CatalogueModel[];
  readonly #deps: EmbeddingsDeps;
  readonly #reads: ReturnType<typeof createEmbeddersStore>;
  readonly #opened: ReturnType<typeof createOpenedEmbedders>;
  readonly #listeners = new Set<() => void>();

  constructor(deps: EmbeddingsDeps) {
    this.#deps = deps;
    this.modelsDir = deps.modelsDir;
    this.catalogueModels = deps.catalogue ?? CATALOGUE;
    this.#reads = createEmbeddersStore(deps.store.reader);
    this.#opened = createOpenedEmbedders(deps);
  }

  async active() {
    const row = await this.#reads.findActive();
    const chosen = row === undefined ? null : await this.#opened.open(row);
    return chosen ?? this.#opened.builtIn;
  }

  async find(id: string) {
    if (id === this.#opened.builtIn.id) return this.#opened.builtIn;
    const row = await this.#reads.find(id);
    return row === undefined ? null : this.#opened.open(row);
  }

  onChange(listener: () => void) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async list() {
    const rows = await this.#reads.list();
    const infos = await Promise.all(rows.map((row) => this.#infoOf(row)));
    const { id, dimension, maxTokens } = this.#opened.builtIn;
    const builtIn: EmbedderInfo = {
      id,
      kind: 'built_in',
      name: '',
      dimension,
      maxTokens,
      isLocal: true,
      isActive: !infos.some((info) => info.isActive && info.isReady),
      isReady: true,
    };
    return [builtIn, ...infos];
  }

  async catalogue() {
    const rows = await this.#reads.list();
    return this.catalogueModels.map(({ id, name, licence, languages, files }) => ({
      id,
      name,
      licence,
      languages,
      sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
      host: new URL(files[0]?.url ?? '').host,
      embedderId: rows.find((row) => row.kind === 'onnx' && row.name === name)?.id ?? null,
    }));
  }

  async choose(id: string) {
    const known = (await this.list()).find((info) => info.id === id);
    if (known === undefined) throw unknown();
    await this.#deps.store.write({ command: 'embeddings.choose', principal: 'settings' }, (tx) =>
      chooseEmbedder(tx, id),
    );
    this.#tell();
    return { ...known, isActive: true };
  }

  async addFolder(path: string, facts: { name: string; maxTokens?: number }, signal: AbortSignal) {
    const { workerUrl, modelsDir } = this.#deps;
    const given = facts.maxTokens ?? MAX_TOKENS;
    let found = { dimension: 0, maxTokens: given };
    const check = async (folder: string) => {
      found = await tryOnnxModel({ workerUrl, folder, maxTokens: given }, signal);
    };
    const { folder, hash } = await adoptFiles(path, modelsDir, check, signal);
    const { dimension, maxTokens } = found;
    const id = `onnx/${hash}-${maxTokens}`;
    await this.#opened.forget(id);
    return this.#keep({
      id,
      kind: 'onnx',
      name: facts.name,
      place: folder,
      dimension,
      maxTokens,
      isLocal: true,
    });
  }

  async addModel(model: string, name: string, signal: AbortSignal) {
    const models = this.#deps.models();
    if (models === null) {
      throw new AppError('no_model', 'There is no provider of models yet. Add one in the settings first.');
    }
    const facts = await tryModel(models, model, signal);
    return this.#keep({ id: `model/${model}@${facts.dimension}`, kind: 'model', name, ...facts });
  }

  async remove(id: string) {
    const row = await this.#reads.find(id);
    if (row === undefined) throw unknown();
    await this.#deps.store.write({ command: 'embeddings.remove', principal: 'settings' }, (tx) =>
      removeEmbedder(tx, id),
    );
    await this.#opened.forget(id);
    const rest = await this.#reads.list();
    const isShared = rest.some((one) => one.kind === 'onnx' && one.place === row.place);
    if (row.kind === 'onnx' && !isShared) {
      await rm(join(this.modelsDir, row.place), { recursive: true, force: true });
    }
    if (row.isActive) this.#tell();
  }

  async close() {
    await this.#opened.close();
  }

  async #keep(row: Omit<EmbedderRow, 'isActive' | 'addedAt'>): Promise<EmbedderInfo> {
    await this.#deps.store.write({ command: 'embeddings.add', principal: 'settings' }, (tx) =>
      writeEmbedder(tx, row),
    );
    const kept = await this.#reads.find(row.id);
    if (kept === undefined) throw unknown();
    // Its files may have been missing while it was chosen.
    if (kept.isActive) this.#tell();
    return this.#infoOf(kept);
  }

  async #infoOf(row: EmbedderRow): Promise<EmbedderInfo> {
    const { id, kind, name, dimension, maxTokens, isLocal, isActive } = row;
    const isReady = await this.#opened.isReady(row);
    return { id, kind, name, dimension, maxTokens, isLocal, isActive, isReady };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function unknown(): AppError {
  return new AppError(
    'not_found',
    'This model for the search by meaning is not in the list. Nothing was changed.',
  );
}
