import { expect, test } from 'vitest';
import type { Store } from '#main/db/store.ts';
import { isAppError } from '#shared/errors.ts';
import { openBenchStore } from '../bench/bench-store.ts';
import { createTestClock } from '../support/make-app.ts';
import { CALL, CENT, openSpending, type Wanted } from '../support/spending-store.ts';

const USED = {
  usage: { inputTokens: 1_000, outputTokens: 100, cachedInputTokens: 0 },
  traceId: '',
  spanId: '',
};
const HALF = { ...USED, usage: { inputTokens: 500, outputTokens: 50, cachedInputTokens: 0 } };

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (one: unknown) => one,
  );
  return isAppError(error) ? error.code : String(error);
}

async function ledgerOf(store: Store): Promise<readonly (readonly unknown[])[]> {
  return store.reader.rows('SELECT outcome, cost_micros, is_estimated FROM model_costs ORDER BY id');
}

test("a day's budget of one cent stops the second call before it is sent", async () => {
  await using opened = await openBenchStore();
  await using made = await openSpending(opened);
  const { port, budgets, rows } = made;
  await budgets.set({ period: 'day', limitMicros: CENT });
  const first = await port.reserve(CALL);
  await first.settle({ ...USED, outcome: 'done' });
  await expect(port.reserve(CALL)).rejects.toThrow('Nothing was sent');
  await rows.flush();
  expect(await ledgerOf(opened.store)).toEqual([['done', CENT, 0]]);
});

test.each(['day', 'month', 'run', 'total'] as const)(
  'two hundred calls at once cannot together pass the cap of a %s',
  async (period) => {
    await using opened = await openBenchStore();
    await using made = await openSpending(opened);
    const { port, budgets, rows } = made;
    await budgets.set({ period, limitMicros: 7 * CENT });
    const asked = Array.from({ length: 200 }, () => port.reserve({ ...CALL, runId: 'run-1' }));
    const answers = await Promise.allSettled(asked);
    const granted = answers.filter((one) => one.status === 'fulfilled');
    expect(granted).toHaveLength(7);
    // What was not used is free again.
    await Promise.all(granted.map(({ value }) => value.settle({ ...HALF, outcome: 'done' })));
    const more = await Promise.allSettled(
      Array.from({ length: 50 }, () => port.reserve({ ...CALL, runId: 'run-1' })),
    );
    expect(more.filter((one) => one.status === 'fulfilled')).toHaveLength(3);
    await rows.flush();
    expect(await ledgerOf(opened.store)).toHaveLength(10);
  },
);

test('caps that come while calls are under way count those too', async () => {
  await using opened = await openBenchStore();
  await using made = await openSpending(opened);
  const { port, budgets } = made;
  const under = await Promise.all(Array.from({ length: 5 }, () => port.reserve(CALL)));
  const setting = budgets.set({ period: 'day', limitMicros: 6 * CENT });
  const ending = under.slice(0, 2).map((one) => one.settle({ ...HALF, outcome: 'done' }));
  await Promise.all([setting, ...ending]);
  // Three held and two halves: two more would be seven cents less one half each.
  const more = await Promise.allSettled(Array.from({ length: 5 }, () => port.reserve(CALL)));
  expect(more.filter((one) => one.status === 'fulfilled')).toHaveLength(2);
});

test('a released call leaves nothing behind, in memory or on disk', async () => {
  await using opened = await openBenchStore();
  await using made = await openSpending(opened);
  const { port, budgets, rows } = made;
  await budgets.set({ period: 'day', limitMicros: CENT });
  for (let round = 0; round < 3; round += 1) (await port.reserve(CALL)).release();
  const last = await port.reserve(CALL);
  await last.settle({ ...USED, outcome: 'cancelled' });
  // A second word about the same call changes nothing.
  last.release();
  await rows.flush();
  expect(await ledgerOf(opened.store)).toEqual([['cancelled', CENT, 0]]);
});

test('the row is on disk before the call may be sent, and the next start closes it by its estimate', async () => {
  await using opened = await openBenchStore();
  await using made = await openSpending(opened);
  const { port } = made;
  await port.reserve(CALL);
  expect(await ledgerOf(opened.store)).toEqual([['begun', CENT, 1]]);
  await using next = await openSpending(opened);
  expect(await ledgerOf(opened.store)).toEqual([['lost', CENT, 1]]);
  await next.budgets.set({ period: 'day', limitMicros: CENT });
  expect(await codeOf(next.port.reserve(CALL))).toBe('budget_exceeded');
});

test('days and months follow the calendar of the person, each call by the day on which it began', async () => {
  await using opened = await openBenchStore();
  const clock = createTestClock('2026-11-29T22:30:00Z');
  await using made = await openSpending(opened, { clock });
  const { port, budgets, budgetStates } = made;
  await budgets.set({ period: 'day', limitMicros: CENT });
  await budgets.set({ period: 'month', limitMicros: 2 * CENT });
  const late = await port.reserve(CALL);
  expect(await codeOf(port.reserve(CALL))).toBe('budget_exceeded');
  clock.advanceDays(1);
  await late.settle({ ...USED, outcome: 'done' });
  await (await port.reserve(CALL)).settle({ ...USED, outcome: 'done' });
  clock.advanceDays(1);
  await (await port.reserve(CALL)).settle({ ...USED, outcome: 'done' });
  const states = await budgetStates();
  expect(states.map(({ period, spentMicros }) => [period, spentMicros])).toEqual([
    ['day', CENT],
    ['month', CENT],
  ]);
});

