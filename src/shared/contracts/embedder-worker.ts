/** What the main process and an embedder's thread say to each other. One thread holds one embedder. */

/** Where a sentence model lies: a folder with `tokenizer.json`, `config.json` and `model.onnx` or `onnx/model.onnx`. */
export type EmbedderSpec =
  | { readonly kind: 'lexical'; readonly dimension: number }
  | { readonly kind: 'onnx'; readonly folder: string; readonly maxTokens: number };

/** What a thread was started with. */
export type EmbedderThreadData = { readonly spec: EmbedderSpec };

export type EmbedRequestMessage =
  | { readonly id: number; readonly op: 'describe' }
  | {
      readonly id: number;
      readonly op: 'embed';
      readonly texts: readonly string[];
      readonly kind: 'passage' | 'query';
    };

export type EmbedderFacts = { readonly dimension: number; readonly maxTokens: number };

/** `unusable`: the files are there and are no model of this kind; `message` says why in the person's words. */
export type EmbedderFailure = { readonly reason: 'unusable' | 'failed'; readonly message: string };

/** `vectors` holds one after the other, each of `dimension` numbers; its memory is handed over. */
export type EmbedAnswerMessage =
  | { readonly id: number; readonly facts: EmbedderFacts }
  | { readonly id: number; readonly vectors: Float32Array<ArrayBuffer>; readonly dimension: number }
  | { readonly id: number; readonly failure: EmbedderFailure };
