/** Turns texts into vectors of length one, whose dot product says how near their meanings are. */
export type Embedder = {
  /** Names the model and the version of how texts are prepared: vectors of different ids do not mix. */
  readonly id: string;
  readonly dimension: number;
  readonly isLocal: boolean;
  /** Most tokens of a text that it takes in; the rest is cut off. */
  readonly maxTokens: number;
  /** One vector a text, in their order. Throws `cancelled`, or what the model behind it throws. */
  embed(
    texts: readonly string[],
    kind: 'passage' | 'query',
    signal: AbortSignal,
  ): Promise<readonly Float32Array[]>;
};

export type Embeddings = {
  /** The one that is chosen and can be used now; the built-in one where nothing else is. */
  active(): Promise<Embedder>;
  /** One that is named by its id, while it can still be had: the former one serves until the new index is full. */
  find(id: string): Promise<Embedder | null>;
  onChange(listener: () => void): () => void;
};
