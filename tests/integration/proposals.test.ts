import { expect, test } from 'vitest';
import type { ActionOutcome } from '#shared/contracts/actions.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { grantAll, pluginPrincipal } from '../support/plugin-principal.ts';

const plugin = pluginPrincipal();
const MAIL = {
  source: 'email',
  label: 'Logo, from Anna',
  url: 'message:%3C1@acme%3E',
  excerpt: 'Please send the logo by Friday.',
} as const;

async function makeProposing(): Promise<TestApp> {
  const made = await makeApp();
  await grantAll(made.api, plugin, [
    { type: 'write_workspace', resource: '*' },
    { type: 'read_workspace', resource: '*' },
  ]);
  return made;
}

async function propose(made: TestApp, id: string, input: unknown): Promise<string> {
  const outcome: ActionOutcome = await made.app
    .workspace()
    .actions.invoke(id, input, plugin, { runId: 'run-1', reason: 'Asked for by mail', sources: [MAIL] });
  if (outcome.status !== 'proposed') throw new Error('it ran');
  return outcome.proposalId;
}

async function approve(made: TestApp, id: string) {
  const { argumentsHash } = await made.api.proposals.get({ id });
  const [decision] = await made.api.proposals.approve({ items: [{ id, argumentsHash }] });
  if (!decision) throw new Error('no decision');
  return decision;
}

test('a proposed task stands in place, unapproved, and one approval takes it over in one undoable change', async () => {
  await using made = await makeProposing();
  const { api } = made;
  const id = await propose(made, 'tasks.create', { title: 'Send the logo', dueDate: '2026-11-27' });
  const proposal = await api.proposals.get({ id });
  expect(proposal).toMatchObject({
    status: 'pending',
    principal: 'plugin:email-scanner',
    reason: 'Asked for by mail',
    sources: [MAIL],
    risk: 'low',
    runId: 'run-1',
    preview: { summary: 'New task: Send the logo', subject: 'Send the logo' },
  });
  expect(proposal.preview.fields).toContainEqual({ field: 'dueDate', before: null, after: '2026-11-27' });
  expect(await api.proposals.counts()).toMatchObject({ pending: 1, byKind: [{ kind: 'task', pending: 1 }] });
  const taskId = proposal.suggestionId ?? '';
  expect(await api.tasks.get({ id: taskId })).toMatchObject({
    isAiSuggested: true,
    isApproved: false,
  });

  const decision = await approve(made, id);
  expect(decision).toMatchObject({ status: 'approved', message: '' });
  expect(await api.tasks.get({ id: taskId })).toMatchObject({
    isApproved: true,
    title: 'Send the logo',
  });
  expect((await api.proposals.counts()).pending).toBe(0);

  await api.changes.undo();
  expect(await api.tasks.get({ id: taskId })).toMatchObject({ isApproved: false });
  await made.app.workspace().proposals.reconciler.settled();
  expect((await api.proposals.get({ id })).status).toBe('pending');
  await api.changes.redo();
  await made.app.workspace().proposals.reconciler.settled();
  expect((await api.proposals.get({ id })).status).toBe('approved');
});

test('a change is shown as a difference, made once however often it is approved, and carries what wanted it', async () => {
  await using made = await makeProposing();
  const { api } = made;
  const { item: task } = await api.tasks.create({ title: 'Invoice', dueDate: '2026-11-25' });
  const id = await propose(made, 'tasks.update', { ids: [task.id], patch: { dueDate: '2026-12-01' } });
  const proposal = await api.proposals.get({ id });
  expect(proposal.preview.fields).toEqual([{ field: 'dueDate', before: '2026-11-25', after: '2026-12-01' }]);
  expect((await api.tasks.get({ id: task.id })).dueDate).toBe('2026-11-25');

  const item = { id, argumentsHash: proposal.argumentsHash };
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => api.proposals.approve({ items: [item] })),
  );
  expect(answers.flat().filter((one) => one.message === '')).toHaveLength(1);
  const history = await api.changes.history({ entity: 'task', id: task.id });
  expect(history.filter((one) => one.op === 'update')).toHaveLength(1);
  const log = await api.activity.list({ principal: 'plugin:email-scanner', actionId: 'tasks.update' });
  expect(log.items.map((one) => [one.outcome, one.detail])).toContainEqual(['done', `proposal:${id}`]);

  await api.proposals.undo({ ids: [id] });
  expect((await api.tasks.get({ id: task.id })).dueDate).toBe('2026-11-25');
  expect((await api.proposals.get({ id })).status).toBe('pending');
});

