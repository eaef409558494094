import { describe, expect, test } from 'vitest';
import type { ExecutionPlan, PlanResult } from '#shared/contracts/plans.ts';
import type { OpenWorkspace } from '#main/compose/workspace.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { grantAll, pluginPrincipal } from '../support/plugin-principal.ts';

async function resultOf(made: TestApp, { jobId }: { readonly jobId: string }): Promise<PlanResult['steps']> {
  const job = await made.api.jobs.wait({ id: jobId });
  if (job.status !== 'done') throw new Error(job.error?.message ?? job.status);
  return (job.result as PlanResult).steps;
}

const TWO_STEPS: ExecutionPlan = {
  steps: [
    { id: 'task', action: 'create_record', input: { kind: 'task', fields: { title: 'Call Anna' } } },
    {
      id: 'note',
      action: 'tasks.comment',
      input: { taskId: { data_from_step: 'task', path: 'id' }, body: 'She asked by mail' },
    },
  ],
};

const CLIENT_AND_PROJECT: ExecutionPlan = {
  steps: [
    { id: 'client', action: 'clients.create', input: { name: 'Acme' } },
    {
      id: 'project',
      action: 'projects.create',
      input: { name: 'Website', clientId: { data_from_step: 'client', path: 'id' } },
    },
  ],
};

test('a plan runs as a job, hands answers on, and each step stands in the log of activity', async () => {
  await using made = await makeApp();
  const { api } = made;
  const run = await api.playbooks.runPlan({ plan: TWO_STEPS, title: 'Two steps' });
  const steps = await resultOf(made, run);
  expect(steps.map((step) => [step.id, step.status])).toEqual([
    ['task', 'done'],
    ['note', 'done'],
  ]);
  const [task] = (await api.tasks.list({})).items;
  if (!task) throw new Error('no task');
  expect((await api.tasks.get({ id: task.id })).comments).toMatchObject([{ body: 'She asked by mail' }]);
  const log = await api.activity.list({ runId: run.jobId, outcomes: ['done'] });
  expect(log.items.map((entry) => [entry.principal, entry.actionId])).toEqual([
    ['user', 'tasks.comment'],
    ['user', 'tasks.create'],
  ]);
});

describe('a plan is refused whole, before its first step, when', () => {
  const refused: readonly (readonly [string, ExecutionPlan['steps'], string])[] = [
    ['an action does not exist', [{ id: 'a', action: 'tasks.explode', input: {} }], 'There is no action'],
    [
      'an input does not parse',
      [{ id: 'a', action: 'tasks.create', input: { title: 'x', dueDate: 'soon' } }],
      'Step a, dueDate',
    ],
    ['a verb lacks its parts', [{ id: 'a', action: 'update_record', input: { kind: 'task' } }], 'Step a'],
    [
      'a reference points forward',
      [
        { id: 'a', action: 'tasks.get', input: { id: { data_from_step: 'b', path: 'id' } } },
        { id: 'b', action: 'tasks.create', input: { title: 'x' } },
      ],
      'only come from an earlier step',
    ],
    [
      'a reference points to itself',
      [{ id: 'a', action: 'tasks.get', input: { id: { data_from_step: 'a' } } }],
      'only come from an earlier step',
    ],
    [
      'a reference points nowhere',
      [{ id: 'a', action: 'tasks.get', input: { id: { data_from_step: 'z' } } }],
      'There is no step "z"',
    ],
    [
      'an answer has no such part',
      [
        { id: 'a', action: 'tasks.create', input: { title: 'x' } },
        { id: 'b', action: 'tasks.get', input: { id: { data_from_step: 'a', path: 'nothing' } } },
      ],
      'has nothing at "nothing"',
    ],
    [
      'the types do not fit',
      [
        { id: 'a', action: 'tasks.list', input: {} },
        { id: 'b', action: 'tasks.get', input: { id: { data_from_step: 'a', path: 'items' } } },
      ],
      'answers array',
    ],
    [
      'two steps have one id',
      [
        { id: 'a', action: 'tasks.create', input: { title: 'x' } },
        { id: 'a', action: 'tasks.create', input: { title: 'y' } },
      ],
      'has this id already',
    ],
  ];
  test.each(refused)('%s', async (_name, steps, message) => {
    await using made = await makeApp();
    const plan = { steps };
    await expect(made.api.playbooks.runPlan({ plan, title: 'Bad' })).rejects.toThrow(message);
    expect((await made.api.tasks.list({})).total).toBe(0);
    expect((await made.api.jobs.list({})).total).toBe(0);
  });
});

