import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '#main/db/open-store-lock.ts';
import type { FolderLock } from '#main/db/open-store-lock.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';
import { SLOTS, closeOpened, doorTo, unlockDoor } from '../support/store-door.ts';

const CONTENDER = fileURLToPath(new URL('../support/lock-contender.ts', import.meta.url));

type Answer = { held: boolean; tookOver?: boolean; pid?: number };

describe('the lock of a data folder', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let path: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder.path, 'adiuva.lock');
  });

  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
    folder[Symbol.dispose]();
  });

  async function contend(): Promise<{ child: ChildProcess; answer: Answer }> {
    const child = spawn(process.execPath, [CONTENDER, path], { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    if (!child.stdout) throw new Error('the contender has no output');
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return { child, answer: JSON.parse(line) as Answer }; // written by lock-contender.ts
  }

  async function take(): Promise<FolderLock> {
    const answer = await lockFolder(path);
    if (!answer.held) throw new Error(`held by ${answer.pid}`);
    return answer.lock;
  }

  const holder = (): Record<string, unknown> => JSON.parse(readFileSync(path, 'utf8'));

  it('is given to one, told to the next, and free again after release', async () => {
    const lock = await take();
    expect(lock.tookOver).toBe(false);
    expect(await lockFolder(path)).toEqual({ held: false, pid: process.pid });
    const { answer } = await contend();
    expect(answer).toEqual({ held: false, pid: process.pid });
    await lock.release();
    expect(existsSync(path)).toBe(false);
    await (await take()).release();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('is taken over from a process that was killed, and only then', async () => {
    const { child, answer } = await contend();
    expect(answer).toEqual({ held: true, tookOver: false });
    expect(await lockFolder(path)).toEqual({ held: false, pid: child.pid });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = await take();
    expect(lock.tookOver).toBe(true);
    await lock.release();
  });

  it('is not held by another process that got the same id later', async () => {
    await (await take()).release();
    const lock = await take();
    const mine = holder();
    await lock.release();
    expect(mine['startedAt']).toBeTruthy();
    writeFileSync(path, JSON.stringify({ ...mine, startedAt: '1' }));
    const next = await take();
    expect(next.tookOver).toBe(true);
    await next.release();
    writeFileSync(path, JSON.stringify({ ...mine, token: 'another holder of this very process' }));
    expect(await lockFolder(path)).toEqual({ held: false, pid: process.pid });
  });

  it('of an earlier start of this machine counts for nothing', async () => {
    const lock = await take();
    const mine = holder();
    await lock.release();
    writeFileSync(path, JSON.stringify({ ...mine, bootId: 'an-earlier-start' }));
    const next = await take();
    expect(next.tookOver).toBe(true);
    await next.release();
  });

  it('of another machine or container counts as long as its heartbeat is fresh', async () => {
    const lock = await take();
    const mine = holder();
    await lock.release();
    const foreign = [
      { ...mine, host: 'another-machine', bootId: 'its-own', pid: 1 },
      { ...mine, space: 'pid:[1]', pid: 1 },
    ];
    for (const other of foreign) {
      writeFileSync(path, JSON.stringify(other));
      expect(await lockFolder(path)).toEqual({ held: false, pid: 1 });
      const fiveMinutesAgo = new Date(Date.now() - 300_000);
      utimesSync(path, fiveMinutesAgo, fiveMinutesAgo);
      await (await take()).release();
    }
  });

  it('is taken over where the file says nothing, or a take-over was cut short', async () => {
    for (const text of ['', '{"pid":', '[]', '{"pid":-1}']) {
      writeFileSync(path, text);
      const lock = await take();
      expect(lock.tookOver).toBe(true);
      await lock.release();
    }
    writeFileSync(path, '');
    mkdirSync(`${path}.takeover`);
    const minuteAgo = new Date(Date.now() - 60_000);
    utimesSync(`${path}.takeover`, minuteAgo, minuteAgo);
    const lock = await take();
    await lock.release();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('release takes nothing from the one who came after', async () => {
    const lock = await take();
    const text = JSON.stringify({ ...holder(), token: 'the next holder' });
    writeFileSync(path, text);
    await lock.release();
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('goes to exactly one of many that find it stale at the same moment', { timeout: 60_000 }, async () => {
    const rounds = 3;
    const contenders = 6;
    for (let round = 0; round < rounds; round += 1) {
      const lock = await take();
      const stale = JSON.stringify({ ...holder(), startedAt: '1' });
      await lock.release();
      writeFileSync(path, stale);
      const results = await Promise.all(Array.from({ length: contenders }, () => contend()));
      const winners = results.filter(({ answer }) => answer.held);
      expect(winners.map(({ answer }) => answer)).toEqual([{ held: true, tookOver: true }]);
      expect(results.filter(({ answer }) => answer.pid === winners[0]?.child.pid)).toHaveLength(
        contenders - 1,
      );
      for (const { child } of winners) {
        child.stdin?.end();
        await once(child, 'exit');
      }
      expect(existsSync(path)).toBe(false);
    }
  });
});

describe('a second instance', () => {
  it('is told the process id, can change nothing, and gets in when the first has closed', async () => {
    const [{ driver }] = await driversUnderTest();
    using folder = temporaryFolder();
    const first = doorTo(folder.path, driver);
    const { opened } = await first.create(SLOTS);
    const second = doorTo(folder.path, driver);
    expect(await second.look()).toEqual({ state: 'second_instance', pid: process.pid });
    expect(await second.unlock({ kind: 'keychain' })).toEqual({ state: 'second_instance', pid: process.pid });
    for (const change of [
      () => second.create(SLOTS),
      () => second.bringInPlaintext(SLOTS),
      () => second.salvage({ kind: 'keychain' }),
    ]) {
      await expect(change()).rejects.toMatchObject({ code: 'store_in_use', details: { pid: process.pid } });
    }
    await closeOpened(opened);
    await first.close();
    const again = await unlockDoor(second);
    expect(again.warnings).toEqual([]);
    await closeOpened(again);
    await second.close();
  });

  it('warns after an end without closing', async () => {
    const [{ driver }] = await driversUnderTest();
    using folder = temporaryFolder();
    const first = doorTo(folder.path, driver);
    const { opened } = await first.create(SLOTS);
    await closeOpened(opened);
    const path = join(folder.path, 'adiuva.lock');
    const text = readFileSync(path, 'utf8');
    await first.close();
    writeFileSync(path, JSON.stringify({ ...JSON.parse(text), startedAt: '1' }));
    await using door = doorTo(folder.path, driver);
    const again = await unlockDoor(door);
    expect(again.warnings).toMatchObject([{ kind: 'unclean_recovery' }]);
    await closeOpened(again);
  });
});
