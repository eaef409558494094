import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '#tools/build/parts.ts';

let folder: string;
let started: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-start-'));
});

afterEach(async () => {
  if (started?.exitCode === null && started.signalCode === null) {
    started.kill('SIGKILL');
    await once(started, 'exit');
  }
  await rm(folder, { recursive: true });
});

test('without a display `npm start` says so in one line and serves the app to the browser', async () => {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  const child = spawn(process.execPath, ['tools/start.ts', '--data-dir', folder, '--port', '0'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started = child;
  let said = '';
  let health: number | undefined;
  for await (const chunk of child.stderr.setEncoding('utf8')) {
    said += String(chunk);
    const origin = /Adiuva is at (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
    if (origin === undefined || health !== undefined) continue;
    health = (await fetch(`${origin}/health`)).status;
    child.kill('SIGTERM');
  }
  if (child.exitCode === null) await once(child, 'exit');
  expect(said).toContain('Opening in the browser instead of a window: there is no display.\n');
  expect(health).toBe(200);
  expect(child.exitCode).toBe(0);
}, 120_000);
