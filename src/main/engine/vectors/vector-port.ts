/** One vector of length one and what a search may be narrowed by. Ids only grow and are never used again. */
export type VectorRow = {
  readonly id: number;
  readonly kind: string;
  readonly clientId: string | null;
  readonly projectId: string | null;
  readonly vector: Float32Array;
};

export type VectorQuery = {
  readonly collections: readonly string[];
  readonly vector: Float32Array;
  readonly limit: number;
  /** Null narrows nothing. */
  readonly kinds: readonly string[] | null;
  readonly clientId: string | null;
  readonly projectId: string | null;
};

/** `similarity` is the cosine, -1 to 1. */
export type VectorHit = { readonly id: number; readonly similarity: number };

/** How far the index has followed its source. It is written after the files are on disk, so it never promises more. */
export type VectorMark = { readonly throughId: number; readonly goneSeq: number };

/** What the index was made of; of anything else it is thrown away and begun anew. */
export type VectorSource = {
  readonly generation: string;
  readonly embedder: string;
  readonly dimension: number;
};

/**
 * Vectors beside the store, one collection each for a family of things. It is derived: whatever is wrong with it, it
 * can be begun anew from the store. Nothing in it is text. Throws what the database throws; the caller goes without.
 */
export type VectorIndex = {
  mark(): VectorMark;
  /** How many rows the collections hold. */
  count(): Promise<number>;
  /** `ann` once a collection is large enough to have an approximate index that finds what it should. */
  kind(): 'flat' | 'ann';
  search(query: VectorQuery, signal: AbortSignal): Promise<readonly VectorHit[]>;
  /** Adds rows and forgets others, and moves the mark when all of it is on disk. */
  apply(
    change: {
      readonly rows: ReadonlyMap<string, readonly VectorRow[]>;
      readonly gone: readonly number[];
    },
    mark: VectorMark,
  ): Promise<void>;
  /**
   * Rids the files of the numbers of rows that were removed: a collection in which some are left is written anew, and
   * has no approximate index until it is tuned. Waits for one that is being built.
   */
  prune(): Promise<void>;
  /** Builds the approximate index where it pays and is missing; minutes for a large one. Once at a time. */
  tune(signal: AbortSignal): Promise<void>;
  /** Does not wait for an index that is being built; what of it is on the disk is cleaned away later. */
  close(): Promise<void>;
};
