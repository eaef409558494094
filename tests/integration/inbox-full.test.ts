import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { OpenWorkspace } from '#main/compose/workspace.ts';
import { makeApp } from '../support/make-app.ts';
import { writeSamplePlugin } from '../support/sample-plugin.ts';

const WANTED = 2_150;
/** Takes its wishes from a list, some at a time, and remembers how far it came, like a scan of a mailbox. */
const SCAN = `
  const state = (await ctx.state.get('next')) ?? 0;
  for (let next = state; next < ${WANTED}; next += 50) {
    await Promise.all(Array.from({ length: Math.min(50, ${WANTED} - next) }, (_, index) =>
      ctx.workspace.propose.createTask({ title: 'Wish ' + (next + index) })).map((one) => one.catch(() => null)));
    await ctx.state.set('next', next + 50);
  }
  return { summary: 'all read' };`;

test('a scan that wants more than the inbox takes says so, waits, and goes on by itself with nothing lost', async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'adiuva-inbox-full-')));
  await using made = await makeApp();
  const { api } = made;
  try {
    const kinds = ['read_workspace', 'write_workspace'] as const;
    const path = await writeSamplePlugin(folder, {
      permissions: kinds.map((type) => ({ type, resource: '*' })),
      run: SCAN,
    });
    const source = { from: 'path' as const, path };
    const { contentHash } = await api.plugins.look({ source });
    const rights = kinds.map((type) => ({ type, resource: '*', expiresAt: null, limitMicros: null }));
    await api.plugins.install({ source, contentHash, rights });
    const { jobId } = await api.plugins.runNow({ name: 'sample' });
    const status = () => api.jobs.get({ id: jobId }).then((job) => job.status);
    await expect.poll(status, { timeout: 60_000 }).toBe('waiting');

    expect((await api.proposals.counts()).pending).toBe(2_000);
    const [run] = (await api.plugins.runs({ name: 'sample' })).items;
    expect(run?.summary).toContain('the rest is read when you have decided some of them');
    const told = (await api.notifications.list({})).items;
    expect(told).toMatchObject([
      { source: 'plugin:sample', title: '2,000 proposals of sample wait for you' },
    ]);

    for (let done = 0; done < 400; done += 200) {
      const { items } = await api.proposals.list({ statuses: ['pending'], limit: 200 });
      await api.proposals.reject({ ids: items.map(({ id }) => id), reason: '' });
    }
    made.clock.advanceMs(5 * 60_000);
    // What the timer does once the clock has come so far.
    const { store } = made.app.workspace() as OpenWorkspace; // the API has no such door
    await store.write({ command: 'test' }, (tx) => tx.touch('job', [jobId]));
    expect(await api.jobs.wait({ id: jobId })).toMatchObject({ status: 'done' });

    const titles = new Set<string>();
    let total = 0;
    for (let cursor: string | undefined; ;) {
      const page = await api.proposals.list({ limit: 200, cursor });
      for (const { preview } of page.items) titles.add(preview.subject ?? '');
      total += page.items.length;
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(titles.size).toBe(WANTED);
    expect(total).toBe(WANTED);
    expect((await api.notifications.list({})).items).toHaveLength(1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 180_000);
