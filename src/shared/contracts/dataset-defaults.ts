/** What a dataset has at most; a person may set it lower. */
export const MOST_RECORDS = 100_000;

/** Parts that a run may be cut in. */
export const MOST_SLICES = 256;

export const MOST_SEED = 2_147_483_647;

/** What stands in a definition that says no more of its generator than the kind. */
export const BUILTIN_GENERATOR = {
  kind: 'builtin',
  locale: 'en',
} as const;

export const MODEL_GENERATOR = {
  kind: 'model',
  temperature: 0.9,
  maxOutputTokens: 2000,
  concurrency: 8,
  retries: 2,
  budget: null,
  evolve: 0,
} as const;