test('an approval of something else than what was shown is refused', async () => {
  await using made = await makeProposing();
  const id = await propose(made, 'tasks.create', { title: 'One' });
  const [decision] = await made.api.proposals.approve({ items: [{ id, argumentsHash: '0'.repeat(64) }] });
  expect(decision).toMatchObject({ status: 'pending' });
  expect(decision?.message).toContain('not the proposal that was shown');
});

test('what was changed or removed meanwhile fails with its reason and changes nothing', async () => {
  await using made = await makeProposing();
  const { api } = made;
  const { item: changed } = await api.tasks.create({ title: 'Changed', dueDate: '2026-11-25' });
  const { item: removed } = await api.tasks.create({ title: 'Removed' });
  const first = await propose(made, 'tasks.update', { ids: [changed.id], patch: { dueDate: '2026-12-01' } });
  const second = await propose(made, 'tasks.complete', { ids: [removed.id] });
  await api.tasks.update({ ids: [changed.id], patch: { dueDate: '2026-11-30' } });
  await api.tasks.remove({ ids: [removed.id] });
  expect(await approve(made, first)).toMatchObject({ status: 'failed' });
  expect((await api.proposals.get({ id: first })).failure).toContain('changed after it was proposed');
  expect((await api.tasks.get({ id: changed.id })).dueDate).toBe('2026-11-30');
  expect(await approve(made, second)).toMatchObject({ status: 'failed' });
  expect((await api.proposals.get({ id: second })).failure).toContain('does not exist any more');
});

test('the same wish is asked once, and a newer one takes the place of the older', async () => {
  await using made = await makeProposing();
  const { api } = made;
  const { item: task } = await api.tasks.create({ title: 'Report' });
  const input = { ids: [task.id], patch: { priority: 'high' } };
  const first = await propose(made, 'tasks.update', input);
  expect(await propose(made, 'tasks.update', input)).toBe(first);
  const second = await propose(made, 'tasks.update', { ids: [task.id], patch: { priority: 'urgent' } });
  expect((await api.proposals.get({ id: first })).status).toBe('superseded');
  expect((await api.proposals.list({ statuses: ['pending'] })).items.map((one) => one.id)).toEqual([second]);
});

test('a person can change it first; what they made of it is kept beside what was proposed', async () => {
  await using made = await makeProposing();
  const { api } = made;
  const id = await propose(made, 'tasks.create', { title: 'Cal Anna' });
  const { argumentsHash, suggestionId } = await api.proposals.get({ id });
  await expect(api.proposals.approveEdited({ id, argumentsHash, input: { title: '' } })).rejects.toThrow(
    'does not fit',
  );
  await api.proposals.approveEdited({ id, argumentsHash, input: { title: 'Call Anna', priority: 'high' } });
  expect(await api.proposals.get({ id })).toMatchObject({
    status: 'approved',
    input: { title: 'Cal Anna' },
    decidedInput: { title: 'Call Anna', priority: 'high' },
  });
  expect(await api.tasks.get({ id: suggestionId ?? '' })).toMatchObject({
    title: 'Call Anna',
    priority: 'high',
    isApproved: true,
  });
});

test('several are rejected with a reason and taken back together', async () => {
  await using made = await makeProposing();
  const { api } = made;
  const ids = [
    await propose(made, 'tasks.create', { title: 'One' }),
    await propose(made, 'tasks.create', { title: 'Two' }),
    await propose(made, 'clients.create', { name: 'Three' }),
  ];
  await api.proposals.reject({ ids, reason: 'Not mine' });
  expect((await api.proposals.get({ id: ids[0] ?? '' })).decisionReason).toBe('Not mine');
  expect((await api.tasks.list({})).total).toBe(0);
  await api.proposals.undo({ ids });
  expect((await api.tasks.list({})).total).toBe(2);
  expect((await api.proposals.counts()).pending).toBe(3);
});

test('a suggestion accepted or removed where it is shown is decided in the inbox as well', async () => {
  await using made = await makeProposing();
  const { api } = made;
  const kept = await propose(made, 'tasks.create', { title: 'Kept' });
  const dismissed = await propose(made, 'tasks.create', { title: 'Dismissed' });
  const idOf = async (id: string) => (await api.proposals.get({ id })).suggestionId ?? '';
  await api.tasks.approve({ ids: [await idOf(kept)] });
  await api.tasks.dismiss({ ids: [await idOf(dismissed)] });
  await made.app.workspace().proposals.reconciler.settled();
  expect((await api.proposals.get({ id: kept })).status).toBe('approved');
  expect((await api.proposals.get({ id: dismissed })).status).toBe('rejected');
});