describe('what a plan of a plugin writes becomes a proposal, and what needs its answer', () => {
  test('waits for it, over a restart, and goes on with what was approved', async () => {
    await using made = await makeApp();
    const jobId = await runAsPlugin(made, TWO_STEPS);
    await waiting(made.api, jobId);
    expect(await made.api.jobs.detail({ id: jobId })).toMatchObject({ waitsFor: ['proposal'] });

    const again = await made.reopen();
    try {
      const [wish] = (await again.api.proposals.list({ statuses: ['pending'] })).items;
      if (!wish) throw new Error('nothing waits');
      await again.api.proposals.approve({ items: [wish] });
      // The comment on the task is a wish of its own; nothing needs it, so the plan is done.
      const steps = await resultOf(again, { jobId });
      expect(steps).toMatchObject([
        { id: 'task', status: 'done', output: { title: 'Call Anna', link: expect.any(String) } },
        { id: 'note', status: 'proposed' },
      ]);
      const [next] = (await again.api.proposals.list({ statuses: ['pending'] })).items;
      const [task] = (await again.api.tasks.list({})).items;
      expect(next?.input).toMatchObject({ taskId: task?.id });
    } finally {
      await again.app.close();
    }
  });

  test('is handed what the action answered, also where nothing shows in place and the input was edited', async () => {
    await using made = await makeApp();
    const { api } = made;
    const jobId = await runAsPlugin(made, CLIENT_AND_PROJECT);
    await waiting(api, jobId);
    const [wish] = (await api.proposals.list({ statuses: ['pending'] })).items;
    if (!wish) throw new Error('nothing waits');
    await api.proposals.approveEdited({ ...wish, input: { name: 'Acme GmbH' } });
    expect(await resultOf(made, { jobId })).toMatchObject([
      { id: 'client', status: 'done', output: { title: 'Acme GmbH' } },
      { id: 'project', status: 'proposed' },
    ]);
    const [client] = (await api.clients.list({})).items;
    const [next] = (await api.proposals.list({ statuses: ['pending'] })).items;
    expect(next?.input).toMatchObject({ clientId: client?.id });
  });

  test('is accepted in place', async () => {
    await using made = await makeApp();
    const { api } = made;
    const jobId = await runAsPlugin(made, TWO_STEPS);
    await waiting(api, jobId);
    const [task] = (await api.tasks.list({ preset: 'suggested' })).items;
    if (!task) throw new Error('no suggestion');
    await api.tasks.approve({ ids: [task.id] });
    expect(await resultOf(made, { jobId })).toMatchObject([
      { status: 'done', output: { id: task.id } },
      { status: 'proposed' },
    ]);
  });

  test('is called off when it is rejected; the rest is done all the same', async () => {
    await using made = await makeApp();
    const { api } = made;
    const jobId = await runAsPlugin(made, {
      steps: [...TWO_STEPS.steps, { id: 'look', action: 'tasks.list', input: {} }],
    });
    await waiting(api, jobId);
    const [wish] = (await api.proposals.list({ statuses: ['pending'] })).items;
    await api.proposals.reject({ ids: [wish?.id ?? ''], reason: 'Not now' });
    const job = await api.jobs.wait({ id: jobId });
    expect(job.status).toBe('cancelled');
    expect(job.error?.message).toContain('"task" was rejected, so what needs it was not done: "note"');
    expect(job.result).toMatchObject({
      steps: [
        { id: 'task', status: 'rejected', reason: 'Not now' },
        { id: 'note', status: 'called_off', onStepId: 'task' },
        { id: 'look', status: 'done' },
      ],
    });
  });

  test('is called off when nobody decided in time', async () => {
    await using made = await makeApp();
    const jobId = await runAsPlugin(made, TWO_STEPS);
    await waiting(made.api, jobId);
    made.clock.advanceDays(31);
    await made.api.proposals.counts();
    const job = await made.api.jobs.wait({ id: jobId });
    expect(job).toMatchObject({ status: 'cancelled', result: { steps: [{ status: 'expired' }, {}] } });
  });

  test('hears at the next start of what was decided while the app could not tell it', async () => {
    await using made = await makeApp();
    const jobId = await runAsPlugin(made, CLIENT_AND_PROJECT);
    await waiting(made.api, jobId);
    // As after a crash between the decision and the word of it: no listener has followed this write.
    const { store } = made.app.workspace() as OpenWorkspace; // the API has no such door
    await store.write({ command: 'test' }, (tx) => {
      tx.run({ sql: `UPDATE proposals SET status = 'rejected', decided_at = 1`, params: [] });
    });
    const again = await made.reopen();
    try {
      expect(await again.api.jobs.wait({ id: jobId })).toMatchObject({ status: 'cancelled' });
    } finally {
      await again.app.close();
    }
  });
});

