import { afterEach, assert, beforeEach, describe, expect, test } from 'vitest';
import type { DatasetSpecInput } from '#shared/contracts/dataset-spec.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { grantAll, pluginPrincipal } from '../support/plugin-principal.ts';

let app: TestApp;
beforeEach(async () => {
  app = await makeApp();
});
afterEach(() => app[Symbol.asyncDispose]());

const specOf = (name: string, more: Partial<DatasetSpecInput> = {}): DatasetSpecInput => ({
  name,
  title: `About ${name}`,
  records: 10,
  schema: {
    type: 'object',
    properties: { id: { type: 'integer' }, city: { type: 'string' } },
    required: ['id', 'city'],
    additionalProperties: false,
  },
  columns: { id: { kind: 'sequence' } },
  ...more,
});
const create = (name: string, more?: Partial<DatasetSpecInput>) =>
  app.api.datasets.create({ spec: specOf(name, more) });

describe('datasets', () => {
  test('are made, found by name, changed and copied', async () => {
    const made = await create('cities');
    expect(made).toMatchObject({
      name: 'cities',
      title: 'About cities',
      made: 0,
      lastRun: null,
      isPrivate: false,
    });
    expect(await app.api.datasets.get({ ref: 'cities@3' })).toEqual(made);
    await expect(create('cities')).rejects.toThrow(/called cities already/);
    await expect(app.api.datasets.get({ ref: 'towns' })).rejects.toThrow(/no dataset called towns/);
    const renamed = await app.api.datasets.rename({ id: made.id, name: 'towns', title: 'Towns' });
    expect(renamed).toMatchObject({ name: 'towns', spec: { name: 'towns', title: 'Towns' } });
    expect(await app.api.datasets.duplicate({ id: made.id })).toMatchObject({ name: 'towns-2' });
    expect(await app.api.datasets.duplicate({ id: made.id })).toMatchObject({ name: 'towns-3' });
    const stale = { id: made.id, spec: specOf('towns'), expectedUpdatedAt: 1 };
    await expect(app.api.datasets.update(stale)).rejects.toThrow(/changed elsewhere/);
    const changed = await app.api.datasets.update({ id: made.id, spec: specOf('towns', { records: 20 }) });
    expect(changed.spec.records).toBe(20);
  });

  test('are listed by words, in an order, page by page', async () => {
    for (const name of ['b-two', 'a-one', 'c-three']) {
      await create(name);
      app.clock.advanceMs(1_000);
    }
    const names = async (input: Parameters<typeof app.api.datasets.list>[0]) =>
      (await app.api.datasets.list(input)).items.map(({ name }) => name);
    expect(await names({})).toEqual(['c-three', 'a-one', 'b-two']);
    expect(await names({ sort: 'name' })).toEqual(['a-one', 'b-two', 'c-three']);
    expect(await names({ query: 'about a' })).toEqual(['a-one']);
    const first = await app.api.datasets.list({ sort: 'name', limit: 2 });
    expect(first.total).toBe(3);
    expect(await names({ sort: 'name', limit: 2, cursor: first.nextCursor ?? '' })).toEqual(['c-three']);
  });

  test('that are thrown away come back, beside a new one of their name', async () => {
    const { id } = await create('cities');
    await app.api.datasets.remove({ id });
    expect((await app.api.datasets.list()).total).toBe(0);
    expect(await app.api.datasets.list({ isDeleted: true })).toMatchObject({
      items: [{ id, name: 'cities' }],
    });
    await expect(app.api.datasets.update({ id, spec: specOf('cities') })).rejects.toThrow(
      /not there any more/,
    );
    await create('cities');
    expect(await app.api.datasets.restore({ id })).toMatchObject({ name: 'cities-2', deletedAt: null });
    expect((await app.api.datasets.list()).total).toBe(2);
  });

  test('are gone for good once they have lain there long enough', async () => {
    const { id } = await create('cities');
    await create('towns');
    await app.api.datasets.remove({ id });
    const { definitions } = app.app.workspace().datasets;
    expect(await definitions.purgeExpired(app.clock.nowMs())).toBe(0);
    expect(await definitions.purgeExpired(app.clock.nowMs() + 1)).toBe(1);
    await expect(app.api.datasets.restore({ id })).rejects.toThrow(/not there any more/);
    expect((await app.api.datasets.list()).total).toBe(1);
  });

  test('that could not be made records of are refused with what is wrong', async () => {
    const bad = create('orders', {
      columns: { id: { kind: 'reference', dataset: 'customers', column: 'id' } },
    });
    await expect(bad).rejects.toThrow(/columns.id.dataset: There is no dataset called customers/);
    await create('customers');
    await expect(
      create('orders', { columns: { id: { kind: 'reference', dataset: 'customers', column: 'key' } } }),
    ).rejects.toThrow(/has no column "key"\. It has: id, city/);
    await expect(create('x', { generator: { kind: 'model', profile: 'None' } })).rejects.toThrow(
      /no profile called/,
    );
    await expect(create('x', { checks: [{ kind: 'unique', columns: ['town'] }] })).rejects.toThrow(/"town"/);
    await create('orders', { columns: { id: { kind: 'reference', dataset: 'customers', column: 'id' } } });
  });

  test('are written as text that makes them again, and read with the line of what is wrong', async () => {
    const made = await create('cities');
    const text = await app.api.datasets.text({ ref: 'cities' });
    expect(await app.api.datasets.readText({ text })).toEqual({ spec: made.spec, problems: [] });
    const wrong = text.replace('kind: sequence', 'kind: reference\n    dataset: nowhere\n    column: id');
    const { spec, problems } = await app.api.datasets.readText({ text: wrong });
    expect(spec).toBeNull();
    const line = wrong.split('\n').findIndex((one) => one.includes('nowhere')) + 1;
    expect(problems).toMatchObject([{ path: 'columns.id.dataset', line, column: 14 }]);
  });

  test('count for the dashboard', async () => {
    await create('cities');
    expect(await app.api.datasets.metrics()).toEqual({
      datasets: 1,
      runs: 0,
      activeRuns: 0,
      asked: 0,
      made: 0,
      failed: 0,
      costMicros: 0,
      lastRunAt: null,
    });
  });
});

