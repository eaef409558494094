import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAdiuva, type Adiuva, type Caller } from '#main/compose.ts';
import type { Keychain } from '#main/engine/secrets/index.ts';
import { createLogs } from '#main/log/index.ts';
import { keychainOver } from '../support/memory-keychain.ts';
import { mountDisk, whyNoSmallDisk, type SmallDisk } from '../support/small-disk.ts';

const noDisk = whyNoSmallDisk();
if (noDisk) process.stderr.write(`a full disk while the app works not tested: ${noDisk}\n`);

const MEGABYTES = 24;

describe('a disk that fills up while the app works', () => {
  let disk: SmallDisk;
  let keychain: Keychain;

  beforeEach((context) => {
    if (noDisk) context.skip(noDisk);
    disk = mountDisk(MEGABYTES);
    keychain = keychainOver(new Map());
  });
  afterEach(() => disk?.[Symbol.dispose]());

  function open(): Adiuva {
    return createAdiuva({ dataDir: disk.path, host: 'test', keychain });
  }

  async function setUp(app: Adiuva): Promise<Caller> {
    const api = app.caller();
    await api.system.setup({ useKeychain: true });
    await api.system.finishOnboarding();
    return api;
  }

  async function reopen(): Promise<Adiuva> {
    const app = open();
    expect(await app.openQuietly()).toMatchObject({ state: 'ready' });
    return app;
  }

  /** Writes notes until one is refused; answers the ids of those that were acknowledged, and the refusal. */
  async function writeUntilRefused(api: Caller): Promise<{ ids: string[]; refusal: unknown }> {
    const ids: string[] = [];
    while (ids.length < 5_000) {
      try {
        const body = randomBytes(3_000).toString('base64');
        ids.push((await api.notes.create({ title: `note ${ids.length}`, body })).item.id);
      } catch (refusal) {
        return { ids, refusal };
      }
    }
    return { ids, refusal: null };
  }

  async function titlesOf(api: Caller, total: number): Promise<Map<string, string>> {
    const titles = new Map<string, string>();
    let cursor: string | undefined;
    do {
      const page = await api.notes.list({ limit: 500, cursor });
      for (const { id, title } of page.items) titles.set(id, title);
      expect(page.total).toBe(total);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return titles;
  }

  it('refuses the write in clear words, still shows everything, and goes on when there is room', async () => {
    await using app = open();
    const api = await setUp(app);
    const before = (await api.tasks.create({ title: 'made before' })).item;
    const free = disk.fill(3_000_000);
    const { ids, refusal } = await writeUntilRefused(api);
    expect(refusal).toMatchObject({
      cause: { code: 'disk_full' },
      message: expect.stringMatching(/disk is full.*not saved.*safe.*Free some space/i),
    });
    expect(ids.length).toBeGreaterThan(20);

    // Other writes are told the same; reading works throughout.
    await expect(
      api.notes.create({
        title: 'too much',
        body: randomBytes(1_500_000).toString('hex').slice(0, 1_900_000),
      }),
    ).rejects.toMatchObject({ cause: { code: 'disk_full' } });
    expect([...(await titlesOf(api, ids.length)).keys()].toSorted()).toEqual(ids.toSorted());
    expect(await api.tasks.get({ id: before.id })).toMatchObject({ title: 'made before' });

    free();
    const after = (await api.notes.create({ title: 'made after' })).item;
    await api.tasks.update({ ids: [before.id], patch: { title: 'changed after' } });
    await app.workspace().search.catchUp();
    const { hits } = await api.search.query({ query: 'made after' });
    expect(hits.map(({ id }) => id)).toContain(after.id);
    await app.close();

    await using again = await reopen();
    const found = await titlesOf(again.caller(), ids.length + 1);
    for (const [index, id] of ids.entries()) expect(found.get(id)).toBe(`note ${index}`);
    const report = await again.caller().system.doctor();
    expect(report.integrity).toEqual({ ok: true, problems: [] });
    await again.workspace().search.catchUp();
    expect((await again.caller().system.doctor()).searchIndex).toMatchObject({
      indexedSeq: report.searchIndex.lastSeq,
      documents: ids.length + 2,
    });
  });

  it('closes in order while full, and opens again with all of it', async () => {
    const app = open();
    const api = await setUp(app);
    const free = disk.fill(2_000_000);
    const { ids, refusal } = await writeUntilRefused(api);
    expect(refusal).toMatchObject({ cause: { code: 'disk_full' } });
    await app.close();
    free();
    await using again = await reopen();
    expect([...(await titlesOf(again.caller(), ids.length)).keys()].toSorted()).toEqual(ids.toSorted());
  });

  it('ends an import with a reason, keeps what it had finished, and finishes it when told to go on', async () => {
    const source = mkdtempSync(join(tmpdir(), 'adiuva-vault-'));
    try {
      for (let index = 0; index < 400; index += 1) {
        writeFileSync(join(source, `Note ${index}.md`), randomBytes(9_000).toString('base64'));
      }
      await using app = open();
      const api = await setUp(app);
      const free = disk.fill(4_000_000);
      const { jobId } = await api.imports.start({ source: { path: source }, isDryRun: false });
      const stopped = await api.jobs.wait({ id: jobId });
      expect(stopped).toMatchObject({ status: 'failed', error: { code: 'disk_full' } });
      expect(stopped.error?.message).toMatch(/Free some space/);
      const { total } = await api.notes.list({ limit: 1 });
      expect(total).toBeLessThan(400);

      free();
      await api.jobs.retry({ id: jobId });
      expect(await api.jobs.wait({ id: jobId })).toMatchObject({ status: 'done' });
      expect((await api.notes.list({ limit: 1 })).total).toBe(400);
      await api.imports.undo({ jobId });
      expect((await api.notes.list({ limit: 1 })).total).toBe(0);
    } finally {
      rmSync(source, { recursive: true });
    }
  });

  it('costs log lines, never the work they describe', async () => {
    const logs = createLogs({ dataDir: disk.path, levels: 'debug' });
    await using app = createAdiuva({ dataDir: disk.path, host: 'test', keychain, logs });
    const api = await setUp(app);
    const free = disk.fill(0);
    // Reading is logged too, and there is no room for a line.
    for (let index = 0; index < 50; index += 1) expect((await api.notes.list({ limit: 1 })).total).toBe(0);
    free();
    expect((await api.notes.create({ title: 'after it' })).item.title).toBe('after it');
    await logs.close();
  });
});
