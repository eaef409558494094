import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { DatasetValue } from '#shared/contracts/datasets.ts';
import type { ModelPrice } from '#shared/contracts/usage.ts';

/** A word of most languages takes about four characters and one token. */
const CHARACTERS_A_TOKEN = 4;
/** What every call says beside the definition: how to answer, the traits of the record. */
const FRAME_TOKENS = 200;
const MILLION = 1_000_000;

export type Estimate = { readonly inputTokens: number; readonly outputTokens: number };

/** What a run may take, from the definition and what the samples look like; null without samples. */
export function estimateRun(spec: DatasetSpec, samples: readonly DatasetValue[]): Estimate | null {
  if (spec.generator.kind === 'builtin') return { inputTokens: 0, outputTokens: 0 };
  if (samples.length === 0) return null;
  const asked = samples.map((sample) => JSON.stringify(byModel(sample, spec)).length);
  const told = [
    spec.title,
    spec.description,
    spec.instructions,
    JSON.stringify(spec.schema),
    JSON.stringify(spec.examples),
  ].join('\n').length;
  const mean = asked.reduce((sum, length) => sum + length, 0) / asked.length;
  const calls = spec.records * (1 + spec.generator.evolve);
  return {
    inputTokens: Math.round(calls * (told / CHARACTERS_A_TOKEN + FRAME_TOKENS)),
    outputTokens: Math.round((calls * mean) / CHARACTERS_A_TOKEN),
  };
}

function byModel(sample: DatasetValue, { columns }: DatasetSpec): DatasetValue {
  return Object.fromEntries(Object.entries(sample).filter(([name]) => !(name in columns)));
}

/** In millionths of a dollar; null where the price is not known. */
export function priceOf(
  { inputTokens, outputTokens }: Estimate,
  prices: readonly ModelPrice[],
  modelId: string,
): number | null {
  const today = new Date().toISOString().slice(0, 10);
  const price = prices
    .filter((one) => one.modelId === modelId && one.from <= today)
    .toSorted((left, right) => left.from.localeCompare(right.from))
    .at(-1);
  if (price === undefined) return null;
  return (inputTokens * price.inputMicros + outputTokens * price.outputMicros) / MILLION;
}
