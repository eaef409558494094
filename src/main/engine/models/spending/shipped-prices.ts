/**
 * What well-known models cost by their providers' public price lists, in US dollars per million tokens: input, input
 * from the provider's cache, output. Lists change: the person's own prices come first, and each row has its day.
 */
export type ShippedPrice = readonly [
  modelId: string,
  from: string,
  input: number,
  cached: number,
  output: number,
];

const SINCE = '2025-01-01';

export const SHIPPED_PRICES: readonly ShippedPrice[] = [
  // OpenAI
  ['gpt-5.2', SINCE, 1.75, 0.175, 14],
  ['gpt-5.1', SINCE, 1.25, 0.125, 10],
  ['gpt-5', SINCE, 1.25, 0.125, 10],
  ['gpt-5-mini', SINCE, 0.25, 0.025, 2],
  ['gpt-5-nano', SINCE, 0.05, 0.005, 0.4],
  ['gpt-4.1', SINCE, 2, 0.5, 8],
  ['gpt-4.1-mini', SINCE, 0.4, 0.1, 1.6],
  ['gpt-4.1-nano', SINCE, 0.1, 0.025, 0.4],
  ['gpt-4o', SINCE, 2.5, 1.25, 10],
  ['gpt-4o-mini', SINCE, 0.15, 0.075, 0.6],
  ['o3', SINCE, 2, 0.5, 8],
  ['o4-mini', SINCE, 1.1, 0.275, 4.4],
  ['text-embedding-3-small', SINCE, 0.02, 0.02, 0],
  ['text-embedding-3-large', SINCE, 0.13, 0.13, 0],
  // Anthropic
  ['claude-opus-4-5', SINCE, 5, 0.5, 25],
  ['claude-opus-4-1', SINCE, 15, 1.5, 75],
  ['claude-opus-4', SINCE, 15, 1.5, 75],
  ['claude-sonnet-4-5', SINCE, 3, 0.3, 15],
  ['claude-sonnet-4', SINCE, 3, 0.3, 15],
  ['claude-haiku-4-5', SINCE, 1, 0.1, 5],
  ['claude-3-5-haiku', SINCE, 0.8, 0.08, 4],
  // Google
  ['gemini-2.5-pro', SINCE, 1.25, 0.31, 10],
  ['gemini-2.5-flash', SINCE, 0.3, 0.075, 2.5],
  ['gemini-2.5-flash-lite', SINCE, 0.1, 0.025, 0.4],
  ['gemini-2.0-flash', SINCE, 0.1, 0.025, 0.4],
  ['gemini-embedding-001', SINCE, 0.15, 0.15, 0],
  // Mistral
  ['mistral-large', SINCE, 2, 2, 6],
  ['mistral-medium', SINCE, 0.4, 0.4, 2],
  ['mistral-small', SINCE, 0.1, 0.1, 0.3],
  ['codestral', SINCE, 0.3, 0.3, 0.9],
  ['mistral-embed', SINCE, 0.1, 0.1, 0],
  // Groq
  ['llama-3.3-70b-versatile', SINCE, 0.59, 0.59, 0.79],
  ['llama-3.1-8b-instant', SINCE, 0.05, 0.05, 0.08],
  ['openai/gpt-oss-120b', SINCE, 0.15, 0.15, 0.75],
  ['openai/gpt-oss-20b', SINCE, 0.1, 0.1, 0.5],
];
