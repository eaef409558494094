import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkIntegrity } from '#main/db/open-store-integrity.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';
import {
  MIGRATIONS,
  SLOTS,
  closeOpened,
  doorTo,
  requireReady,
  rowsOf,
  unlockDoor,
  writeChange,
} from '../support/store-door.ts';

const drivers = await driversUnderTest();

describe.each(drivers.map((entry) => ({ ...entry, name: entry.driver.name })))(
  'opening a data folder with the $name driver',
  ({ driver, missing }) => {
    let folder: ReturnType<typeof temporaryFolder>;
    const at = (name: string): string => join(folder.path, name);

    beforeEach((context) => {
      if (missing) context.skip(missing);
      folder = temporaryFolder();
    });
    afterEach(() => folder?.[Symbol.dispose]());

    /** A store with `changes` recorded changes, closed again. */
    async function makeStore(changes: number): Promise<string> {
      await using door = doorTo(folder.path, driver);
      const { opened, recoveryPhrase } = await door.create(SLOTS);
      for (let seq = 1; seq <= changes; seq += 1) {
        await writeChange(opened.connections.writer, seq, `value ${seq}`);
        opened.sequence.note(seq);
      }
      await closeOpened(opened);
      return String(recoveryPhrase);
    }

    /** The folder as a power cut would leave it now, in a folder of its own. */
    function copyAsCrashed(): string {
      const crashed = at('crashed');
      mkdirSync(crashed);
      for (const name of readdirSync(folder.path)) {
        const isLost = name === 'crashed' || name === 'adiuva.lock' || name.endsWith('-shm');
        if (!isLost) copyFileSync(at(name), join(crashed, name));
      }
      return crashed;
    }

    it('goes from absent through create and locked to ready, with the data there', async () => {
      const data = join(folder.path, 'not', 'yet', 'there');
      await using door = doorTo(data, driver);
      expect(await door.look()).toEqual({ state: 'absent' });
      const { opened, recoveryPhrase } = await door.create(SLOTS);
      expect(opened.warnings).toEqual([]);
      await writeChange(opened.connections.writer, 1, 'kept');
      const reader = opened.connections.readers[0];
      expect(reader && (await rowsOf(reader, 'SELECT value FROM settings'))).toEqual([['"kept"']]);
      opened.sequence.note(1);
      await closeOpened(opened);
      expect(await door.look()).toEqual({ state: 'locked', slots: ['keychain', 'recovery'], reason: null });
      await door.close();

      await using again = doorTo(data, driver);
      const state = await again.unlock({ kind: 'recovery', phrase: String(recoveryPhrase) });
      const unlocked = requireReady(state);
      expect(unlocked.warnings).toEqual([]);
      expect(await rowsOf(unlocked.connections.writer, 'SELECT value FROM settings')).toEqual([['"kept"']]);
      await closeOpened(unlocked);
    });

    it('says wrong passphrase, and which other ways there are when the keychain fails', async () => {
      const passphrase = 'eleven quiet harbours';
      await using door = doorTo(folder.path, driver, { keychain: null });
      await closeOpened(
        (await door.create([{ kind: 'passphrase', passphrase }, { kind: 'recovery' }])).opened,
      );
      expect(await door.unlock({ kind: 'passphrase', passphrase: 'not the passphrase' })).toMatchObject({
        state: 'wrong_passphrase',
      });
      expect(await door.unlock({ kind: 'recovery', phrase: `${'abandon '.repeat(11)}about` })).toMatchObject({
        state: 'wrong_passphrase',
      });
      expect(await door.unlock({ kind: 'keychain' })).toMatchObject({
        state: 'locked',
        slots: ['passphrase', 'recovery'],
        reason: expect.stringContaining('passphrase'),
      });
      await closeOpened(requireReady(await door.unlock({ kind: 'passphrase', passphrase })));
    });

    it('refuses to create over a store, and keeps keys that have no store', async () => {
      await makeStore(1);
      await using door = doorTo(folder.path, driver);
      await expect(door.create(SLOTS)).rejects.toMatchObject({ code: 'conflict' });
      const keys = readFileSync(at('keyslots.json'), 'utf8');
      renameSync(at('adiuva.db'), at('moved-away.db'));
      expect(await door.look()).toEqual({ state: 'absent' });
      await closeOpened((await door.create(SLOTS)).opened);
      expect(readFileSync(at('keyslots.unused-2026-11-21.json'), 'utf8')).toBe(keys);
      expect(readFileSync(at('keyslots.json'), 'utf8')).not.toBe(keys);
    });

    it('never plays the log of a store that is gone into a new one', async () => {
      const log = randomBytes(4096);
      writeFileSync(at('adiuva.db-wal'), log);
      await using door = doorTo(folder.path, driver);
      await closeOpened((await door.create(SLOTS)).opened);
      const kept = readdirSync(folder.path).filter((name) => name.startsWith('adiuva.db-wal.unused'));
      expect(kept).toHaveLength(1);
      expect(readFileSync(at(kept[0] ?? '')).equals(log)).toBe(true);
    });

    it('says so when the key file is gone, and opens again when it is back', async () => {
      await makeStore(1);
      for (const name of ['keyslots.json', 'keyslots.copy.json']) renameSync(at(name), at(`${name}.away`));
      await using door = doorTo(folder.path, driver);
      const state = await door.look();
      expect(state).toMatchObject({ state: 'corrupt', canSalvage: false });
      await expect(door.create(SLOTS)).rejects.toMatchObject({ code: 'conflict' });
      renameSync(at('keyslots.copy.json.away'), at('keyslots.copy.json'));
      await closeOpened(await unlockDoor(door));
      expect(existsSync(at('keyslots.json'))).toBe(true);
    });

    it('refuses a store of a newer schema untouched', async () => {
      await makeStore(1);
      await using door = doorTo(folder.path, driver);
      const opened = await unlockDoor(door);
      await opened.connections.writer.batch([
        { sql: "INSERT INTO schema_migrations VALUES ('9999_future', 'x', 0)" },
      ]);
      await closeOpened(opened);
      const before = readFileSync(at('adiuva.db'));
      expect(await door.unlock({ kind: 'keychain' })).toEqual({
        state: 'too_new',
        storeSchema: MIGRATIONS.length + 1,
        appSchema: MIGRATIONS.length,
      });
      expect(readFileSync(at('adiuva.db')).equals(before)).toBe(true);
    });

    it('notices an older file put back until the person accepts it', async () => {
      await makeStore(2);
      copyFileSync(at('adiuva.db'), at('older.db'));
      {
        await using door = doorTo(folder.path, driver);
        const opened = await unlockDoor(door);
        await writeChange(opened.connections.writer, 3, 'the newest');
        opened.sequence.note(3);
        await closeOpened(opened);
      }
      renameSync(at('older.db'), at('adiuva.db'));
      await using door = doorTo(folder.path, driver);
      for (let round = 0; round < 2; round += 1) {
        const opened = await unlockDoor(door);
        expect(opened.warnings).toEqual([{ kind: 'rolled_back', expectedSeq: 3, foundSeq: 2 }]);
        if (round === 1) await opened.sequence.accept(2);
        await closeOpened(opened);
      }
      const opened = await unlockDoor(door);
      expect(opened.warnings).toEqual([]);
      await closeOpened(opened);
    });

    it('notices when a damaged log has lost acknowledged changes', async () => {
      let crashed = '';
      {
        await using door = doorTo(folder.path, driver);
        const { opened } = await door.create(SLOTS);
        const { writer } = opened.connections;
        await writer.exec('PRAGMA wal_checkpoint(TRUNCATE)');
        for (let seq = 1; seq <= 30; seq += 1) await writeChange(writer, seq, `value ${seq}`);
        opened.sequence.note(30);
        await opened.sequence.close();
        crashed = copyAsCrashed();
        await closeOpened(opened);
      }
      const log = join(crashed, 'adiuva.db-wal');
      const whole = readFileSync(log);
      const damaged = Buffer.from(whole);
      const offset = whole.length >> 1;
      damaged[offset] = (damaged[offset] ?? 0) ^ 1;
      writeFileSync(log, damaged);
      await using door = doorTo(crashed, driver);
      const opened = await unlockDoor(door);
      const [row] = await rowsOf(opened.connections.writer, 'SELECT count(*), max(seq) FROM change_log');
      const found = Number(row?.[0]);
      expect(found).toBeLessThan(30);
      expect(row?.[1]).toBe(found);
      expect(opened.warnings).toEqual([{ kind: 'rolled_back', expectedSeq: 30, foundSeq: found }]);
      await closeOpened(opened);
    });

    it('loses nothing of a log that is whole', async () => {
      await using door = doorTo(folder.path, driver);
      const { opened } = await door.create(SLOTS);
      for (let seq = 1; seq <= 30; seq += 1)
        await writeChange(opened.connections.writer, seq, `value ${seq}`);
      opened.sequence.note(30);
      await opened.sequence.close();
      const crashed = copyAsCrashed();
      await closeOpened(opened);
      await using again = doorTo(crashed, driver);
      const unlocked = await unlockDoor(again);
      expect(unlocked.warnings).toEqual([]);
      const { writer } = unlocked.connections;
      expect(await rowsOf(writer, 'SELECT count(*), max(seq) FROM change_log')).toEqual([[30, 30]]);
      expect(await checkIntegrity((sql) => rowsOf(writer, sql))).toEqual({ ok: true, problems: [] });
      await closeOpened(unlocked);
    });

    it('opens without a warning when the record beside the store is gone or unreadable', async () => {
      await makeStore(2);
      await using door = doorTo(folder.path, driver);
      for (const damage of ['', '{"seq":', '{"storeId":"other","seq":99}', '[]']) {
        writeFileSync(at('adiuva.seq.json'), damage);
        const opened = await unlockDoor(door);
        expect(opened.warnings).toEqual([]);
        await closeOpened(opened);
      }
    });

    it('does not take an emptied store for a new one', async () => {
      await makeStore(2);
      truncateSync(at('adiuva.db'), 0);
      await using door = doorTo(folder.path, driver);
      const state = await door.unlock({ kind: 'keychain' });
      expect(state).toMatchObject({ state: 'corrupt', canSalvage: false });
      expect(statSync(at('adiuva.db')).size).toBe(0);
    });

    it('reports a damaged first page and a cut-off file as damage, not as a wrong passphrase', async () => {
      await makeStore(40);
      const whole = readFileSync(at('adiuva.db'));
      await using door = doorTo(folder.path, driver);
      const damages: readonly [string, Buffer][] = [
        ['salt', Buffer.from(whole.map((byte, index) => (index === 3 ? byte ^ 1 : byte)))],
        ['page 1', Buffer.from(whole.map((byte, index) => (index === 2000 ? byte ^ 1 : byte)))],
        ['cut inside page 1', whole.subarray(0, 1000)],
      ];
      for (const [what, bytes] of damages) {
        writeFileSync(at('adiuva.db'), bytes);
        const state = await door.unlock({ kind: 'keychain' });
        expect([what, state.state]).toEqual([what, 'corrupt']);
        expect(readFileSync(at('adiuva.db')).equals(bytes)).toBe(true);
      }
      writeFileSync(at('adiuva.db'), whole);
      await closeOpened(await unlockDoor(door));
    });

    it('finds a broken reference in the integrity check', async () => {
      await makeStore(1);
      await using door = doorTo(folder.path, driver);
      const opened = await unlockDoor(door);
      const { writer } = opened.connections;
      const check = () => checkIntegrity((sql) => rowsOf(writer, sql));
      expect(await check()).toEqual({ ok: true, problems: [] });
      await writer.exec(
        "PRAGMA foreign_keys = OFF; CREATE TABLE child (settings_id TEXT REFERENCES settings(id)); INSERT INTO child VALUES ('nobody')",
      );
      const report = await check();
      expect(report.ok).toBe(false);
      expect(report.problems).toEqual(['row 1 of child refers to a row of settings that is not there']);
      await closeOpened(opened);
    });

    it('leaves nothing behind but the store, its keys and its record', async () => {
      await makeStore(3);
      expect(readdirSync(folder.path).sort()).toEqual([
        'adiuva.db',
        'adiuva.seq.json',
        'keyslots.copy.json',
        'keyslots.json',
      ]);
      rmSync(at('adiuva.seq.json'));
      await using door = doorTo(folder.path, driver);
      await closeOpened(await unlockDoor(door));
      expect(JSON.parse(readFileSync(at('adiuva.seq.json'), 'utf8'))).toMatchObject({ seq: 3 });
    });
  },
);
