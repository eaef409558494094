import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withBuildLock } from '#tools/build/build-lock.ts';

let folder: string;
let lock: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-lock-'));
  lock = join(folder, 'build.lock');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('two builds at once run one after the other', async () => {
  const events: string[] = [];
  const build = (name: string) => async (): Promise<void> => {
    events.push(`${name} begins`);
    await sleep(30);
    events.push(`${name} ends`);
  };
  await Promise.all([withBuildLock(build('first'), lock), withBuildLock(build('second'), lock)]);
  expect(events).toHaveLength(4);
  expect(events[1]).toBe(events[0]?.replace('begins', 'ends'));
});

test('the lock of a process that is gone is taken over', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  await writeFile(lock, String(pid));
  expect(await withBuildLock(async () => readFile(lock, 'utf8'), lock)).toBe(String(process.pid));
});

test('a build that fails lets the next one in', async () => {
  const failing = withBuildLock(async () => {
    throw new Error('no');
  }, lock);
  await expect(failing).rejects.toThrow('no');
  expect(await withBuildLock(async () => 'built', lock)).toBe('built');
});
