import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { BlobInfo, BlobTarget } from '#main/engine/vault/targets/blob-target.ts';

/**
 * What every kind of target promises. `open` gives another door to the same place each time, where an earlier try may
 * have left its own.
 */
export function blobContract(open: () => Promise<BlobTarget> | BlobTarget): void {
  test('what was put is read whole, in parts, and told by size', async () => {
    const target = await open();
    const bytes = randomBytes(300_000);
    const { etag } = await target.put('g1/packs/whole', bytes, {});
    const read = await target.get('g1/packs/whole');
    expect(hash(read.bytes)).toBe(hash(bytes));
    expect(read.etag).toBe(etag);
    const part = await target.get('g1/packs/whole', { range: { start: 70_000, length: 1_000 } });
    expect(hash(part.bytes)).toBe(hash(bytes.subarray(70_000, 71_000)));
    const end = await target.get('g1/packs/whole', { range: { start: 299_990, length: 50 } });
    expect(hash(end.bytes)).toBe(hash(bytes.subarray(299_990)));
    expect(await target.stat('g1/packs/whole')).toMatchObject({ sizeBytes: 300_000, etag });
    await target.put('g1/packs/empty', new Uint8Array(), {});
    expect((await target.get('g1/packs/empty')).bytes).toHaveLength(0);
  });

  test('what is not there is told as such, and removing it is no error', async () => {
    const target = await open();
    await expect(target.get('g9/packs/none')).rejects.toMatchObject({ code: 'not_found' });
    expect(await target.stat('g9/packs/none')).toBeUndefined();
    await target.remove('g9/packs/none');
    expect(await collect(target, 'g9/')).toEqual([]);
    await target.put('g9/packs/one', Buffer.from('one'), {});
    await target.remove('g9/packs/one');
    await target.remove('g9/packs/one');
    expect(await target.stat('g9/packs/one')).toBeUndefined();
    await expect(target.get('../outside')).rejects.toThrow('Invariant');
  });

  test('a put with a condition changes only what it knew', async () => {
    const target = await open();
    await target.remove('head-a');
    const first = await target.put('head-a', Buffer.from('first'), { ifMatch: null });
    await refused(target.put('head-a', Buffer.from('other'), { ifMatch: null }));
    const second = await target.put('head-a', Buffer.from('second'), { ifMatch: first.etag });
    await refused(target.put('head-a', Buffer.from('late'), { ifMatch: first.etag }));
    await refused(target.put('head-none', Buffer.from('x'), { ifMatch: first.etag }));
    const now = await (await open()).get('head-a');
    expect([Buffer.from(now.bytes).toString(), now.etag]).toEqual(['second', second.etag]);
    expect(await target.stat('head-none')).toBeUndefined();
  });

  test('of many that change the same at once each change builds on the one before', async () => {
    const target = await open();
    await target.remove('head-b');
    await target.put('head-b', Buffer.from('0'), { ifMatch: null });
    const workers = await Promise.all(Array.from({ length: 4 }, async () => open()));
    await Promise.all(workers.map((worker) => countUp(worker, 'head-b', 5)));
    expect(Buffer.from((await (await open()).get('head-b')).bytes).toString()).toBe('20');
  });

  test('a list has every name below a prefix, also of many', async () => {
    const target = await open();
    const names = Array.from({ length: 25 }, (_, index) => `g2/indexes/i${String(index).padStart(3, '0')}`);
    for (const name of [...names, 'g2/manifests/m1', 'g22/indexes/x']) {
      await target.put(name, Buffer.from(name), {});
    }
    const listed = await collect(target, 'g2/indexes/');
    expect(listed.map(({ name }) => name)).toEqual(names);
    expect(listed.map(({ sizeBytes }) => sizeBytes)).toEqual(names.map(({ length }) => length));
    expect(await collect(target, 'g2/')).toHaveLength(26);
    expect(await collect(target, 'g2/indexes/i02')).toHaveLength(5);
  });

  test('times are those of the target', async () => {
    const target = await open();
    const before = await target.now();
    await target.put('g3/doomed/d', Buffer.from('d'), {});
    const info = await target.stat('g3/doomed/d');
    const after = await target.now();
    // Some clocks tell whole seconds.
    expect(info?.modifiedAtMs).toBeGreaterThanOrEqual(before - 2_000);
    expect(info?.modifiedAtMs).toBeLessThanOrEqual(after + 2_000);
  });

  test('what is stopped says so', async () => {
    const target = await open();
    const signal = AbortSignal.abort();
    const put = target.put('g4/packs/p', Buffer.from('p'), { signal });
    await expect(put).rejects.toMatchObject({ code: 'cancelled' });
    expect(await target.stat('g4/packs/p')).toBeUndefined();
    await expect(target.get('g4/packs/p', { signal })).rejects.toMatchObject({ code: 'cancelled' });
  });
}

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function refused(work: Promise<unknown>): Promise<void> {
  await expect(work).rejects.toMatchObject({ code: 'conflict' });
}

export async function collect(target: BlobTarget, prefix: string): Promise<readonly BlobInfo[]> {
  const found: BlobInfo[] = [];
  for await (const info of target.list(prefix)) found.push(info);
  return found.toSorted((one, other) => one.name.localeCompare(other.name));
}

async function countUp(target: BlobTarget, name: string, times: number): Promise<void> {
  for (let done = 0; done < times;) {
    const { bytes, etag } = await target.get(name);
    const next = String(Number(Buffer.from(bytes).toString()) + 1);
    const written = await target.put(name, Buffer.from(next), { ifMatch: etag }).then(
      () => true,
      (error: { code?: string }) => {
        if (error.code === 'conflict') return false;
        throw error;
      },
    );
    if (written) done += 1;
  }
}