describe('agents', () => {
  test('read datasets that are not private, and propose new ones where they have the right', async () => {
    await create('cities');
    const { actions, datasets } = app.app.workspace();
    const store = app.app.system.workspace?.store;
    assert(store);
    const { spec } = await datasets.definitions.get('cities');
    await datasets.definitions.create({ ...spec, name: 'secret' }, { isPrivate: true });
    const ask = (id: string, input: unknown) =>
      store.withPrivacy({ openClientIds: [], openProjectIds: [] }, () =>
        actions.invoke(id, input, { kind: 'user' }),
      );
    const listed = JSON.stringify(await ask('dataset.list', {}));
    expect(listed).toContain('cities');
    expect(listed).not.toContain('secret');
    await expect(ask('dataset.get', { ref: 'secret' })).rejects.toThrow(/no dataset called secret/);
    await expect(ask('dataset.list_records', { ref: 'secret' })).rejects.toThrow(/no dataset called secret/);
    const plugin = pluginPrincipal();
    const wanted = { spec: specOf('towns') };
    await expect(actions.invoke('dataset.create', wanted, plugin)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await grantAll(app.api, plugin, [{ type: 'write_workspace', resource: 'kind:dataset' }]);
    expect(await actions.invoke('dataset.create', wanted, plugin)).toMatchObject({ status: 'proposed' });
    expect((await app.api.datasets.list()).total).toBe(2);
    expect(await app.api.proposals.list({})).toMatchObject({
      items: [{ preview: { summary: 'New dataset: About towns' } }],
    });
  });
});
