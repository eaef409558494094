import { realpathSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { PermissionRequest } from '#shared/contracts/permissions.ts';
import { isAppError } from '#shared/errors.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { grantAll, pluginPrincipal, type PluginPrincipal } from '../support/plugin-principal.ts';
import { sampleInput } from '../support/sample-input.ts';

const OTHER_PROJECT = 'project:0190d3a5-1111-7000-8000-000000000000';
const DAY_MS = 24 * 3_600_000;

type Wanted = {
  readonly id: string;
  readonly input: unknown;
  readonly requests: readonly PermissionRequest[];
};
type State = 'no_grant' | 'other_resource' | 'expired' | 'revoked' | 'changed' | 'denied';
const STATES: readonly State[] = ['no_grant', 'other_resource', 'expired', 'revoked', 'changed', 'denied'];

/** Every action there is that needs a right, with an input and what that very call needs. */
async function listWanted(made: TestApp): Promise<readonly Wanted[]> {
  const { registry } = made.app.workspace().actions;
  const folder = realpathSync(made.dataDir);
  const wanted = registry.list().map(async ({ id, inputSchema }): Promise<Wanted> => {
    const input = registry
      .get(id)
      .input.parse(sampleInput(inputSchema, { folder, profile: 'firefox:default', cursor: '1' }));
    return { id, input, requests: await registry.get(id).needs(input) };
  });
  return (await Promise.all(wanted)).filter(({ requests }) => requests.length > 0);
}

function covering({ type, resource }: PermissionRequest): PermissionRequest {
  return type === 'read_workspace' || type === 'write_workspace'
    ? { type, resource: '*' }
    : { type, resource };
}

function elsewhere(made: TestApp, { type }: PermissionRequest): PermissionRequest {
  switch (type) {
    case 'read_workspace':
    case 'write_workspace':
      return { type, resource: OTHER_PROJECT };
    case 'read_folder':
      return { type, resource: realpathSync(`${made.dataDir}/..`) + '/adiuva-other' };
    default:
      return { type, resource: 'other.example' };
  }
}

/** Brings a principal into the state; what it answers is done once the clock has moved on. */
async function prepare(made: TestApp, state: State, wanted: Wanted): Promise<PluginPrincipal> {
  const { api } = made;
  const principal = pluginPrincipal({ name: `${state}-${wanted.id}` });
  const { name: holder, version, contentHash } = principal;
  const requests = [
    ...new Map(wanted.requests.map(covering).map((one) => [JSON.stringify(one), one])).values(),
  ];
  if (state === 'other_resource') {
    const others = requests.map((one) => elsewhere(made, one)).filter((one) => one.type !== 'read_folder');
    await grantAll(api, principal, others);
  }
  if (state === 'revoked') {
    for (const id of await grantAll(api, principal, requests)) await api.permissions.revoke({ id });
  }
  if (state === 'changed')
    await grantAll(api, pluginPrincipal({ name: holder, contentHash: 'b'.repeat(64) }), requests);
  if (state === 'denied') {
    await grantAll(api, principal, requests);
    for (const one of requests)
      await api.permissions.grant({ holder, version, contentHash, ...one, effect: 'deny' });
  }
  if (state === 'expired') {
    const expiresAt = made.clock.nowMs() + DAY_MS;
    for (const one of requests)
      await api.permissions.grant({ holder, version, contentHash, ...one, expiresAt });
  }
  return principal;
}

test('every action in every state of a principal without the right is refused with its reason, and logged', async () => {
  await using made = await makeApp();
  const { actions } = made.app.workspace();
  const wanted = await listWanted(made);
  expect(wanted.length).toBeGreaterThan(30);
  const cases: { readonly one: Wanted; readonly state: State; readonly principal: PluginPrincipal }[] = [];
  for (const one of wanted) {
    for (const state of STATES) cases.push({ one, state, principal: await prepare(made, state, one) });
  }
  made.clock.advanceDays(2);
  for (const { one, state, principal } of cases) {
    const error: unknown = await actions.invoke(one.id, one.input, principal).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    const told = isAppError(error) ? { code: error.code, reason: error.details['reason'] } : error;
    // A folder outside of what was granted needs a second real folder; the connectors' own tests make one.
    const isFolder = state === 'other_resource' && one.requests.some(({ type }) => type === 'read_folder');
    expect(told, `${one.id} ${state}`).toEqual({ code: 'forbidden', reason: isFolder ? 'no_grant' : state });
    const log = await made.api.activity.list({ principal: `plugin:${principal.name}` });
    expect(log.items, `${one.id} ${state}`).toMatchObject([{ actionId: one.id, outcome: 'refused' }]);
  }
  expect(await made.api.activity.verify()).toMatchObject({ isIntact: true, checkedCount: cases.length });
  expect((await made.api.proposals.counts()).pending).toBe(0);
}, 120_000);