test('what nobody decides in time expires and leaves the lists', async () => {
  await using made = await makeProposing();
  const { api } = made;
  const id = await propose(made, 'tasks.create', { title: 'Old' });
  const { argumentsHash } = await api.proposals.get({ id });
  made.clock.advanceDays(31);
  const [decision] = await api.proposals.approve({ items: [{ id, argumentsHash }] });
  expect(decision).toMatchObject({ status: 'expired' });
  expect((await api.tasks.list({})).total).toBe(0);
});

test('a standing rule lets its action through within its scope, until it is removed', async () => {
  await using made = await makeProposing();
  const { api } = made;
  const { item: project } = await api.projects.create({ name: 'Website' });
  const id = await propose(made, 'tasks.create', { title: 'First', projectId: project.id });
  await expect(api.proposals.addRule({ proposalId: id, scope: 'kind:note' })).rejects.toThrow(
    'would not hold',
  );
  const rule = await api.proposals.addRule({ proposalId: id, scope: `project:${project.id}` });
  const { actions } = made.app.workspace();
  const outcome = await actions.invoke('tasks.create', { title: 'Second', projectId: project.id }, plugin);
  expect(outcome.status).toBe('done');
  expect((await actions.invoke('tasks.create', { title: 'Elsewhere' }, plugin)).status).toBe('proposed');
  expect(await api.proposals.rules()).toMatchObject([{ id: rule.id, useCount: 1 }]);
  const [allowed] = (await api.proposals.list({ statuses: ['approved'] })).items;
  expect(allowed).toMatchObject({ decisionReason: `rule:${rule.id}` });
  const [second] = (await api.tasks.list({ text: 'Second' })).items;
  const [entry] = await api.changes.history({ entity: 'task', id: second?.id ?? '' });
  expect(entry?.principal).toBe('plugin:email-scanner');
  await api.proposals.undo({ ids: [allowed?.id ?? ''] });
  expect((await api.tasks.list({ text: 'Second' })).total).toBe(0);
  await api.proposals.removeRule({ id: rule.id });
  const again = await actions.invoke('tasks.create', { title: 'Third', projectId: project.id }, plugin);
  expect(again.status).toBe('proposed');
});

test('a changed plugin is asked about again in spite of a rule', async () => {
  await using made = await makeProposing();
  const id = await propose(made, 'tasks.create', { title: 'First' });
  await made.api.proposals.addRule({ proposalId: id, scope: 'kind:task' });
  const changed = pluginPrincipal({ contentHash: 'b'.repeat(64) });
  await grantAll(made.api, changed, [{ type: 'write_workspace', resource: '*' }]);
  const { actions } = made.app.workspace();
  expect((await actions.invoke('tasks.create', { title: 'Second' }, changed)).status).toBe('proposed');
  expect((await actions.invoke('tasks.create', { title: 'Third' }, plugin)).status).toBe('done');
});

test('what nobody has accepted is shown in place and counts for nothing', async () => {
  await using made = await makeProposing();
  const { api } = made;
  await api.tasks.create({ title: 'Mine', dueDate: '2026-11-20' });
  const id = await propose(made, 'tasks.create', { title: 'Theirs', dueDate: '2026-11-20' });
  expect((await api.tasks.list({ preset: 'overdue' })).total).toBe(2);
  expect(await api.tasks.counts()).toMatchObject({ overdue: 1, open: 1, inbox: 1, suggested: 1 });
  const home = await api.home.get();
  expect(home).toMatchObject({ overdueCount: 1, suggestedCount: 1 });
  expect(home.overdue.map((task) => task.title)).toEqual(['Mine']);
  await approve(made, id);
  expect(await api.tasks.counts()).toMatchObject({ overdue: 2, open: 2, suggested: 0 });
});

