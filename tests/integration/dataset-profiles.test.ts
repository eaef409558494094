import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { startScriptedModels, type ScriptedModels } from '../support/scripted-models.ts';

let app: TestApp;
let server: ScriptedModels;

beforeEach(async () => {
  [app, server] = await Promise.all([makeApp(), startScriptedModels()]);
});
afterEach(async () => {
  await app[Symbol.asyncDispose]();
  await server.close();
});

const add = (more: object = {}) =>
  app.api.datasets.profiles.add({ name: 'Lab', baseUrl: server.origin, model: 'scripted-model', ...more });

describe('profiles for datasets', () => {
  test('are kept with their key as a secret, up to ten of them', async () => {
    const first = await add({ key: 'sk-canary-7', parameters: { top_p: 0.5 } });
    expect(first).toMatchObject({ path: '/v1/chat/completions', hasKey: true, parameters: { top_p: 0.5 } });
    expect(JSON.stringify(await app.api.datasets.profiles.list())).not.toContain('sk-canary-7');
    await expect(add()).rejects.toThrow(/called "Lab" already/);
    for (let at = 2; at <= 10; at += 1) await add({ name: `Lab ${at}` });
    await expect(add({ name: 'One more' })).rejects.toThrow(/10 profiles are kept already/);
    await app.api.datasets.profiles.remove({ id: first.id });
    await add({ name: 'One more' });
    expect(await app.api.datasets.profiles.list()).toHaveLength(10);
  });

  test('have no part in what is asked of the person’s own models', async () => {
    await add();
    expect(await app.api.models.list()).toEqual([]);
    expect(await app.api.models.availability()).toBe('none');
  });

  test('list the models of their server, wherever its chat is', async () => {
    server.models.splice(0, 2, 'b-model', 'a-model');
    const { id } = await add({ path: '/create_chat_completion', key: 'sk-canary-8' });
    expect(await app.api.datasets.profiles.listModels({ id })).toEqual(['a-model', 'b-model']);
    expect(server.requests.at(-1)).toMatchObject({
      method: 'GET',
      path: '/models',
      headers: { authorization: 'Bearer sk-canary-8' },
    });
  });

  test('are asked at their own path, with their own parameters and key', async () => {
    const path = '/create_chat_completion';
    await add({ path, key: 'sk-canary-10', parameters: { temperature: 0.1, min_p: 0.05 } });
    const record = { subject: 'Down' };
    server.say([{ text: JSON.stringify({ records: [record, record, record] }) }]);
    const draft = await app.api.datasets.drafts.create({
      title: 'Tickets',
      schema: { properties: { subject: { type: 'string' } } },
      generator: { kind: 'model', profile: 'Lab' },
    });
    expect(draft).toMatchObject({ samples: [record, record, record], sampleProblem: '', problems: [] });
    expect(server.requests).toMatchObject([
      {
        path,
        model: 'scripted-model',
        headers: { authorization: 'Bearer sk-canary-10' },
        body: { temperature: 0.1, min_p: 0.05 },
      },
    ]);
    const nobody = { kind: 'model' as const, profile: 'Nobody' };
    const lost = await app.api.datasets.drafts.edit({
      id: draft.id,
      spec: { ...draft.spec, generator: nobody },
    });
    expect(lost.problems).toMatchObject([{ path: 'generator.profile', isWarning: false }]);
  });

  test('never send a key to another host than the one that it was entered for', async () => {
    const { id } = await add({ key: 'sk-canary-9' });
    const elsewhere = { id, patch: { baseUrl: 'http://127.0.0.1:9' } };
    await expect(app.api.datasets.profiles.update(elsewhere)).rejects.toThrow(/for the former address/);
    const moved = await app.api.datasets.profiles.update({ id, patch: { ...elsewhere.patch, key: null } });
    expect(moved).toMatchObject({
      baseUrl: 'http://127.0.0.1:9',
      hasKey: false,
      path: '/v1/chat/completions',
    });
  });

  test('say nothing that the product says itself', async () => {
    await expect(add({ parameters: { stream: true } })).rejects.toThrow(/"stream" is said with each record/);
    expect(await app.api.datasets.profiles.list()).toEqual([]);
  });
});
