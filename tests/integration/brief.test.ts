import { expect, it } from 'vitest';
import { makeApp } from '../support/make-app.ts';
import { startScriptedModels } from '../support/scripted-models.ts';

it('tells the day from the workspace, keeps it with the day, and follows what changes', async () => {
  await using test = await makeApp({ withSample: true });
  const { api, clock } = test;
  const brief = await api.brief.get({ locale: 'en' });
  expect(brief).toMatchObject({ day: '2026-11-21', locale: 'en', model: null });
  expect(brief.text).toMatch(/\d+ tasks are for today\. Begin with “.+”\. \d+ tasks are late/);
  const sections = new Map(brief.sections.map((section) => [section.kind, section]));
  const late = sections.get('overdue');
  expect(late?.items[0]).toMatchObject({
    title: 'Upload the electronic invoice with the order code',
    isLate: true,
  });
  expect(brief.text).toContain(late?.items[0]?.title);
  expect(sections.get('checkpoints')?.items.length).toBeGreaterThan(0);

  await api.tasks.complete({ ids: [late?.items[0]?.id ?? ''], isDone: true });
  const after = await api.brief.get({ locale: 'en' });
  const lateNow = after.sections.find(({ kind }) => kind === 'overdue');
  expect(lateNow?.total).toBe((late?.total ?? 0) - 1);

  clock.advanceDays(1);
  expect((await api.brief.get({ locale: 'en' })).day).toBe('2026-11-22');
  const kept = await api.brief.ofDay({ locale: 'en', day: '2026-11-21' });
  expect(kept?.text).toBe(brief.text);
  expect(await api.brief.ofDay({ locale: 'en', day: '2026-11-20' })).toBeNull();
});

it('speaks Italian, and says so when the day is free', async () => {
  await using test = await makeApp();
  const brief = await test.api.brief.get({ locale: 'it' });
  expect(brief.text).toContain('La giornata è tua');
  expect(brief.sections).toEqual([]);
});

it('is written by the clock as the settings say, and not where they say so', async () => {
  await using test = await makeApp({ withSample: true });
  const { api, clock } = test;
  await api.settings.set({ briefAt: '06:15' });
  const find = async () => (await api.jobs.schedules.list()).find(({ jobType }) => jobType === 'brief.write');
  await expect.poll(async () => (await find())?.cron).toBe('15 6 * * *');
  const { jobId } = await api.jobs.schedules.runNow({ id: (await find())?.id ?? '' });
  await expect.poll(async () => (await api.jobs.get({ id: jobId })).status, { timeout: 5_000 }).toBe('done');
  expect(await api.brief.ofDay({ locale: 'en', day: clock.today() })).toMatchObject({ model: null });
  await api.settings.set({ briefAt: '' });
  await expect.poll(find).toBeUndefined();
});

it('is put into words by a model where one is ready, which is told nothing of what is private', async () => {
  await using server = await startScriptedModels([
    { text: 'Begin calmly. See [this](https://evil.example/x) and **rest**.' },
  ]);
  await using test = await makeApp({ withSample: true });
  const { api } = test;
  const { items } = await api.clients.list({ text: 'Bellarosa' });
  await api.clients.update({ ids: items.map(({ id }) => id), patch: { isPrivate: true } });
  await api.models.add({
    kind: 'openai_compatible',
    name: 'Scripted',
    baseUrl: server.urls.openai,
    chatModel: 'scripted-model',
  });
  const written = await api.brief.refresh({ locale: 'en' });
  expect(written.text).toBe('Begin calmly. See this and rest.');
  expect(written.model).toMatchObject({ providerName: 'Scripted', modelId: 'scripted-model' });
  expect(written.sections.find(({ kind }) => kind === 'overdue')?.total).toBe(10);
  const [request] = server.requests;
  expect(request?.prompt).toContain('Prototype of the five-minute set-up');
  expect(request?.prompt).not.toMatch(/Bellarosa|sample bags|Ethiopia|Label artwork/);
  expect((await api.brief.get({ locale: 'en' })).text).toBe(written.text);
});

it('is told by the template where the model fails', async () => {
  await using server = await startScriptedModels([{ status: 401, errorMessage: 'No such key.' }]);
  await using test = await makeApp({ withSample: true });
  await test.api.models.add({
    kind: 'openai_compatible',
    name: 'Scripted',
    baseUrl: server.urls.openai,
    chatModel: 'scripted-model',
  });
  const written = await test.api.brief.refresh({ locale: 'en' });
  expect(written.model).toBeNull();
  expect(written.text).toContain('tasks are late');
});
