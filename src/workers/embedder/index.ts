/** Turns texts into vectors, away from everything: the embedder that it was started for, loaded with the first message. */
import { parentPort, workerData } from 'node:worker_threads';
import type {
  EmbedAnswerMessage,
  EmbedderSpec,
  EmbedderThreadData,
  EmbedRequestMessage,
} from '#shared/contracts/embedder-worker.ts';
import { failureOf, type LoadedEmbedder } from './loaded-embedder.ts';

async function load(spec: EmbedderSpec): Promise<LoadedEmbedder> {
  if (spec.kind === 'lexical') {
    const { createLexicalEmbedder } = await import('./lexical/lexical-embedder.ts');
    return createLexicalEmbedder(spec.dimension);
  }
  const { openSentenceModel } = await import('./onnx/sentence-model.ts');
  return openSentenceModel(spec);
}

async function answer(
  loading: Promise<LoadedEmbedder>,
  request: EmbedRequestMessage,
): Promise<EmbedAnswerMessage> {
  try {
    const { dimension, maxTokens, embed } = await loading;
    if (request.op === 'describe') return { id: request.id, facts: { dimension, maxTokens } };
    return { id: request.id, vectors: await embed(request.texts, request.kind), dimension };
  } catch (error) {
    return { id: request.id, failure: failureOf(error) };
  }
}

const port = parentPort;
if (port !== null) {
  const { spec } = workerData as EmbedderThreadData; // made by the one who starts this thread
  let loading: Promise<LoadedEmbedder> | null = null;
  // Requests come one at a time: the next is sent when this one is answered.
  port.on('message', (request: EmbedRequestMessage) => {
    loading ??= load(spec);
    void answer(loading, request).then((message) =>
      port.postMessage(message, 'vectors' in message ? [message.vectors.buffer] : []),
    );
  });
}
