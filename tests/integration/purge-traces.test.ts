import { expect, test } from 'vitest';
import type { OpenWorkspace } from '#main/compose/workspace.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { grantAll, pluginPrincipal } from '../support/plugin-principal.ts';

const SECRET = 'Divorce of "Anna" Quillfeather';

/** Every table that still holds the text, in any column. */
async function tablesWith(made: TestApp, text: string): Promise<readonly string[]> {
  const { store } = made.app.workspace() as OpenWorkspace; // the API has no such door
  const names = await store.reader.rows(`SELECT name FROM sqlite_master WHERE type = 'table'`);
  const found: string[] = [];
  for (const [name] of names) {
    const columns = await store.reader.rows(`SELECT name FROM pragma_table_info(?)`, [String(name)]);
    const any = columns.map(([column]) => `instr(CAST("${String(column)}" AS TEXT), '${text}')`).join(' OR ');
    const [row] = await store.reader.rows(`SELECT count(*) FROM "${String(name)}" WHERE ${any}`);
    if (Number(row?.[0]) > 0) found.push(String(name));
  }
  return found;
}

test('what is removed for good leaves no word in proposals, jobs, plans and notifications', async () => {
  await using made = await makeApp();
  const { api } = made;
  const plugin = pluginPrincipal();
  await grantAll(api, plugin, [
    { type: 'write_workspace', resource: '*' },
    { type: 'read_workspace', resource: '*' },
  ]);
  const { playbooks, notifications, actions } = made.app.workspace();
  const plan = {
    steps: [
      { id: 'task', action: 'tasks.create', input: { title: SECRET, description: 'Quillfeather papers' } },
      {
        id: 'note',
        action: 'tasks.comment',
        input: { taskId: { data_from_step: 'task', path: 'id' }, body: `Quillfeather ${'x'.repeat(100)}` },
      },
    ],
  };
  const { jobId } = await playbooks.runPlan(plan, { principal: plugin, title: `Plan: ${SECRET}` });
  await expect.poll(async () => (await api.jobs.get({ id: jobId })).status).toBe('waiting');
  const [wish] = (await api.proposals.list({ statuses: ['pending'] })).items;
  if (!wish) throw new Error('nothing waits');
  await api.proposals.approve({ items: [wish] });
  await api.jobs.wait({ id: jobId });
  const [task] = (await api.tasks.list({})).items;
  if (!task) throw new Error('no task');
  await actions.invoke('tasks.update', { ids: [task.id], patch: { title: `${SECRET} II` } }, plugin, {
    reason: `About ${SECRET}`,
  });
  await notifications.send('plugin:email-scanner', {
    title: SECRET,
    body: 'Look at it',
    link: `adiuva://task/${task.id}`,
  });
  const { item: other } = await api.tasks.create({ title: 'Stays as it is' });
  expect(await tablesWith(made, 'Quillfeather')).toEqual(
    expect.arrayContaining(['tasks', 'proposals', 'jobs', 'job_steps', 'notifications', 'change_log']),
  );

  await api.tasks.remove({ ids: [task.id] });
  await api.trash.purge({ items: [{ kind: 'task', id: task.id }], confirmCount: 1 });
  // The search index forgets after the answer.
  await expect.poll(() => tablesWith(made, 'Quillfeather'), { timeout: 10_000 }).toEqual([]);

  expect(await api.jobs.get({ id: jobId })).toMatchObject({ status: 'done', result: { steps: [{}, {}] } });
  const { items } = await api.proposals.list({});
  expect(items.map((one) => one.status)).toEqual(['superseded', 'superseded', 'approved']);
  expect(items.every((one) => one.preview.summary === '')).toBe(true);
  expect(await api.tasks.get({ id: other.id })).toMatchObject({ title: 'Stays as it is' });
});