async function runAsPlugin(made: TestApp, plan: ExecutionPlan): Promise<string> {
  const plugin = pluginPrincipal();
  await grantAll(made.api, plugin, [
    { type: 'write_workspace', resource: '*' },
    { type: 'read_workspace', resource: '*' },
  ]);
  const { playbooks } = made.app.workspace();
  return (await playbooks.runPlan(plan, { principal: plugin, title: 'Plan' })).jobId;
}

async function waiting(api: TestApp['api'], id: string): Promise<void> {
  await expect.poll(async () => (await api.jobs.get({ id })).status, { timeout: 5_000 }).toBe('waiting');
}

test('the playbooks that come with the app do what they say', async () => {
  await using made = await makeApp();
  const { api } = made;
  const { item: client } = await api.clients.create({ name: 'Acme' });
  const { item: project } = await api.projects.create({ name: 'Website', clientId: client.id });
  const { item: done } = await api.tasks.create({ title: 'Wireframes', projectId: project.id });
  await api.tasks.complete({ ids: [done.id], isDone: true });
  await api.tasks.create({ title: 'Late', projectId: project.id, dueDate: '2026-11-01' });
  await api.checkpoints.create({ title: 'Launch', projectId: project.id, dueDate: '2026-12-01' });

  const mail = { subject: 'Logo', sender: 'Anna', due: '2026-11-30', project: project.id };
  await resultOf(made, await api.playbooks.run({ name: 'task-from-email', parameters: mail }));
  const [task] = (await api.tasks.list({ text: 'Logo' })).items;
  expect(task).toMatchObject({ dueDate: '2026-11-30', projectId: project.id, commentCount: 1 });

  const week = { from: '2026-11-20', to: '2026-11-22' };
  await resultOf(made, await api.playbooks.run({ name: 'weekly-report', parameters: week }));
  const [report] = (await api.notes.list({ tags: ['report'] })).items;
  if (!report) throw new Error('no note');
  const { body } = await api.notes.get({ id: report.id });
  expect(body).toContain('- Wireframes Website');
  expect(body).toContain('- Late (2026-11-01)');
  expect(body).toContain('- 2026-12-01 Launch, Website');

  await resultOf(
    made,
    await api.playbooks.run({ name: 'archive-project', parameters: { project: project.id } }),
  );
  expect(await api.projects.get({ id: project.id })).toMatchObject({ status: 'completed' });
  expect((await api.projects.get({ id: project.id })).archivedAt).not.toBeNull();
});

test('a plan is kept under a name, run with its parameters, replaced and removed', async () => {
  await using made = await makeApp();
  const { api } = made;
  const playbook = {
    name: 'follow-up',
    title: 'Follow up',
    description: '',
    parameters: [{ name: 'who', title: 'Who', type: 'text' as const, isRequired: true }],
    plan: {
      steps: [{ id: 'task', action: 'tasks.create', input: { title: 'Ask {{who}} again' } }],
    },
  };
  await api.playbooks.save(playbook);
  await expect(api.playbooks.run({ name: 'follow-up' })).rejects.toThrow('"who" (Who) is needed');
  await resultOf(made, await api.playbooks.run({ name: 'follow-up', parameters: { who: 'Anna' } }));
  expect((await api.tasks.list({ text: 'Ask Anna again' })).total).toBe(1);
  await expect(api.playbooks.save({ ...playbook, name: 'weekly-report' })).rejects.toThrow(
    'comes with the app',
  );
  await expect(api.playbooks.save({ ...playbook, parameters: [] })).rejects.toThrow('no parameter of it');
  await api.playbooks.remove({ name: 'follow-up' });
  expect((await api.playbooks.list()).map((one) => one.name)).toEqual([
    'task-from-email',
    'weekly-report',
    'archive-project',
  ]);
});
