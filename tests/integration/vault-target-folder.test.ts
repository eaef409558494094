import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFolderTarget } from '#main/engine/vault/targets/folder-target.ts';
import { createThrottle } from '#main/engine/vault/targets/throttle.ts';
import { blobContract, collect } from '../support/blob-contract.ts';
import { mountDisk, whyNoSmallDisk } from '../support/small-disk.ts';

let base = '';
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'adiuva-folder-target-'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

function newFolder(name: string): string {
  return mkdtempSync(join(base, `${name}-`));
}

describe('a folder keeps what every target promises', () => {
  let folder = '';
  beforeAll(() => {
    folder = newFolder('contract');
  });
  blobContract(() => createFolderTarget({ folder }));
});

describe('a folder', () => {
  test('that is gone, or is another one in its place, is told and never made anew', async () => {
    const folder = newFolder('drive');
    const target = createFolderTarget({ folder });
    await target.put('head', Buffer.from('here'), {});
    renameSync(folder, `${folder}-away`);
    for (const asked of [
      () => target.put('head', Buffer.from('x'), {}),
      () => target.get('head'),
      () => target.stat('head'),
      () => target.now(),
      () => collect(target, ''),
    ]) {
      await expect(asked()).rejects.toMatchObject({ code: 'unreachable' });
    }
    expect(readdirSync(base)).not.toContain(basename(folder));
    // An empty mount point is not the drive.
    mkdirSync(folder);
    await expect(target.put('head', Buffer.from('x'), {})).rejects.toMatchObject({ code: 'unreachable' });
    await expect(target.get('head')).rejects.toMatchObject({ code: 'unreachable' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('shows nothing of a write that did not end, and takes old ones away', async () => {
    const folder = newFolder('partial');
    await createFolderTarget({ folder }).put('g1/packs/p', Buffer.from('p'), {});
    const [old, young] = ['old', 'young'].map((name) => join(folder, '.partial', name));
    if (old === undefined || young === undefined) throw new Error('no paths');
    for (const path of [old, young]) writeFileSync(path, 'half');
    const twoDaysAgo = Date.now() / 1000 - 2 * 86_400;
    utimesSync(old, twoDaysAgo, twoDaysAgo);
    const target = createFolderTarget({ folder });
    await target.put('g1/packs/q', Buffer.from('q'), {});
    expect(readdirSync(join(folder, '.partial'))).toEqual(['young']);
    const names = (await collect(target, '')).map(({ name }) => name);
    expect(names.toSorted()).toEqual(['g1/packs/p', 'g1/packs/q']);
  });

  test('is not led elsewhere by a link in it', async () => {
    const folder = newFolder('linked');
    const elsewhere = newFolder('elsewhere');
    writeFileSync(join(elsewhere, 'secret'), 'not ours');
    symlinkSync(elsewhere, join(folder, 'g1'));
    symlinkSync(join(elsewhere, 'secret'), join(folder, 'head'));
    const target = createFolderTarget({ folder });
    await expect(target.put('g1/p', Buffer.from('p'), {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(target.get('head')).rejects.toMatchObject({ code: 'forbidden' });
    await target.put('head', Buffer.from('ours'), {});
    expect(readdirSync(elsewhere)).toEqual(['secret']);
    expect(statSync(join(elsewhere, 'secret')).size).toBe('not ours'.length);
  });

  test('takes the lock of a writer that was killed over at once', async () => {
    const folder = newFolder('killed');
    const locking = `
      import { lockFolder } from '#main/db/open-store-lock.ts';
      const answer = await lockFolder(process.argv[1]);
      process.stdout.write(String(answer.held));
      setInterval(() => {}, 1000);`;
    mkdirSync(join(folder, '.locks'));
    const path = join(folder, '.locks', 'head.lock');
    const holder = spawn(process.execPath, ['--input-type=module', '-e', locking, path]);
    expect(String((await once(holder.stdout, 'data'))[0])).toBe('true');
    const target = createFolderTarget({ folder });
    const soon = AbortSignal.timeout(300);
    const waiting = target.put('head', Buffer.from('x'), { ifMatch: null, signal: soon });
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    await target.put('head', Buffer.from('after'), { ifMatch: null });
    expect(Buffer.from((await target.get('head')).bytes).toString()).toBe('after');
  });

  test('goes on soon after a writer that was killed while it took a lock over', async () => {
    const folder = newFolder('killed-taking-over');
    const path = join(folder, '.locks', 'head.lock');
    mkdirSync(`${path}.takeover`, { recursive: true });
    writeFileSync(path, 'of nobody who is still there');
    const startedAt = performance.now();
    const target = createFolderTarget({ folder });
    await target.put('head', Buffer.from('after'), { ifMatch: null });
    expect(Buffer.from((await target.get('head')).bytes).toString()).toBe('after');
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(readdirSync(join(folder, '.locks'))).toEqual([]);
  });

  test('tells whoever waits in vain that another program writes to this backup', async () => {
    const folder = newFolder('always-locked');
    const path = join(folder, '.locks', 'head.lock');
    mkdirSync(`${path}.takeover`, { recursive: true });
    writeFileSync(path, 'of nobody who is still there');
    // Others that take it over again and again look like this from here.
    const later = Date.now() / 1000 + 3_600;
    utimesSync(`${path}.takeover`, later, later);
    const waiting = createFolderTarget({ folder, lockWaitMs: 500 }).put('head', Buffer.from('x'), {
      ifMatch: null,
    });
    await expect(waiting).rejects.toMatchObject({
      code: 'store_busy',
      message: expect.stringContaining('Another program has been writing to this backup'),
    });
  });

  test('is written no faster than it may be', async () => {
    const folder = newFolder('slow');
    const throttle = createThrottle(() => 1_000_000);
    const target = createFolderTarget({ folder, throttle });
    const startedAt = performance.now();
    await Promise.all([1, 2].map((n) => target.put(`g1/packs/p${n}`, Buffer.alloc(250_000), {})));
    const seconds = (performance.now() - startedAt) / 1000;
    expect(seconds).toBeGreaterThan(0.4);
    expect(seconds).toBeLessThan(3);
  });

  test.skipIf(whyNoSmallDisk() !== null)('that is full or read-only keeps what it had', async () => {
    using disk = mountDisk(4);
    const target = createFolderTarget({ folder: disk.path });
    const { etag } = await target.put('head', Buffer.alloc(1_000, 1), { ifMatch: null });
    const tooMuch = target.put('head', Buffer.alloc(6_000_000, 2), { ifMatch: etag });
    await expect(tooMuch).rejects.toMatchObject({ code: 'quota_exceeded' });
    const kept = await target.get('head');
    expect([kept.bytes.length, kept.bytes[0], kept.etag]).toEqual([1_000, 1, etag]);
    expect(readdirSync(join(disk.path, '.partial'))).toEqual([]);
    disk.setReadOnly(true);
    const refused = target.put('head', Buffer.alloc(10), { ifMatch: etag });
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    expect((await target.get('head')).bytes).toHaveLength(1_000);
  });
});
