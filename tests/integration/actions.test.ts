import { mkdir, realpath, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createActions, defineAction } from '#main/engine/actions/index.ts';
import { makeApp } from '../support/make-app.ts';
import { grantAll, PLUGIN_HASH, pluginPrincipal } from '../support/plugin-principal.ts';

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

test('taking a right away stops what runs by it at once, and the next call is refused', async () => {
  await using made = await makeApp();
  const { permissions, proposals, activity } = made.app.workspace();
  const begun = Promise.withResolvers<void>();
  const slow = defineAction({
    id: 'clients.wait',
    title: 'Wait',
    description: 'Waits for longer than anybody would.',
    input: z.object({}),
    output: z.object({}),
    effect: 'read',
    needs: () => [{ type: 'read_workspace', resource: 'kind:client' }],
    async run() {
      begun.resolve();
      // Does not look at the signal, as a plugin's call to a slow server might not.
      return new Promise<Record<string, never>>(() => {});
    },
  });
  const gate = createActions({
    definitions: [slow],
    ports: {
      permissions,
      proposals: proposals.inbox,
      activity,
      names: async () => new Map(),
      hides: async () => false,
    },
    nowMs: () => made.clock.nowMs(),
  });
  const plugin = pluginPrincipal();
  const [grantId = ''] = await grantAll(made.api, plugin, [{ type: 'read_workspace', resource: '*' }]);
  const call = gate.invoke('clients.wait', {}, plugin).catch((error: unknown) => error);
  await begun.promise;
  const startedMs = performance.now();
  await made.api.permissions.revoke({ id: grantId });
  expect(await call).toMatchObject({ code: 'forbidden', details: { reason: 'revoked' } });
  expect(performance.now() - startedMs).toBeLessThan(1_000);
  await expect(gate.invoke('clients.wait', {}, plugin)).rejects.toThrow('was revoked');
  gate.close();
});

test('a right holds for the folder itself, followed to where it really is, and ends by itself', async () => {
  await using made = await makeApp();
  const { api, clock } = made;
  const real = join(made.dataDir, 'real');
  await mkdir(real);
  await symlink(real, join(made.dataDir, 'link'));
  const holder = { holder: 'files', version: '1.0.0', contentHash: PLUGIN_HASH };
  const resource = join(made.dataDir, 'link');
  const expiresAt = clock.nowMs() + 1_000;
  const grant = await api.permissions.grant({ ...holder, type: 'read_folder', resource, expiresAt });
  expect(grant.resource).toBe(await realpath(real));
  const requests = [{ type: 'read_folder' as const, resource: join(grant.resource, 'a', 'b.txt') }];
  expect(await api.permissions.check({ ...holder, requests })).toMatchObject([{ isAllowed: true }]);
  clock.advanceMs(1_001);
  expect(await api.permissions.check({ ...holder, requests })).toMatchObject([
    { isAllowed: false, reason: 'expired' },
  ]);
  await expect(
    api.permissions.grant({ ...holder, type: 'read_folder', resource: '/no/such/folder' }),
  ).rejects.toThrow('There is no folder');
  await expect(api.permissions.grant({ ...holder, type: 'read_folder', resource: '/' })).rejects.toThrow(
    'whole disk',
  );
});

test('every action can be listed with words and a schema for a model', async () => {
  await using made = await makeApp();
  const actions = await made.api.actions.list();
  expect(actions.map((one) => one.id)).toContain('tasks.create');
  for (const one of actions) {
    expect(one.title.length, one.id).toBeGreaterThan(3);
    expect(one.description.length, one.id).toBeGreaterThan(15);
    expect(one.inputSchema, one.id).toHaveProperty('type');
  }
});
