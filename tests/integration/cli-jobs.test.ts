import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Job } from '#shared/contracts/jobs.ts';
import { runCommand, type CliOptions, type CliRun } from '../support/run-cli.ts';

const env = { ADIUVA_PASSPHRASE: 'correct horse battery' };
const NO_JOB = '018f0000-0000-7000-8000-000000000000';

let root: string;
let stop: AbortController;
let daemon: Promise<CliRun>;
let told = '';

function adiuva(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return runCommand(['--data-dir', join(root, 'data'), ...args], { env, ...options });
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-daemon-'));
  expect((await adiuva(['init', '--no-keychain', '--sample'])).exitCode).toBe(0);
  const ready = Promise.withResolvers<void>();
  stop = new AbortController();
  told = '';
  daemon = adiuva(['daemon'], {
    signal: stop.signal,
    onOutput: (text) => {
      told += text;
      if (told.includes('Working in the background')) ready.resolve();
    },
  });
  await Promise.race([ready.promise, daemon]);
});
afterEach(async () => {
  stop.abort();
  await daemon;
  await rm(root, { recursive: true, force: true });
});

async function startExport(): Promise<string> {
  const { json } = await adiuva(['call', 'exports.start', '{"zip":true}']);
  return (json as { jobId: string }).jobId;
}

describe('adiuva daemon', () => {
  test('does the work that other commands hand over, and says each job that ends', async () => {
    const id = await startExport();
    const watched = await adiuva(['jobs', 'watch', id]);
    expect([watched.exitCode, watched.json]).toMatchObject([0, { id, type: 'export', status: 'done' }]);
    const shown = (await adiuva(['jobs', 'show', id])).json as { job: Job };
    expect(shown.job).toMatchObject({ id, status: 'done', decisions: [], waitsFor: [] });
    await expect.poll(() => told).toContain(id);
    expect((await adiuva(['jobs', 'logs', id])).json).toEqual([]);
  });

  test('holds work back, cancels it and takes it up again as told', async () => {
    expect((await adiuva(['jobs', 'pause'])).json).toEqual({ isPaused: true });
    const id = await startExport();
    const held = (await adiuva(['jobs', 'list', '--active'])).json;
    expect(held).toMatchObject({ isPaused: true, items: [{ id, status: 'queued' }] });
    expect((await adiuva(['jobs', 'pause', id])).json).toMatchObject({ status: 'paused' });
    expect((await adiuva(['jobs', 'resume', id])).json).toMatchObject({ status: 'queued' });
    expect((await adiuva(['jobs', 'cancel', id])).json).toMatchObject({ status: 'cancelled' });
    expect((await adiuva(['jobs', 'retry', id])).json).toMatchObject({ status: 'queued' });
    expect((await adiuva(['jobs', 'resume'])).json).toEqual({ isPaused: false });
    expect((await adiuva(['jobs', 'watch', id])).json).toMatchObject({ id, status: 'done' });
  });

  test('says what cannot be done', async () => {
    const id = await startExport();
    await adiuva(['jobs', 'watch', id]);
    expect(await adiuva(['jobs', 'decide', id, 'skip'])).toMatchObject({
      exitCode: 1,
      json: { error: { code: 'conflict' } },
    });
    expect((await adiuva(['jobs', 'resume', id])).exitCode).toBe(1);
    expect((await adiuva(['jobs', 'show', NO_JOB])).exitCode).toBe(4);
    expect((await adiuva(['jobs', 'decide', id, 'maybe'])).exitCode).toBe(2);
    expect((await adiuva(['jobs', 'cancel'])).exitCode).toBe(2);
    expect(await adiuva(['daemon'])).toMatchObject({
      exitCode: 1,
      json: { error: { code: 'store_in_use' } },
    });
    expect((await adiuva(['schedules', 'list'])).json).toMatchObject([{ owner: 'app:brief' }]);
    expect((await adiuva(['schedules', 'run', NO_JOB])).exitCode).toBe(4);
  });

  test('ends when asked, and leaves the workspace to the next', async () => {
    const id = await startExport();
    await adiuva(['jobs', 'watch', id]);
    stop.abort();
    expect((await daemon).exitCode).toBe(0);
    expect((await adiuva(['jobs', 'list', '--limit', '2'])).json).toMatchObject({
      total: 1,
      items: [{ id }],
    });
  });
});
