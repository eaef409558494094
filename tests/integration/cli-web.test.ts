import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { AppRouter } from '#main/api/root.ts';
import { ensureBuilt } from '#tools/build.ts';
import { runCommand, type CliRun } from '../support/run-cli.ts';

// Whole processes, each deriving its key anew.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 });

const PASSPHRASE = 'correct horse battery';
const PROGRAM = fileURLToPath(new URL('../../src/main/hosts/cli/index.ts', import.meta.url));

type Announced = { readonly url: string; readonly link: string; readonly pid: number };
type Host = Announced & { stop(): Promise<number | null>; kill(): Promise<void>; output(): string };

let dataDir: string;
let started: ChildProcess[];

beforeAll(() => ensureBuilt(['renderer']));
beforeEach(async () => {
  started = [];
  dataDir = await mkdtemp(join(tmpdir(), 'adiuva-cli-web-'));
  expect((await adiuva(['init', '--no-keychain'])).exitCode).toBe(0);
});
afterEach(async () => {
  for (const child of started) child.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

function adiuva(args: readonly string[], passphrase: string | undefined = PASSPHRASE): Promise<CliRun> {
  return runCommand(['--data-dir', dataDir, ...args], { env: { ADIUVA_PASSPHRASE: passphrase ?? '' } });
}

/** `adiuva web` as a process of its own, once it has said where it is. */
async function startWeb(passphrase = PASSPHRASE): Promise<Host> {
  const child = spawn(process.execPath, [PROGRAM, '--data-dir', dataDir, 'web', '--port', '0'], {
    env: { ...process.env, ADIUVA_PASSPHRASE: passphrase, DISPLAY: '', WAYLAND_DISPLAY: '' },
  });
  started.push(child);
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const announced = await new Promise<Announced>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (stdout.includes('\n')) resolve(JSON.parse(stdout) as Announced);
    });
    child.once('close', () => reject(new Error(`ended early: ${stderr}`)));
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    ...announced,
    output: () => stdout + stderr,
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function signIn({ url, link }: Announced): Promise<string> {
  const answer = await fetch(`${url}/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: url },
    body: JSON.stringify({ code: new URL(link).hash.slice(1) }),
  });
  expect(answer.status).toBe(204);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function connect(announced: Announced) {
  const headers = { Origin: announced.url, Cookie: await signIn(announced) };
  class Browser extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers });
    }
  }
  const client = createWSClient({
    url: `${announced.url.replace('http', 'ws')}/trpc`,
    // The same class with the headers that a browser sends by itself.
    WebSocket: Browser as unknown as typeof globalThis.WebSocket,
  });
  return { api: createTRPCClient<AppRouter>({ links: [wsLink({ client })] }), close: () => client.close() };
}

describe('a web host on the folder', () => {
  test('serves the built app, and its pages and the commands see each other’s writes', async () => {
    const host = await startWeb();
    const page = await fetch(host.url, { headers: { Cookie: await signIn(host) } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('id="root"')]);

    const again = await adiuva(['web']);
    const announced = again.json as Announced;
    expect([again.exitCode, announced.url, announced.pid]).toEqual([0, host.url, host.pid]);
    expect(announced.link).not.toBe(host.link);

    const { api, close } = await connect(announced);
    const heard = Promise.withResolvers<unknown>();
    const subscription = api.changes.stream.subscribe(undefined, { onData: heard.resolve });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const added = (await adiuva(['add', 'call the printer'])).json as { item: { id: string } };
    expect(await api.tasks.get.query({ id: added.item.id })).toMatchObject({
      title: 'call the printer',
    });
    expect(JSON.stringify(await heard.promise)).toContain(added.item.id);
    subscription.unsubscribe();
    await close();

    const code = new URL(host.link).hash.slice(1);
    expect(await host.stop()).toBe(0);
    expect(await readdir(dataDir)).not.toContain('control.json');
    // The link was shown to the person, on the terminal, and written nowhere else.
    const logs = await readdir(join(dataDir, 'logs')).catch(() => []);
    for (const name of logs) expect(await readFile(join(dataDir, 'logs', name), 'utf8')).not.toContain(code);
    expect((await adiuva(['list', 'tasks', '--text', 'printer'])).json).toMatchObject({ total: 1 });
  });

  test('locked: commands need the passphrase, and open it for the pages too', async () => {
    const host = await startWeb('');
    const { api, close } = await connect(host);
    expect(await api.system.status.query()).toMatchObject({ state: 'locked' });
    await expect(api.tasks.list.query({})).rejects.toMatchObject({ data: { appCode: 'store_locked' } });
    expect((await adiuva(['list', 'tasks'], '')).exitCode).toBe(3);
    expect((await adiuva(['list', 'tasks'], 'wrong horse battery')).exitCode).toBe(3);
    expect((await adiuva(['list', 'tasks'])).exitCode).toBe(0);
    expect(await api.system.status.query()).toMatchObject({ state: 'ready' });
    expect((await adiuva(['call', 'system.lock'])).exitCode).toBe(0);
    expect(await api.system.status.query()).toMatchObject({ state: 'locked' });
    await close();
    expect(await host.stop()).toBe(0);
  });

  test('killed: what was confirmed is there, and the next command works', async () => {
    const host = await startWeb();
    expect((await adiuva(['add', 'survives'])).exitCode).toBe(0);
    await host.kill();
    expect(await readdir(dataDir)).toContain('control.json');
    expect((await adiuva(['list', 'tasks', '--text', 'survives'])).json).toMatchObject({ total: 1 });
    const next = await startWeb();
    expect((await adiuva(['list', 'tasks'])).exitCode).toBe(0);
    expect(await next.stop()).toBe(0);
  });

  test('started twice at once, one serves and the other gives a link to it', async () => {
    const first = startWeb();
    const second = await startWeb();
    expect(second.pid).toBe((await first).pid);
    expect(second.url).toBe((await first).url);
    expect(second.link).not.toBe((await first).link);
  });

  test('stopped with pages connected and a command running, it ends in time', async () => {
    const host = await startWeb();
    const { close } = await connect(host);
    const command = adiuva(['call', 'changes.stream']);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const startedAt = performance.now();
    expect(await host.stop()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await command;
    await close();
  });
});
