import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeVault, createBackup, createVault } from '#main/engine/vault/index.ts';
import { createFolderTarget } from '#main/engine/vault/targets/folder-target.ts';
import { runVerify } from '#main/hosts/verify/verify-program.ts';
import { makeBackedStore, PHRASE, vaultDeps } from '../support/backed-store.ts';
import { readNewestStore } from '../support/second-vault-reader.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';

const [{ driver }] = await driversUnderTest();

/** What the app has backed up, in the hands of programs that are not the app. */
describe('a backup of a store outside the app', () => {
  const folder = temporaryFolder();
  const vaultFolder = join(folder.path, 'target');
  let packs: readonly string[];

  beforeAll(async () => {
    mkdirSync(vaultFolder);
    const target = createFolderTarget({ folder: vaultFolder });
    await using store = await makeBackedStore(driver, join(folder.path, 'data'));
    await store.add(400, 8_000);
    const vault = await createVault(vaultDeps({ target, stateFolder: join(folder.path, 'state') }), PHRASE);
    await createBackup(vault, store.source);
    await store.touch(50);
    await createBackup(vault, store.source);
    closeVault(vault);
    const names: string[] = [];
    for await (const { name } of target.list('g1/packs/')) names.push(name);
    packs = names;
  });
  afterAll(() => folder[Symbol.dispose]());

  async function verify() {
    const stdout = new PassThrough();
    const io = { stdin: Readable.from([PHRASE]), stdout, stderr: new PassThrough().resume() };
    const exitCode = await runVerify([vaultFolder, '--read-data', '--json'], io);
    stdout.end();
    return { exitCode, report: JSON.parse(await text(stdout)) as Record<string, unknown> };
  }

  it('is whole for adiuva-verify, which names the pack in which one bit was changed', async () => {
    const { exitCode, report } = await verify();
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({ backups: 2, packs: packs.length, unneeded: 0, problems: [] });
    expect(report['chunksRead']).toBeGreaterThanOrEqual(2);

    const name = packs[0] ?? '';
    const path = join(vaultFolder, name);
    const bytes = readFileSync(path);
    writeFileSync(
      path,
      bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 4 : byte)),
    );
    const damaged = await verify();
    writeFileSync(path, bytes);
    expect(damaged.exitCode).toBe(1);
    expect(damaged.report).toMatchObject({ problems: [{ object: name, reason: 'altered' }] });
  });

  it('is an SQLite file for a reader that knows only the page about the format', async () => {
    const plain = await readNewestStore((name) => readFileSync(join(vaultFolder, name)), PHRASE);
    expect(plain.toString('latin1', 0, 15)).toBe('SQLite format 3');
    const path = join(folder.path, 'plain.db');
    writeFileSync(path, plain);
    const database = new DatabaseSync(path);
    const rows = ['PRAGMA integrity_check', 'SELECT count(*) AS n FROM settings'].map((sql) =>
      database.prepare(sql).get(),
    );
    database.close();
    expect(rows).toEqual([{ integrity_check: 'ok' }, { n: 400 }]);
  });
});
