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
