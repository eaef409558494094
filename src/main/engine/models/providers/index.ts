/**
 * How providers are spoken to: each by its own package, which is loaded at the first call, and each only through the
 * egress, to its own host.
 */
import type { LanguageModelV4 } from '@ai-sdk/provider';
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
import { providerFetch } from './provider-fetch.ts';
import { sdkModels, type SdkModels } from './sdk-models.ts';

export function createProviderSessions(egress: Egress): OpenProvider {
  return (provider, key, way) => openSession({ egress, provider, key, way });
}

type Session = {
  readonly egress: Egress;
  readonly provider: SpokenProvider;
  readonly key: string | null;
  readonly way: ProviderWay;
};

function openSession(session: Session): ProviderSession {
  return {
    generate: (call) =>
      told(session, async () => {
        const model = (await modelsOf(session, false)).language(call.modelId);
        return answerOf(await model.doGenerate(optionsOf(call, session.way.signal)));
      }),
    stream: (call) => streamed(session, call),
    embed: (modelId, values) =>
      told(session, async () =>
        embedded(await modelsOf(session, false), modelId, values, session.way.signal),
      ),
    listModels: () =>
      told(session, () => {
        const { egress, provider, key, way } = session;
        const send = providerFetch(egress, provider, { ...way, isStream: false });
        return listModels(provider, key, (url, init) => send(url, { ...init, signal: way.signal }));
      }),
  };
}

function modelsOf({ egress, provider, key, way }: Session, isStream: boolean): Promise<SdkModels> {
  return sdkModels(provider, key, providerFetch(egress, provider, { ...way, isStream }));
}

async function told<T>({ provider, way }: Session, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failureOf(provider.name, error, way.signal);
  }
}

async function* streamed(session: Session, call: ProviderCall): AsyncGenerator<ProviderEvent> {
  const { provider, way } = session;
  try {
    const model: LanguageModelV4 = (await modelsOf(session, true)).language(call.modelId);
    const { stream } = await model.doStream(optionsOf(call, way.signal));
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
async function embedded(models: SdkModels, modelId: string, values: readonly string[], signal: AbortSignal) {
  const model = models.embedding(modelId);
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
