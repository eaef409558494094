import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import type { Store } from '#main/db/store.ts';
import { activity as english } from '#renderer/lib/i18n/en/activity.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { grantAll, pluginPrincipal } from '../support/plugin-principal.ts';

const plugin = pluginPrincipal();

async function makeActive(calls = 4): Promise<TestApp & { readonly store: Store }> {
  const made = await makeApp();
  await grantAll(made.api, plugin, [{ type: 'read_workspace', resource: 'kind:client' }]);
  const { actions } = made.app.workspace();
  for (let call = 0; call < calls; call += 1)
    await actions.invoke('clients.list', {}, plugin, { runId: 'run-1' });
  const { store } = made.app.workspace() as unknown as { readonly store: Store };
  return { ...made, store };
}

describe('the log refuses', () => {
  const attempts = [
    ['a changed entry', `UPDATE activity_log SET resource = 'nothing' WHERE seq = 2`],
    ['a removed entry', `DELETE FROM activity_log WHERE seq = 4`],
    ['a replaced entry', `INSERT OR REPLACE INTO activity_log SELECT * FROM activity_log WHERE seq = 1`],
  ] as const;
  test.each(attempts)('%s', async (_name, sql) => {
    await using made = await makeActive();
    await made.api.activity.list({});
    await expect(made.store.maintain([{ sql }])).rejects.toThrow('contradicts data');
    expect(await made.api.activity.verify()).toMatchObject({ isIntact: true, checkedCount: 4 });
  });
});

describe('the chain tells', () => {
  const tampering = [
    ['a changed entry', 2, `UPDATE activity_log SET resource = 'nothing' WHERE seq = 2`],
    ['a changed time', 3, `UPDATE activity_log SET at = at + 1 WHERE seq = 3`],
    ['an entry taken out of the middle', 3, `DELETE FROM activity_log WHERE seq = 2`],
    ['entries cut off the end', 3, `DELETE FROM activity_log WHERE seq > 2`],
    ['all of it emptied', 1, `DELETE FROM activity_log`],
  ] as const;
  test.each(tampering)('%s', async (_name, brokenSeq, sql) => {
    await using made = await makeActive();
    await made.api.activity.list({});
    const triggers = ['no_update', 'no_delete', 'at_the_end'].map((name) => ({
      sql: `DROP TRIGGER activity_log_${name}`,
    }));
    await made.store.maintain([...triggers, { sql }]);
    const answer = await made.api.activity.verify();
    expect(answer).toMatchObject({ isIntact: false, brokenSeq });
    expect(answer.problem).not.toBe('');
  });
});

test('the chain goes on over a restart', async () => {
  await using made = await makeActive();
  const again = await made.reopen();
  await again.app.workspace().actions.invoke('clients.list', {}, plugin);
  expect(await again.api.activity.verify()).toMatchObject({ isIntact: true, checkedCount: 5 });
});

test('a change is announced before it begins and told when it is done', async () => {
  await using made = await makeApp();
  await made.api.actions.invoke({ id: 'clients.create', input: { name: 'Acme' } });
  const { items } = await made.api.activity.list({ principal: 'user' });
  expect(items.map((one) => [one.actionId, one.outcome])).toEqual([
    ['clients.create', 'done'],
    ['clients.create', 'begun'],
  ]);
});

test('a page, a filter and a summary say what was read, written and refused', async () => {
  await using made = await makeActive(3);
  const { api } = made;
  const { actions } = made.app.workspace();
  await expect(actions.invoke('tasks.list', {}, plugin)).rejects.toThrow('may not read');
  await expect(actions.invoke('tasks.create', { title: 'x' }, plugin)).rejects.toThrow('may not change');
  await expect(actions.invoke('clients.list', { limit: 0 }, plugin)).rejects.toThrow('does not fit');
  const first = await api.activity.list({ limit: 2 });
  const next = await api.activity.list({ limit: 2, cursor: first.nextCursor ?? '' });
  expect([...first.items, ...next.items].map((one) => one.seq)).toEqual([6, 5, 4, 3]);
  expect((await api.activity.list({ outcomes: ['refused'], effects: ['write'] })).total).toBe(1);
  expect((await api.activity.list({ runId: 'run-1' })).total).toBe(3);
  expect((await api.activity.list({ from: made.clock.nowMs() + 1 })).total).toBe(0);
  const summary = await api.activity.summary({ principal: 'plugin:email-scanner' });
  const read = summary.find((row) => row.actionId === 'clients.list' && row.resource !== '');
  expect(read).toMatchObject({ effect: 'read', resourceType: 'read_workspace', doneCount: 3 });
  expect(read?.bytes).toBeGreaterThan(0);
});

test('the CSV is safe to open in a spreadsheet', async () => {
  await using made = await makeApp();
  const { actions } = made.app.workspace();
  const formula = pluginPrincipal({ name: '=HYPERLINK("http://evil.example")' });
  const folder = { kind: 'flow', name: '@SUM(A1)', version: '1', contentHash: 'c'.repeat(64) } as const;
  await expect(actions.invoke('clients.list', {}, formula)).rejects.toThrow('may not');
  await expect(actions.invoke('=1+1', {}, folder)).rejects.toThrow('no action');
  const { csv, rowCount } = await made.api.activity.exportCsv({});
  const { data } = Papa.parse<string[]>(csv.replace(/^\ufeff/, '').trim());
  expect(rowCount).toBe(2);
  for (const cell of data.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  expect(data[2]?.[3]).toBe(`'=1+1`);
});

test('five hundred calls cost a few commits', async () => {
  await using made = await makeActive(0);
  const { actions } = made.app.workspace();
  let commits = 0;
  const stop = made.store.onCommit((commit) => {
    if (commit.command === 'activity.append') commits += 1;
  });
  await Promise.all(Array.from({ length: 500 }, () => actions.invoke('clients.list', {}, plugin)));
  await made.api.activity.list({});
  stop();
  expect(commits).toBeLessThan(100);
  expect(await made.api.activity.verify()).toMatchObject({ isIntact: true, checkedCount: 500 });
});

test('whatever can stand in the log has a name that people know', async () => {
  await using made = await makeApp();
  const logged = [
    ...made.app
      .workspace()
      .actions.registry.list()
      .map(({ id }) => id),
    'egress.connect',
    'plugins.run',
  ];
  expect(logged.filter((id) => !Object.hasOwn(english, `action_${id}`))).toEqual([]);
});
