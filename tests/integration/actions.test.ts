import { expect, test } from 'vitest';
import { makeApp } from '../support/make-app.ts';

test('a plugin without a right is refused, and the refusal is logged', async () => {
  await using made = await makeApp();
  const { app, api } = made;
  const { actions } = app.workspace();
  const plugin = { kind: 'plugin', name: 'mail', version: '1.0.0', contentHash: 'a'.repeat(64) } as const;
  await expect(actions.invoke('clients.list', {}, plugin)).rejects.toThrow('mail may not read');
  await api.permissions.grant({
    holder: 'mail',
    version: '1.0.0',
    contentHash: 'a'.repeat(64),
    type: 'read_workspace',
    resource: 'kind:client',
  });
  await expect(actions.invoke('clients.list', {}, plugin)).resolves.toMatchObject({ status: 'done' });
  const log = await api.activity.list({});
  expect(log.items.map((one) => [one.outcome, one.detail])).toEqual([
    ['done', ''],
    ['refused', 'no_grant'],
  ]);
  expect(await api.activity.verify()).toMatchObject({ isIntact: true, checkedCount: 2 });
});
