/**
 * How providers are spoken to: each by its own package, which is loaded at the first call, and each only through the
 * egress, to its own host.
 */
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import type { Egress } from '#main/engine/egress/index.ts';
import {
  ProviderFailure,
  type OpenProvider,
  type ProviderCall,
  type ProviderEvent,
  type ProviderSession,
  type ProviderWay,
  type SpokenProvider,
} from '../provider-port.ts';
import { answerOf, eventOf } from './answer.ts';
import { failureOf } from './failure.ts';
import { listModels } from './model-list.ts';
import { optionsOf } from './prompt.ts';
import { createModelShelf, type ModelShelf } from './model-shelf.ts';
import { inTheNameOf, providerFetch } from './provider-fetch.ts';

export function createProviderSessions(egress: Egress): OpenProvider {
  const send = providerFetch(egress);
  const models = createModelShelf(send);
  return (provider, key, way) => openSession({ send, models, provider, key, way });
}

type Session = {
  readonly send: typeof globalThis.fetch;
  readonly models: ModelShelf;
  readonly provider: SpokenProvider;
  readonly key: string | null;
  readonly way: ProviderWay;
};

function openSession(session: Session): ProviderSession {
  const { send, models, provider, key, way } = session;
  return {
    generate: (call) =>
      told(session, async () => {
        const model = await models.language(provider, key, call.modelId);
        return answerOf(await model.doGenerate(optionsOf(call, way.signal)));
      }),
    stream: (call) => streamed(session, call),
    embed: (modelId, values) =>
      told(session, async () => embedded(await models.embedding(provider, key, modelId), values, way.signal)),
    listModels: () =>
      told(session, () =>
        listModels(provider, key, (url, init) => send(url, { ...init, signal: way.signal })),
      ),
  };
}

async function told<T>({ provider, way }: Session, work: () => Promise<T>): Promise<T> {
  try {
    return await inTheNameOf({ provider, way, isStream: false }, work);
  } catch (error) {
    throw failureOf(provider.name, error, way.signal);
  }
}

async function* streamed(session: Session, call: ProviderCall): AsyncGenerator<ProviderEvent> {
  const { models, provider, key, way } = session;
  try {
    const model = await models.language(provider, key, call.modelId);
    const { stream } = await inTheNameOf({ provider, way, isStream: true }, () =>
      model.doStream(optionsOf(call, way.signal)),
    );
    let isFinished = false;
    for await (const part of stream) {
      const event = eventOf(part);
      if (event === null) continue;
      isFinished = event.type === 'finish';
      yield event;
    }
    if (!isFinished) {
      throw new ProviderFailure('The answer broke off in the middle.', { errorClass: 'transient_network' });
    }
  } catch (error) {
    throw failureOf(provider.name, error, way.signal);
  }
}

/** As many at a time as the provider takes. */
async function embedded(model: EmbeddingModelV4, values: readonly string[], signal: AbortSignal) {
  const most = (await model.maxEmbeddingsPerCall) ?? values.length;
  const vectors: Float32Array[] = [];
  let inputTokens: number | null = null;
  for (let start = 0; start < values.length; start += most) {
    const batch = values.slice(start, start + most);
    const { embeddings, usage } = await model.doEmbed({ values: batch, abortSignal: signal });
    if (embeddings.length !== batch.length) {
      throw new ProviderFailure('The server answered with another number of vectors than was asked for.', {
        errorClass: 'transient_server',
      });
    }
    vectors.push(...embeddings.map((one) => Float32Array.from(one)));
    if (usage !== undefined) inputTokens = (inputTokens ?? 0) + usage.tokens;
  }
  return { vectors, inputTokens };
}
