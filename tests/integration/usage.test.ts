import Papa from 'papaparse';
import { expect, test } from 'vitest';
import type { PermissionRequest } from '#shared/contracts/permissions.ts';
import { costingOf } from '../support/costing.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { pluginPrincipal } from '../support/plugin-principal.ts';
import { CALL, CENT, type Wanted } from '../support/spending-store.ts';

const PRICE = { modelId: CALL.modelId, inputMicros: 5_000_000, outputMicros: 50_000_000 };

async function spend(made: TestApp, wanted: Partial<Wanted> = {}): Promise<void> {
  const reservation = await costingOf(made).spending.port.reserve({ ...CALL, ...wanted });
  const usage = { inputTokens: 1_000, outputTokens: 100, cachedInputTokens: 0 };
  await reservation.settle({ usage, traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), outcome: 'done' });
}

test('usage adds up by day, model, feature and principal, and names what has no price', async () => {
  await using made = await makeApp();
  const { api, clock } = made;
  await api.usage.setPrice(PRICE);
  await spend(made);
  await spend(made, { feature: 'brief', principal: 'plugin:mail' });
  clock.advanceDays(1);
  await spend(made, { modelId: 'never-heard-of' });
  await spend(made, { modelId: 'small', isLocal: true });
  const byDay = await api.usage.summary({ by: ['day', 'model'] });
  expect(byDay.rows.map(({ keys, callCount, costMicros }) => [...keys, callCount, costMicros])).toEqual([
    ['2026-11-21', 'made-model', 2, 2 * CENT],
    ['2026-11-22', 'never-heard-of', 1, 0],
    ['2026-11-22', 'small', 1, 0],
  ]);
  expect(byDay.total).toMatchObject({ callCount: 4, costMicros: 2 * CENT, unpricedCount: 1, localCount: 1 });
  const features = await api.usage.summary({ by: ['feature'], to: '2026-11-21' });
  expect(features.rows.map(({ keys }) => keys[0])).toEqual(['assistant', 'brief'].toSorted());
  const some = await api.usage.summary({ by: ['principal'], principals: ['plugin:mail'] });
  expect(some.rows).toMatchObject([{ keys: ['plugin:mail'], callCount: 1 }]);
  const overview = await api.usage.overview();
  expect(overview.today).toMatchObject({ day: '2026-11-22', callCount: 2, costMicros: 0 });
  expect(overview.month).toMatchObject({ month: '2026-11', costMicros: 2 * CENT });
  expect(overview.unpricedModels).toEqual([{ providerId: 'cloud', modelId: 'never-heard-of' }]);
});

test('budgets show how far they are used up, and outlive a restart', async () => {
  await using made = await makeApp();
  await made.api.usage.setPrice(PRICE);
  await made.api.usage.setBudget({ period: 'day', limitMicros: 2 * CENT });
  await made.api.usage.setBudget({ period: 'call', limitMicros: 5 * CENT });
  await spend(made);
  await costingOf(made).spending.port.reserve(CALL);
  expect(await made.api.usage.budgets()).toEqual([
    { period: 'call', principal: '', limitMicros: 5 * CENT, spentMicros: null, heldMicros: null },
    { period: 'day', principal: '', limitMicros: 2 * CENT, spentMicros: 2 * CENT, heldMicros: CENT },
  ]);
  const again = await made.reopen();
  await expect(spend(again)).rejects.toThrow('The budget of today is $0.02');
  const { items } = await again.api.usage.list({});
  expect(items.map(({ outcome, isEstimated }) => [outcome, isEstimated])).toEqual([
    ['lost', true],
    ['done', false],
  ]);
  await again.api.usage.setBudget({ period: 'day', limitMicros: null });
  await spend(again);
});

test('the spending cap of a right counts what its holder has spent since it was given', async () => {
  await using made = await makeApp();
  const plugin = pluginPrincipal();
  const { name, version, contentHash } = plugin;
  const grant = async (right: PermissionRequest, limitMicros: number) =>
    made.api.permissions.grant({ holder: name, version, contentHash, ...right, limitMicros });
  await made.api.usage.setPrice(PRICE);
  const wanted = { principal: `plugin:${name}` };
  await spend(made, wanted);
  made.clock.advanceMs(1);
  const right = { type: 'model', resource: 'cloud' } as const;
  await grant(right, 2 * CENT);
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => spend(made, wanted)));
  expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(2);
  await expect(spend(made, wanted)).rejects.toThrow(`for plugin:${name}`);
  // Another provider, and everyone else, are under no such cap.
  await spend(made, { ...wanted, providerId: 'other' });
  await spend(made);
  await grant(right, 3 * CENT);
  await spend(made, wanted);
  await expect(spend(made, wanted)).rejects.toThrow('Nothing was sent');
});

