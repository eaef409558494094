import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import {
  createBackup,
  createVault,
  drillBackup,
  openVault,
  readHead,
  verifyVault,
  type Vault,
} from '#main/engine/vault/index.ts';
import { createTransfer } from '#main/engine/vault/targets/index.ts';
import { makeBackedStore, PHRASE, vaultDeps, type BackedStore } from '../support/backed-store.ts';
import { startBlobServer, type BlobServer } from '../support/blob-server.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';

const [{ driver }] = await driversUnderTest();
const PACK = /\/packs\//;
const HEAD = /\/head$/;

describe('a server', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let server: BlobServer;
  let store: BackedStore;
  let vault: Vault;
  const at = (name: string): string => join(folder.path, name);

  beforeEach(async () => {
    folder = temporaryFolder();
    server = await startBlobServer();
    store = await makeBackedStore(driver, at('data'));
    await store.add(30, 2_000);
    vault = await createVault(vaultDeps({ target: server.target(), stateFolder: at('state') }), PHRASE);
    await createBackup(vault, store.source);
    await store.touch(2);
  });
  afterEach(async () => {
    await store.close();
    await server.stop();
    folder[Symbol.dispose]();
  });

  const sequences = async (of = vault): Promise<readonly number[]> =>
    (await readHead(of)).head.backups.map(({ sequence }) => sequence);

  async function expectWhole(): Promise<void> {
    server.clearFaults();
    expect(await verifyVault(vault, { readData: true })).toMatchObject({ problems: [], brokenBackups: [] });
    const newest = (await readHead(vault)).head.backups.at(-1);
    if (!newest) throw new Error('there is a backup');
    const options = { parentFolder: at('throw-away'), driver, expected: await store.content() };
    expect((await drillBackup(vault, newest, options)).differing).toEqual([]);
  }

  it('that says it keeps a pack and does not: it is sent again before the backup is listed', async () => {
    server.fault({ kind: 'lose', method: 'PUT', name: PACK, times: 1 });
    await createBackup(vault, store.source);
    expect(await sequences()).toEqual([1, 2]);
    await expectWhole();
  });

  it('that keeps losing packs: nothing is listed, and the former backups stay', async () => {
    server.fault({ kind: 'lose', method: 'PUT', name: PACK });
    await expect(createBackup(vault, store.source)).rejects.toMatchObject({ code: 'store_busy' });
    expect(await sequences()).toEqual([1]);
    server.clearFaults();
    await createBackup(vault, store.source);
    await expectWhole();
  });

  it('whose answer about the list is lost: the backup is listed once', async () => {
    server.fault({ kind: 'cutAfter', method: 'PUT', name: HEAD, times: 1 });
    await createBackup(vault, store.source);
    expect(await sequences()).toEqual([1, 2]);
    await expectWhole();
  });

  it(
    'that is cut, slow to answer right and full: former backups stay, and the next one goes on',
    { timeout: 240_000 },
    async () => {
      for (const name of [PACK, /\/indexes\//, /\/manifests\//, HEAD]) {
        for (const fault of [
          { kind: 'cutBefore' },
          { kind: 'cutAfter' },
          { kind: 'status', status: 500 },
          { kind: 'status', status: 507 },
        ] as const) {
          const before = await sequences();
          server.fault({ ...fault, method: 'PUT', name, times: 1 });
          await createBackup(vault, store.source).catch(() => null);
          server.clearFaults();
          const after = await sequences();
          expect(after.slice(0, before.length)).toEqual(before);
          expect(await verifyVault(vault)).toMatchObject({ problems: [], brokenBackups: [] });
          await store.touch(5);
        }
      }
      await createBackup(vault, store.source);
      await expectWhole();
    },
  );

  it('that fails now and then: tries again by themselves bring it through', async () => {
    const target = createTransfer(server.target(), { retryBaseMs: 5 });
    const patient = await openVault(vaultDeps({ target, stateFolder: at('state') }), { phrase: PHRASE });
    server.fault({ kind: 'status', status: 503, method: 'PUT', times: 3 });
    server.fault({ kind: 'cutAfter', method: 'PUT', name: HEAD, times: 1 });
    server.fault({ kind: 'halfAnswer', method: 'GET', times: 2 });
    await createBackup(patient, store.source);
    expect(await sequences()).toEqual([1, 2]);
    await expectWhole();
  });

  it('that takes a request, or sends half an answer, and says nothing more: given up in time, and gone on with', async () => {
    const patience = { firstByteMs: 300, idleMs: 300 };
    const bare = await openVault(
      vaultDeps({ target: server.target({ patience }), stateFolder: at('state') }),
      { phrase: PHRASE },
    );
    for (const fault of [
      { kind: 'stall', method: 'PUT', name: PACK },
      { kind: 'stall', method: 'PUT', name: HEAD },
      { kind: 'stallAnswer', method: 'GET', name: HEAD },
    ] as const) {
      server.fault(fault);
      const startedAt = performance.now();
      await expect(createBackup(bare, store.source)).rejects.toMatchObject({ code: 'unreachable' });
      expect(performance.now() - startedAt).toBeLessThan(15_000);
      server.clearFaults();
      expect(await sequences()).toEqual([1]);
    }
    const target = createTransfer(server.target({ patience }), { retryBaseMs: 5 });
    const patient = await openVault(vaultDeps({ target, stateFolder: at('state') }), { phrase: PHRASE });
    for (const method of ['PUT', 'GET']) server.fault({ kind: 'stall', method, times: 2 });
    server.fault({ kind: 'stallAnswer', method: 'GET', times: 1 });
    await createBackup(patient, store.source);
    expect(await sequences()).toEqual([1, 2]);
    const [, entry] = (await readHead(patient)).head.backups;
    if (!entry) throw new Error('there is a backup');
    server.fault({ kind: 'stallAnswer', method: 'GET', name: PACK, times: 1 });
    const options = { parentFolder: at('throw-away'), driver, expected: await store.content() };
    expect((await drillBackup(patient, entry, options)).differing).toEqual([]);
    await expectWhole();
  });

  it('that shows an older list again: it is noticed, and nothing is written on it', async () => {
    server.fault({ kind: 'stale', method: 'GET', name: HEAD });
    await createBackup(vault, store.source).catch(() => null);
    const kept = server.objects.size;
    await expect(createBackup(vault, store.source)).rejects.toMatchObject({ code: 'backup_rolled_back' });
    expect(server.objects.size).toBe(kept);
    server.clearFaults();
    await createBackup(vault, store.source);
    await expectWhole();
  });

  it('that lets two devices write over each other: the one that lost its backup is told', async () => {
    const desk = vaultDeps({ target: server.target(), stateFolder: at('desk'), device: 'desktop' });
    const other = await openVault(desk, { phrase: PHRASE });
    const before = server.snapshot();
    await createBackup(other, store.source);
    // The other one's list is lost, as where a server does not keep to conditions.
    before();
    await createBackup(vault, store.source);
    await expect(readHead(other)).rejects.toMatchObject({ code: 'backup_forked' });
    await expect(createBackup(other, store.source)).rejects.toMatchObject({ code: 'backup_forked' });
  });

  it('that flips a bit of what is read: refused, and right the next time', async () => {
    const [entry] = (await readHead(vault)).head.backups;
    if (!entry) throw new Error('there is a backup');
    const options = { parentFolder: at('throw-away'), driver };
    server.fault({ kind: 'flip', method: 'GET', name: PACK, times: 1 });
    await expect(drillBackup(vault, entry, options)).rejects.toMatchObject({ code: 'backup_damaged' });
    expect((await drillBackup(vault, entry, options)).rowCounts).toEqual(entry.rowCounts);
  });

  it('whose clock is 40 days off: backups and their list are not moved by it', async () => {
    for (const days of [40, -40]) {
      server.setClock(days * 86_400_000);
      await createBackup(vault, store.source).catch((error: unknown) => {
        // A server that signs by time may refuse a caller whose clock differs so much; nothing is listed then.
        expect(error).toMatchObject({ code: expect.stringMatching(/sign_in_refused|forbidden/) });
      });
    }
    server.setClock(0);
    await createBackup(vault, store.source);
    await expectWhole();
  });
});
