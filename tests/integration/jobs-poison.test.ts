import { expect, test } from 'vitest';
import type { OpenWorkspace } from '#main/compose/workspace.ts';
import { makeApp } from '../support/make-app.ts';

test('a job that took the app down five times is set aside, seen, and tried again when the person says so', async () => {
  await using made = await makeApp();
  await made.api.jobs.pauseQueue({ isPaused: true });
  const { jobId } = await made.api.playbooks.runPlan({
    plan: { steps: [{ id: 'task', action: 'tasks.create', input: { title: 'Call Anna' } }] },
    title: 'Plan',
  });
  // As four crashes have left it, and the fifth: running, held by a process that is no more.
  const { store } = made.app.workspace() as OpenWorkspace; // the API has no such door
  await store.write({ command: 'test' }, (tx) => {
    tx.run({
      sql: `UPDATE jobs SET status = 'running', lease_boot_id = 'gone', crash_count = 4, crash_mark = 0 WHERE id = ?`,
      params: [jobId],
    });
  });
  const again = await made.reopen();
  try {
    const { api } = again;
    const page = await api.jobs.list({ statuses: ['set_aside'] });
    expect(page.items).toMatchObject([{ id: jobId, status: 'set_aside', doneCount: 0 }]);
    expect(page.items[0]?.error?.message).toContain('ended unexpectedly 5 times');
    expect((await api.tasks.list({})).total).toBe(0);
    await api.jobs.retry({ id: jobId });
    await api.jobs.pauseQueue({ isPaused: false });
    expect(await api.jobs.wait({ id: jobId })).toMatchObject({ status: 'done' });
    expect((await api.tasks.list({})).total).toBe(1);
  } finally {
    await again.app.close();
  }
});
