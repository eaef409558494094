import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { Models } from '#main/engine/models/index.ts';
import type { Embedder } from './embedder-port.ts';
import type { EmbedderRow } from './embedders.store.ts';
import { openLexicalEmbedder } from './lexical-embedder.ts';
import { hasModel } from './model-files.ts';
import { openModelEmbedder } from './model-embedder.ts';
import { openOnnxEmbedder } from './onnx-embedder.ts';
import type { OpenedEmbedder } from './opened-embedder.ts';

export type OpeningDeps = {
  /** Entry file of the embedder's worker. */
  readonly workerUrl: URL;
  /** Where models' files are kept, one folder each. */
  readonly modelsDir: string;
  /** Null while there is no gateway. */
  readonly models: () => Pick<Models, 'embed'> | null;
};

/** The embedders that have been asked for, each opened once: a thread starts with its first text. */
export type OpenedEmbedders = {
  readonly builtIn: Embedder;
  /** Null where its files are gone. */
  open(row: EmbedderRow): Promise<Embedder | null>;
  isReady(row: EmbedderRow): Promise<boolean>;
  forget(id: string): Promise<void>;
  close(): Promise<void>;
};

export function createOpenedEmbedders(deps: OpeningDeps): OpenedEmbedders {
  const builtIn = openLexicalEmbedder(deps.workerUrl);
  const opened = new Map<string, OpenedEmbedder>();
  const isReady = async (row: EmbedderRow): Promise<boolean> =>
    row.kind === 'model' ? deps.models() !== null : hasModel(join(deps.modelsDir, row.place));
  return {
    builtIn: builtIn.embedder,
    isReady,
    async open(row) {
      const isThere = await isReady(row);
      if (!isThere) return null;
      const known = opened.get(row.id) ?? openRow(deps, row);
      opened.set(row.id, known);
      return known.embedder;
    },
    async forget(id) {
      const known = opened.get(id);
      opened.delete(id);
      await known?.close();
    },
    async close() {
      await Promise.all([builtIn, ...opened.values()].map((one) => one.close()));
      opened.clear();
    },
  };
}

function openRow(deps: OpeningDeps, row: EmbedderRow): OpenedEmbedder {
  const { workerUrl, modelsDir } = deps;
  if (row.kind === 'onnx') {
    const place = { workerUrl, folder: join(modelsDir, row.place), maxTokens: row.maxTokens };
    return openOnnxEmbedder(place, row);
  }
  const embed: Models['embed'] = async (request) => {
    const models = deps.models();
    if (models === null) throw noGateway();
    return models.embed(request);
  };
  return openModelEmbedder({ embed }, row);
}

function noGateway(): AppError {
  return new AppError(
    'no_model',
    'There is no provider of models. Add one in the settings, or choose another model.',
  );
}