test('caps of one call, of a request, of one principal and of a right each hold by themselves', async () => {
  await using opened = await openBenchStore();
  const grants = [{ limitMicros: 3 * CENT, providerId: 'cloud', sinceMs: 0 }];
  await using made = await openSpending(opened, { grants });
  const { port, budgets } = made;
  const refusalOf = async (wanted: Partial<Wanted>) =>
    port.reserve({ ...CALL, ...wanted }).then(
      (one) => one.release(),
      (error: unknown) => (isAppError(error) ? error.details : String(error)),
    );
  await budgets.set({ period: 'call', limitMicros: CENT });
  expect(await refusalOf({ maxOutputTokens: 101 })).toMatchObject({ period: 'call', source: 'budget' });
  const maxCostMicros = { call: CENT - 1 };
  expect(await refusalOf({ maxCostMicros })).toMatchObject({ period: 'call', source: 'request' });
  expect(await refusalOf({ runId: 'r', maxCostMicros: { run: 1 } })).toMatchObject({ period: 'run' });
  await budgets.set({ period: 'day', principal: 'plugin:mail', limitMicros: 0 });
  expect(await refusalOf({ principal: 'plugin:mail' })).toMatchObject({ principal: 'plugin:mail' });
  expect(await refusalOf({})).toBeUndefined();
  for (let round = 0; round < 3; round += 1) await port.reserve(CALL);
  expect(await refusalOf({})).toMatchObject({ source: 'grant', period: 'total', spentMicros: 3 * CENT });
  expect(await refusalOf({ principal: 'assistant:other' })).toBeUndefined();
});

test('a cap of the assistant holds for all of its agents together, also after a restart, and for nobody else', async () => {
  await using opened = await openBenchStore();
  const settleOne = async ({ port }: Awaited<ReturnType<typeof openSpending>>, principal: string) =>
    (await port.reserve({ ...CALL, principal })).settle({ ...USED, outcome: 'done' });
  {
    await using made = await openSpending(opened);
    await made.budgets.set({ period: 'day', principal: 'assistant', limitMicros: 3 * CENT });
    await settleOne(made, 'assistant');
    await settleOne(made, 'assistant:planner');
    await settleOne(made, 'assistants');
  }
  await using again = await openSpending(opened);
  await settleOne(again, 'assistant:general');
  expect(await codeOf(again.port.reserve({ ...CALL, principal: 'assistant:planner' }))).toBe(
    'budget_exceeded',
  );
  expect((await again.budgetStates())[0]).toMatchObject({ principal: 'assistant', spentMicros: 3 * CENT });
  await again.port.reserve({ ...CALL, principal: 'plugin:mail' });
});

test('what is local is free and passes every cap; what has no price passes none', async () => {
  await using opened = await openBenchStore();
  await using made = await openSpending(opened);
  const { port, budgets, rows } = made;
  const unpriced = { ...CALL, modelId: 'never-heard-of' };
  expect(await (await port.reserve(unpriced)).settle({ ...USED, outcome: 'done' })).toEqual({
    costMicros: 0,
  });
  await budgets.set({ period: 'month', limitMicros: 0 });
  expect(await codeOf(port.reserve(unpriced))).toBe('budget_exceeded');
  const local = await port.reserve({ ...unpriced, isLocal: true });
  await local.settle({ ...USED, outcome: 'done' });
  await rows.flush();
  const priced = await opened.store.reader.rows('SELECT is_priced, is_local FROM model_costs ORDER BY id');
  expect(priced).toEqual([
    [0, 0],
    [1, 1],
  ]);
});

test('a call is not let through when its row cannot be written', async () => {
  await using opened = await openBenchStore();
  await using made = await openSpending(opened);
  const { port, budgets, rows } = made;
  await budgets.set({ period: 'day', limitMicros: CENT });
  await opened.store.maintain([
    { sql: `CREATE TRIGGER full BEFORE INSERT ON model_costs BEGIN SELECT raise(ABORT, 'no room'); END` },
  ]);
  await expect(port.reserve(CALL)).rejects.toThrow('contradicts data');
  await opened.store.maintain([{ sql: 'DROP TRIGGER full' }]);
  // Its reservation is gone with it.
  await (await port.reserve(CALL)).settle({ ...USED, outcome: 'done' });
  await rows.flush();
  expect(await ledgerOf(opened.store)).toEqual([['done', CENT, 0]]);
});

test('prices: own before known, the latest that holds, variants by their model, cached input for less', async () => {
  await using opened = await openBenchStore();
  await using made = await openSpending(opened);
  const { prices, port, clock } = made;
  expect(prices.find('any', 'gpt-5-mini-2025-08-07')).toMatchObject({ id: null, inputMicros: 250_000 });
  expect(prices.find('any', 'gpt-5-pro')).toBeNull();
  const price = { providerId: 'cloud', modelId: 'gpt-5', inputMicros: 2_000_000, outputMicros: 4_000_000 };
  const coming = await prices.set({ ...price, from: '2026-12-01', cachedInputMicros: 200_000 });
  expect(prices.find('cloud', 'gpt-5')).toMatchObject({ id: null });
  clock.advanceDays(10);
  expect(prices.find('cloud', 'gpt-5')).toMatchObject({ id: coming.id });
  expect(prices.find('other', 'gpt-5')).toMatchObject({ id: null });
  const usage = { inputTokens: 1_000, outputTokens: 100, cachedInputTokens: 900 };
  const call = await port.reserve({ ...CALL, modelId: 'gpt-5' });
  expect(await call.settle({ ...USED, usage, outcome: 'done' })).toEqual({ costMicros: 780 });
  await prices.remove(coming.id ?? '');
  expect(prices.find('cloud', 'gpt-5')).toMatchObject({ id: null });
  await expect(prices.remove(coming.id ?? '')).rejects.toThrow('does not exist');
});
