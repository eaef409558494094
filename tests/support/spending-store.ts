import { createGathering, type Gathering } from '#main/engine/gathering/index.ts';
import { createSpending, type GrantCap, type SpendingParts } from '#main/engine/models/spending/index.ts';
import type { SpendingPort } from '#main/engine/models/model-port.ts';
import { createIdSource } from '#shared/kernel/ids.ts';
import { randomBytes } from 'node:crypto';
import type { BenchStore } from '../bench/bench-store.ts';
import { createTestClock, type TestClock } from './make-app.ts';

export type Wanted = Parameters<SpendingPort['reserve']>[0];

/** A call of 1,000 tokens in and 100 out at most: 0.01 dollars with the price that the tests give. */
export const CALL: Wanted = {
  feature: 'assistant',
  principal: 'assistant:planner',
  runId: null,
  providerId: 'cloud',
  modelId: 'made-model',
  isLocal: false,
  inputTokens: 1_000,
  maxOutputTokens: 100,
};

export const CENT = 10_000;

export type SpendingOnStore = SpendingParts & {
  readonly clock: TestClock;
  readonly rows: Gathering;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** The caps and the ledger on a real encrypted store, with a price that makes `CALL` cost one cent at most. */
export async function openSpending(
  { store }: Pick<BenchStore, 'store'>,
  options: { readonly clock?: TestClock; readonly grants?: readonly GrantCap[] } = {},
): Promise<SpendingOnStore> {
  const clock = options.clock ?? createTestClock();
  const ids = createIdSource(Date.now, (size) => randomBytes(size));
  const rows = createGathering({
    store,
    command: 'models.record',
    onError: (error) => {
      throw error;
    },
  });
  const spending = createSpending({
    store,
    rows,
    ids,
    nowMs: () => clock.nowMs(),
    today: () => clock.today(),
    grantCaps: async () => options.grants ?? [],
  });
  await spending.start();
  await spending.prices.set({
    modelId: CALL.modelId,
    from: '2026-01-01',
    inputMicros: 5 * 1_000_000,
    outputMicros: 50 * 1_000_000,
  });
  return { ...spending, clock, rows, [Symbol.asyncDispose]: () => rows.close() };
}
