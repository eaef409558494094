import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEgress, type EgressEntry } from '#main/engine/egress/index.ts';
import { createBackup, createVault, verifyVault } from '#main/engine/vault/index.ts';
import { checkTarget } from '#main/engine/vault/targets/check-target.ts';
import { createWebdavTarget } from '#main/engine/vault/targets/webdav-target.ts';
import { blobContract } from '../support/blob-contract.ts';
import { makeBackedStore, PHRASE, vaultDeps } from '../support/backed-store.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';
import { startWebdav, withoutLocks, type WebdavServer } from '../support/webdav-server.ts';

const [{ driver }] = await driversUnderTest();

let server: WebdavServer;
beforeAll(async () => {
  server = await startWebdav();
});
afterAll(() => server.stop());

const ledger: EgressEntry[] = [];
const egress = createEgress({ ledger: { note: (entry) => ledger.push(entry) } });

function target({ url = server.url, user = server.user, password = server.password } = {}) {
  const credentials = { user, password: () => Promise.resolve(password) };
  return createWebdavTarget({ url, credentials }, { egress });
}

describe('Apache keeps what every target promises', () => {
  blobContract(() => target());
});

describe('a WebDAV server', () => {
  test('is fit for a backup, and is left as it was', async () => {
    const before = readdirSync(server.folder).toSorted();
    await checkTarget(target());
    const after = readdirSync(server.folder).filter((name) => name !== '.adiuva-lock');
    expect(after.toSorted()).toEqual(before.filter((name) => name !== '.adiuva-lock'));
  });

  test('shows nothing of a write that was stopped', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    setTimeout(() => controller.abort(), 30);
    const large = target().put('g7/packs/cut', Buffer.alloc(30_000_000, 1), { signal });
    await expect(large).rejects.toMatchObject({ code: 'cancelled' });
    expect(await target().stat('g7/packs/cut')).toBeUndefined();
  });

  test('tells a wrong password and a folder that is not there', async () => {
    const wrong = target({ password: 'wrong' });
    await expect(wrong.get('head')).rejects.toMatchObject({ code: 'sign_in_refused' });
    const absent = target({ url: `${server.url}/none` });
    await expect(absent.now()).rejects.toMatchObject({ code: 'unreachable' });
    const put = absent.put('g1/packs/p', Buffer.from('p'), {});
    await expect(put).rejects.toMatchObject({ code: 'unreachable' });
    expect(JSON.stringify(ledger)).not.toContain('secret');
  });
});

test('a server without locks holds conditions by its own requests, and a backup on it is whole', async () => {
  const apache = await startWebdav();
  const door = await withoutLocks(apache);
  using folder = temporaryFolder();
  try {
    const open = () => target({ ...apache, url: door.url });
    await checkTarget(open());
    const first = await open().put('plain-head', Buffer.from('first'), { ifMatch: null });
    const second = await open().put('plain-head', Buffer.from('second'), { ifMatch: first.etag });
    for (const ifMatch of [null, first.etag])
      await expect(open().put('plain-head', Buffer.from('late'), { ifMatch })).rejects.toMatchObject({
        code: 'conflict',
      });
    const now = await open().get('plain-head');
    expect([Buffer.from(now.bytes).toString(), now.etag]).toEqual(['second', second.etag]);
    await open().remove('plain-head');

    await using store = await makeBackedStore(driver, join(folder.path, 'data'));
    await store.add(20, 2_000);
    const deps = vaultDeps({ target: open(), stateFolder: join(folder.path, 'state') });
    const vault = await createVault(deps, PHRASE);
    await createBackup(vault, store.source);
    await store.touch(3);
    await createBackup(vault, store.source);
    expect(await verifyVault(vault, { readData: true })).toMatchObject({ backups: 2, problems: [] });
    expect(door.refused()).toBeGreaterThan(3);
  } finally {
    await door.stop();
    await apache.stop();
  }
});
