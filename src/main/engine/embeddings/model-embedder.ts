import { AppError } from '#shared/errors.ts';
import type { ModelReach, Models } from '#main/engine/models/index.ts';
import type { OpenedEmbedder } from './opened-embedder.ts';

const BATCH_SIZE = 64;
/** The gateway's models do not say how much they take in; the least of those in use. */
const MAX_TOKENS = 512;

export type ModelEmbedderFacts = {
  readonly id: string;
  /** `providerId/modelId`. */
  readonly place: string;
  readonly dimension: number;
  readonly maxTokens: number;
  readonly isLocal: boolean;
};

/** A model behind the gateway, local or not: its calls are budgeted, traced and counted like all others. */
export function openModelEmbedder(models: Pick<Models, 'embed'>, facts: ModelEmbedderFacts): OpenedEmbedder {
  const { id, place, dimension, maxTokens, isLocal } = facts;
  const reach: ModelReach = isLocal ? 'local' : 'any';
  return {
    embedder: {
      id,
      dimension,
      isLocal,
      maxTokens,
      async embed(texts, _kind, signal) {
        const vectors: Float32Array[] = [];
        for (let start = 0; start < texts.length; start += BATCH_SIZE) {
          const values = texts.slice(start, start + BATCH_SIZE);
          const result = await models.embed(requestOf({ values, model: place, reach, signal }));
          for (const vector of result.vectors) vectors.push(checked(vector, dimension));
        }
        if (vectors.length !== texts.length) throw otherShape();
        return vectors;
      },
    },
    close: () => Promise.resolve(),
  };
}

/** Asks for one short text: first in a way in which it cannot leave the machine. */
export async function tryModel(
  models: Pick<Models, 'embed'>,
  model: string,
  signal: AbortSignal,
): Promise<Omit<ModelEmbedderFacts, 'id'>> {
  const ask = (reach: ModelReach) => models.embed(requestOf({ values: ['a'], model, reach, signal }));
  const local = await ask('local').catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'no_model') return null;
    throw error;
  });
  const { dimension } = local ?? (await ask('any'));
  return { place: model, dimension, maxTokens: MAX_TOKENS, isLocal: local !== null };
}

type Wanted = {
  readonly values: readonly string[];
  readonly model: string;
  readonly reach: ModelReach;
  readonly signal: AbortSignal;
};

function requestOf(wanted: Wanted): Parameters<Models['embed']>[0] {
  return { ...wanted, feature: 'search', principal: 'user', runId: null };
}

/** Of the promised dimension and of length one: the index would take anything. */
function checked(vector: Float32Array, dimension: number): Float32Array {
  const length = Math.hypot(...vector);
  if (vector.length !== dimension || !(length > 0) || !Number.isFinite(length)) throw otherShape();
  return vector.map((value) => value / length);
}

function otherShape(): AppError {
  return new AppError(
    'model_failed',
    'The model answered with other numbers than it did before. Nothing was indexed; choose it again in the settings, or another one.',
  );
}