test('a run is estimated before it begins, with the cap that would stop it', async () => {
  await using made = await makeApp();
  await made.api.usage.setPrice(PRICE);
  const { providerId, modelId, inputTokens, maxOutputTokens } = CALL;
  const call = { providerId, modelId, inputTokens, maxOutputTokens };
  const calls = [
    { ...call, count: 3 },
    { ...call, modelId: 'small', isLocal: true },
  ];
  const free = await made.api.usage.estimate({ calls });
  expect(free).toEqual({
    callCount: 4,
    inputTokens: 4_000,
    maxOutputTokens: 400,
    costMicros: 3 * CENT,
    refusal: null,
  });
  await made.api.usage.setBudget({ period: 'run', limitMicros: 2 * CENT });
  const capped = await made.api.usage.estimate({ calls });
  expect(capped.refusal).toMatchObject({ period: 'run', estimateMicros: 3 * CENT });
  const unknown = await made.api.usage.estimate({ calls: [{ ...call, modelId: 'never-heard-of' }] });
  expect(unknown).toMatchObject({ costMicros: null, refusal: { estimateMicros: null } });
});

test('the CSV has every call and is safe to open in a spreadsheet', async () => {
  await using made = await makeApp();
  await spend(made, { modelId: '=HYPERLINK("http://evil.example")', feature: '@SUM(A1)', principal: '-1+1' });
  await spend(made, { modelId: 'gpt-5-mini' });
  const { csv, rowCount } = await made.api.usage.exportCsv({});
  expect(rowCount).toBe(2);
  const { data } = Papa.parse<string[]>(csv.replace(/^\ufeff/, '').trim());
  expect(data).toHaveLength(3);
  for (const cell of data.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  expect(data[1]?.[6]).toBe(`'=HYPERLINK("http://evil.example")`);
  expect(data[2]).toEqual(expect.arrayContaining(['gpt-5-mini', '0.000450', 'yes']));
  expect((await made.api.usage.exportCsv({ features: ['nothing'] })).rowCount).toBe(0);
});

test('prices that the app knows are listed with those of the person, which can be changed and removed', async () => {
  await using made = await makeApp();
  const { api } = made;
  const known = await api.usage.prices();
  expect(known.find((one) => one.modelId === 'gpt-5')).toMatchObject({ id: null, inputMicros: 1_250_000 });
  const own = await api.usage.setPrice({ modelId: 'gpt-5', inputMicros: 1, outputMicros: 2 });
  const now = await api.usage.prices();
  expect(now.filter((one) => one.modelId === 'gpt-5')).toEqual([
    { ...own, from: '2026-11-21', cachedInputMicros: 1 },
  ]);
  expect(now).toHaveLength(known.length);
  expect(await api.usage.prices({ withAllDates: true })).toHaveLength(known.length + 1);
  await api.usage.setPrice({ id: own.id ?? '', modelId: 'gpt-5', inputMicros: 7, outputMicros: 2 });
  const again = await made.reopen();
  const kept = (await again.api.usage.prices()).find((one) => one.modelId === 'gpt-5');
  expect(kept).toMatchObject({ id: own.id, inputMicros: 7 });
  await again.api.usage.removePrice({ id: own.id ?? '' });
  expect(await again.api.usage.prices()).toEqual(known);
});

test('answers are kept in the store, found again after a restart, counted and forgotten', async () => {
  await using made = await makeApp();
  const answer = {
    text: 'Two things.',
    toolCalls: [{ id: '1', name: 'tasks.list', input: { limit: 1 } }],
    object: undefined,
    finishReason: 'stop',
    usage: { inputTokens: 10, outputTokens: 3, cachedInputTokens: 0 },
  } as const;
  await costingOf(made).answers.keep('key-1', answer, { modelId: 'made-model' });
  expect(await costingOf(made).answers.find('key-1')).toEqual(answer);
  const again = await made.reopen();
  const { answers } = costingOf(again);
  expect(await answers.find('key-1')).toEqual(answer);
  expect(await answers.find('key-2')).toBeNull();
  const { cache } = await again.api.usage.overview();
  expect(cache).toMatchObject({ entryCount: 1, hitCount: 2, savedInputTokens: 20, savedOutputTokens: 6 });
  expect(cache.sizeBytes).toBeGreaterThan(50);
  await again.api.usage.clearAnswers();
  expect(await answers.find('key-1')).toBeNull();
  await answers.keep('key-3', answer, { modelId: 'made-model' });
  made.clock.advanceDays(31);
  expect(await answers.find('key-3')).toBeNull();
  await answers.trim();
  expect((await again.api.usage.overview()).cache.entryCount).toBe(0);
});
