import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { createLocalLine, createMovingLine, createRemoteLine, type Line } from '#main/hosts/cli/line.ts';
import { connectControl } from '#main/hosts/control/control-client.ts';
import { startControlSocket } from '#main/hosts/control/control-server.ts';
import { wasNotBegun } from '#main/hosts/control/not-begun.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { makeApp, TEST_PASSPHRASE, type TestApp } from '../support/make-app.ts';

// Whole processes that derive their key one after the other.
vi.setConfig({ testTimeout: 240_000 });

const PROGRAM = fileURLToPath(new URL('../../src/main/hosts/cli/index.ts', import.meta.url));
const PROCESSES = 6;

type Ended = { readonly code: number; readonly stderr: string };

async function adiuva(dataDir: string, args: readonly string[]): Promise<Ended> {
  const env = { ...process.env, ADIUVA_PASSPHRASE: TEST_PASSPHRASE };
  try {
    const { stderr } = await promisify(execFile)(
      process.execPath,
      [PROGRAM, '--data-dir', dataDir, '--json', ...args],
      { env },
    );
    return { code: 0, stderr };
  } catch (error) {
    const { code, stderr } = error as Error & Ended; // execFile's own error
    return { code, stderr };
  }
}

async function connected(t: TestApp) {
  const client = await connectControl(t.dataDir);
  invariant(client, 'the app answers');
  return client;
}

describe('commands on one folder at the same time', () => {
  it('all end well, whoever of them holds the folder', async () => {
    await using t = await makeApp();
    await t.app.close();
    const runs = Array.from({ length: PROCESSES }, (_, index) =>
      // Half of them let the others in while they work, half keep the folder to themselves.
      index % 2 === 0
        ? adiuva(t.dataDir, ['call', 'tasks.create', JSON.stringify({ title: `task ${index}` })])
        : adiuva(t.dataDir, ['add', `task ${index}`]),
    );
    expect(await Promise.all(runs)).toEqual(runs.map(() => ({ code: 0, stderr: '' })));

    const again = await t.reopen();
    const { items } = await again.api.tasks.list({});
    // Each once: what may have been begun is never asked of a second process.
    expect(items.map((task) => task.title).sort()).toEqual(runs.map((_, index) => `task ${index}`));
    await again.app.close();
  });
});

describe('a line to a process that ends', () => {
  it('tells what it certainly did not begin, and lets running calls end', async () => {
    await using t = await makeApp();
    const socket = await startControlSocket(t.app, { dataDir: t.dataDir, host: 'cli' });
    const client = await connected(t);
    const running = client.call('tasks.create', { title: 'running' });
    // Until the call has reached the other end.
    while ((await t.api.tasks.list({})).total === 0) await wait(1);
    await socket.close();

    await expect(running).resolves.toMatchObject({ item: { title: 'running' } });
    const late: unknown = await client
      .call('tasks.create', { title: 'late' })
      .catch((error: unknown) => error);
    expect(wasNotBegun(late)).toBe(true);
    expect((await t.api.tasks.list({})).total).toBe(1);
  });

  it('does not say so of a line that just broke', async () => {
    await using t = await makeApp();
    const socket = await startControlSocket(t.app, {
      dataDir: t.dataDir,
      host: 'cli',
      hostCalls: { hang: () => new Promise(() => undefined) },
    });
    const client = await connected(t);
    const asked = client.callHost('hang').catch((error: unknown) => error);
    // The host gives up waiting for its own call after a while, as one does that hangs.
    await socket.close();
    expect(await asked).toMatchObject({ code: 'host_unavailable' });
    expect(wasNotBegun(await asked)).toBe(false);
  });

  it('goes on in this process with what was asked', async () => {
    await using t = await makeApp();
    const socket = await startControlSocket(t.app, { dataDir: t.dataDir, host: 'cli' });
    const lines: Line[] = [];
    const line = createMovingLine(createRemoteLine(await connected(t)), async () => {
      const next = createLocalLine(t.app, async () => undefined);
      lines.push(next);
      return next;
    });
    await line.api.tasks.create({ title: 'asked of the other' });
    await socket.close();
    await Promise.all([
      line.api.tasks.create({ title: 'asked of this one' }),
      line.api.tasks.create({ title: 'and this' }),
    ]);

    expect(lines).toHaveLength(1);
    expect(line.host).toBe('local');
    expect((await t.api.tasks.list({})).total).toBe(3);
    await line.close();
  });
});