test('an approval shows names where the action speaks of ids', async () => {
  await using made = await makeProposing();
  const { api } = made;
  const { item: client } = await api.clients.create({ name: 'Acme' });
  const { item: other } = await api.clients.create({ name: 'Borealis' });
  const { item: project } = await api.projects.create({ name: 'Website', clientId: client.id });
  const { item: parent } = await api.tasks.create({ title: 'Launch', projectId: project.id });
  const { item: first } = await api.checkpoints.create({ title: 'Contract signed', projectId: project.id });
  const { item: second } = await api.checkpoints.create({ title: 'Texts are in', projectId: project.id });
  const { item: task } = await api.tasks.create({ title: 'Wireframes', clientId: client.id });

  const link = await propose(made, 'tasks.link', {
    ids: [task.id],
    to: { clientId: other.id, parentId: parent.id, waitsForCheckpointIds: [first.id, second.id] },
  });
  const { preview } = await api.proposals.get({ id: link });
  expect(preview.fields).toEqual([
    { field: 'clientId', before: 'Acme', after: 'Borealis' },
    { field: 'parentId', before: null, after: 'Launch' },
    { field: 'waitsForCheckpointIds', before: null, after: 'Contract signed, Texts are in' },
  ]);
  const move = await propose(made, 'projects.link', { id: project.id, clientId: other.id });
  expect((await api.proposals.get({ id: move })).preview.fields).toEqual([
    { field: 'clientId', before: 'Acme', after: 'Borealis' },
  ]);
  for (const { preview: shown } of (await api.proposals.list({})).items) {
    expect(JSON.stringify(shown)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  }
  expect(await approve(made, move)).toMatchObject({ status: 'approved' });
  expect(await api.projects.get({ id: project.id })).toMatchObject({ clientId: other.id });
});

test('a suggestion accepted where it is shown is decided and stands in the log, as from the inbox', async () => {
  await using made = await makeProposing();
  const { api } = made;
  const accepted = await propose(made, 'tasks.create', { title: 'Send the logo' });
  const removed = await propose(made, 'tasks.create', { title: 'Buy a boat' });
  const idOf = async (id: string) => (await api.proposals.get({ id })).suggestionId ?? '';
  await api.tasks.approve({ ids: [await idOf(accepted)] });
  await api.tasks.dismiss({ ids: [await idOf(removed)] });
  await made.app.workspace().proposals.reconciler.settled();
  expect(await api.proposals.get({ id: accepted })).toMatchObject({ status: 'approved' });
  expect(await api.proposals.get({ id: removed })).toMatchObject({ status: 'rejected' });
  const log = await api.activity.list({ outcomes: ['done'] });
  expect(log.items).toMatchObject([
    { principal: 'plugin:email-scanner', actionId: 'tasks.create', detail: `proposal:${accepted}` },
  ]);
});

test('what is only proposed counts nowhere until it is approved', async () => {
  await using made = await makeProposing();
  const { api } = made;
  const { item: client } = await api.clients.create({ name: 'Acme' });
  const { item: project } = await api.projects.create({ name: 'Website', clientId: client.id });
  const { item: gate } = await api.checkpoints.create({ title: 'Launch', projectId: project.id });
  const wish = { title: 'Late', projectId: project.id, dueDate: '2026-11-01', estimateMinutes: 60 };
  const id = await propose(made, 'tasks.create', { ...wish, waitsForCheckpointIds: [gate.id] });
  await propose(made, 'tasks.create', { title: 'For the client', clientId: client.id });
  await propose(made, 'checkpoints.create', {
    title: 'Sooner',
    projectId: project.id,
    dueDate: '2026-11-22',
  });
  const counters = async () => {
    const { openTaskCount, overdueTaskCount, estimateMinutes, nextCheckpoint } = await api.projects.get({
      id: project.id,
    });
    const [shown] = (await api.clients.list({})).items;
    const waiting = (await api.checkpoints.get({ id: gate.id })).waitingTaskCount;
    const ofProject = { openTaskCount, overdueTaskCount, estimateMinutes, next: nextCheckpoint?.title };
    return { ofProject, ofClient: [shown?.openTaskCount, shown?.overdueTaskCount], waiting };
  };
  const none = { openTaskCount: 0, overdueTaskCount: 0, estimateMinutes: 0, next: 'Launch' };
  expect(await counters()).toEqual({ ofProject: none, ofClient: [0, 0], waiting: 0 });
  await approve(made, id);
  const one = { openTaskCount: 1, overdueTaskCount: 1, estimateMinutes: 60, next: 'Launch' };
  expect(await counters()).toEqual({ ofProject: one, ofClient: [1, 1], waiting: 1 });
});
