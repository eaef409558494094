import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { grantAll, pluginPrincipal } from '../support/plugin-principal.ts';
import { writeSamplePlugin } from '../support/sample-plugin.ts';

let made: TestApp;
let server: Server;
let port: number;
let heard: { method: string; path: string; headers: IncomingMessage['headers']; body: string }[];

beforeEach(async () => {
  made = await makeApp();
  heard = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const path = request.url ?? '';
    heard.push({
      method: request.method ?? '',
      path,
      headers: request.headers,
      body: Buffer.concat(parts).toString('utf8'),
    });
    const sentOn = /^\/on\/(.*)/.exec(path);
    if (sentOn) response.writeHead(302, { location: decodeURIComponent(sentOn[1] ?? '') }).end();
    else if (path === '/picture') response.writeHead(200, { 'content-type': 'image/png' }).end('PNG');
    else if (path === '/endless')
      response.writeHead(200, { 'content-type': 'text/plain' }).end('x'.repeat(1_100_000));
    else
      response
        .writeHead(201, { 'content-type': 'application/json', 'set-cookie': 'a=b', etag: '"1"' })
        .end('{"rate":1.09}');
  };
  server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  port = address.port;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await made[Symbol.asyncDispose]();
});

const courier = pluginPrincipal({ name: 'courier' });
const url = (path: string) => `http://127.0.0.1:${port}${path}`;
const ask = async (input: object, principal = courier) => {
  const outcome = await made.app.workspace().actions.invoke('web.request', input, principal);
  if (outcome.status !== 'done') throw new Error('it was proposed');
  return outcome.output;
};
const allow = (...resources: readonly string[]) =>
  grantAll(
    made.api,
    courier,
    resources.map((resource) => ({ type: 'network' as const, resource })),
  );

test('a server that was given with its port answers, and what it says of itself is kept small', async () => {
  await allow(`127.0.0.1:${port}`);
  const answer = await ask({
    url: url('/rates?day=1'),
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer t' },
    body: '{"day":1}',
  });
  expect(answer).toEqual({
    status: 201,
    headers: { 'content-type': 'application/json', etag: '"1"' },
    text: '{"rate":1.09}',
  });
  expect(heard).toMatchObject([{ method: 'POST', path: '/rates?day=1', body: '{"day":1}' }]);
  expect(heard[0]?.headers).toMatchObject({ authorization: 'Bearer t' });
});

test('nothing is sent without the right, to another port, to this machine without its port, or once it is denied', async () => {
  await expect(ask({ url: url('/') })).rejects.toMatchObject({ code: 'forbidden' });
  await allow(`127.0.0.1:${port + 1}`);
  await expect(ask({ url: url('/') })).rejects.toMatchObject({ code: 'forbidden' });
  // The right to a host holds for each of its ports, but the loopback address has to be named with one.
  await allow('127.0.0.1');
  await expect(ask({ url: url('/') })).rejects.toMatchObject({ code: 'egress_refused' });
  await allow(`127.0.0.1:${port}`);
  await ask({ url: url('/') });
  await expect(ask({ url: url('/') }, pluginPrincipal({ name: 'other' }))).rejects.toMatchObject({
    code: 'forbidden',
  });
  const { name, version, contentHash } = courier;
  await made.api.permissions.grant({
    holder: name,
    version,
    contentHash,
    type: 'network',
    resource: `127.0.0.1:${port}`,
    effect: 'deny',
  });
  await expect(ask({ url: url('/') })).rejects.toMatchObject({ code: 'forbidden' });
  expect(heard).toHaveLength(1);
});

test('being sent on needs the right to that place too', async () => {
  await allow(`127.0.0.1:${port}`);
  expect(await ask({ url: url(`/on/${encodeURIComponent(url('/there'))}`) })).toMatchObject({ status: 201 });
  const elsewhere = `http://localhost:${port}/there`;
  await expect(ask({ url: url(`/on/${encodeURIComponent(elsewhere)}`) })).rejects.toMatchObject({
    code: 'egress_refused',
  });
  expect(heard.map(({ path }) => path).filter((path) => path === '/there')).toHaveLength(1);
});

test('pictures, endless answers, passwords in addresses and headers of the connection are refused', async () => {
  await allow(`127.0.0.1:${port}`);
  await expect(ask({ url: url('/picture') })).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(ask({ url: url('/endless') })).rejects.toMatchObject({ code: 'payload_too_large' });
  const refused = [
    { url: `http://me:word@127.0.0.1:${port}/` },
    { url: 'file:///etc/passwd' },
    { url: url('/'), headers: { host: 'elsewhere' } },
    { url: url('/'), headers: { 'x-a': 'b\r\nx-c: d' } },
  ];
  for (const input of refused) await expect(ask(input)).rejects.toMatchObject({ code: 'invalid_input' });
  expect(heard.map(({ path }) => path)).toEqual(['/picture', '/endless']);
});

test('each request stands in the activity log under its plugin, with the server and the bytes', async () => {
  await allow(`127.0.0.1:${port}`);
  await ask({ url: url('/'), method: 'POST', body: 'twelve bytes' });
  const { items } = await made.api.activity.list({ principal: 'plugin:courier' });
  expect(items).toContainEqual(
    expect.objectContaining({ actionId: 'web.request', outcome: 'done', resource: `127.0.0.1:${port}` }),
  );
  expect(items).toContainEqual(
    expect.objectContaining({ actionId: 'egress.connect', outcome: 'done', bytes: 12 }),
  );
});

test('an installed plugin asks by its context, and stops at once when the right is taken back in the middle', async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'adiuva-courier-')));
  const resource = `127.0.0.1:${port}`;
  const path = await writeSamplePlugin(folder, {
    name: 'courier',
    permissions: [{ type: 'network', resource }],
    run: `for (let count = 0; ; count += 1) await ctx.http.request({ url: 'http://${resource}/' + count });`,
  });
  const source = { from: 'path' as const, path };
  const { contentHash } = await made.api.plugins.look({ source });
  const right = { type: 'network' as const, resource, expiresAt: null, limitMicros: null };
  await made.api.plugins.install({ source, contentHash, rights: [right] });
  const { jobId } = await made.api.plugins.runNow({ name: 'courier' });
  await expect.poll(() => heard.length, { timeout: 30_000 }).toBeGreaterThan(3);
  const [grant] = await made.api.permissions.list({ holder: 'courier' });
  await made.api.permissions.revoke({ id: grant?.id ?? '' });
  // The one that was on its way may still arrive.
  const atMost = heard.length + 1;
  await made.app.workspace().jobs.wait(jobId);
  const [last] = (await made.api.plugins.runs({ name: 'courier' })).items;
  expect(last).toMatchObject({ outcome: 'refused' });
  expect(heard.length).toBeLessThanOrEqual(atMost);
  await rm(folder, { recursive: true, force: true });
});
