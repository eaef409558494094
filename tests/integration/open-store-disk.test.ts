import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyStore } from '#main/db/backup-copy.ts';
import { checkIntegrity } from '#main/db/open-store-integrity.ts';
import { createKeyRing } from '#main/engine/secrets/index.ts';
import { mountDisk, whyNoSmallDisk } from '../support/small-disk.ts';
import type { SmallDisk } from '../support/small-disk.ts';
import { driversUnderTest } from '../support/sqlite-drivers.ts';
import { SLOTS, closeOpened, doorTo, rowsOf, unlockDoor, writeChange } from '../support/store-door.ts';

const noDisk = whyNoSmallDisk();
if (noDisk) process.stderr.write(`full and read-only disks not tested: ${noDisk}\n`);
const drivers = await driversUnderTest();

describe.each(drivers.map((entry) => ({ ...entry, name: entry.driver.name })))(
  'a disk in trouble with the $name driver',
  ({ driver, missing }) => {
    let disk: SmallDisk;

    beforeEach((context) => {
      const reason = noDisk ?? missing;
      if (reason) context.skip(reason);
      disk = mountDisk(4);
    });
    afterEach(() => disk?.[Symbol.dispose]());

    it('full: refuses the write, keeps all that was acknowledged, and goes on when there is room', async () => {
      await using door = doorTo(disk.path, driver);
      const { opened } = await door.create(SLOTS);
      const { writer } = opened.connections;
      const empty = disk.fill(400_000);
      let acknowledged = 0;
      let failure: unknown = null;
      while (!failure && acknowledged < 2_000) {
        const value = randomBytes(4_000).toString('base64');
        await writeChange(writer, acknowledged + 1, value).then(
          () => {
            acknowledged += 1;
          },
          (error: unknown) => {
            failure = error;
          },
        );
      }
      expect(failure).toMatchObject({ code: 'disk_full' });
      expect(acknowledged).toBeGreaterThan(5);
      await writer.batch([{ sql: 'ROLLBACK' }]).catch(() => undefined);
      const count = 'SELECT count(*), max(seq) FROM change_log';
      expect(await rowsOf(writer, count)).toEqual([[acknowledged, acknowledged]]);
      empty();
      await writeChange(writer, acknowledged + 1, 'after it');
      await closeOpened(opened);

      const again = await unlockDoor(door);
      expect(await rowsOf(again.connections.writer, count)).toEqual([[acknowledged + 1, acknowledged + 1]]);
      expect(await checkIntegrity((sql) => rowsOf(again.connections.writer, sql))).toMatchObject({
        ok: true,
      });
      await closeOpened(again);
    });

    it('full: says so at the first look and at set-up, and works once there is room', async () => {
      const empty = disk.fill(0);
      await using door = doorTo(disk.path, driver);
      expect(await door.look()).toMatchObject({ state: 'disk_full' });
      await expect(door.create(SLOTS)).rejects.toMatchObject({ code: 'disk_full' });
      expect(readdirSync(disk.path)).toEqual(['ballast']);
      empty();
      expect(await door.look()).toEqual({ state: 'absent' });
      const emptyAgain = disk.fill(60_000);
      await expect(door.create(SLOTS)).rejects.toMatchObject({ code: 'disk_full' });
      emptyAgain();
      // Nobody was told the recovery phrase of that attempt, so it must not stand in the way of the next.
      expect(await door.look()).toEqual({ state: 'absent' });
      await closeOpened((await door.create(SLOTS)).opened);
      expect(await door.look()).toMatchObject({ state: 'locked' });
    });

    it('full: refuses a copy before writing any of it', async () => {
      await using door = doorTo(disk.path, driver);
      const { opened } = await door.create(SLOTS);
      await expect(copyStore(opened.connections.writer, join(disk.path, 'copy.db'))).rejects.toMatchObject({
        code: 'disk_full',
      });
      expect(readdirSync(disk.path)).not.toContain('copy.db');
      await closeOpened(opened);
    });

    it('full: keeps the former ways to unlock when a new one cannot be written', async () => {
      const ring = createKeyRing({ folder: disk.path, nowMs: Date.now, keychain: null, safeStorage: null });
      const passphrase = 'the former passphrase';
      const { key } = await ring.create([{ kind: 'passphrase', passphrase }, { kind: 'recovery' }]);
      const before = readFileSync(join(disk.path, 'keyslots.json'), 'utf8');
      const empty = disk.fill(0);
      await expect(
        ring.put(key, { kind: 'passphrase', passphrase: 'a new passphrase' }),
      ).rejects.toMatchObject({
        code: 'disk_full',
      });
      empty();
      expect(readdirSync(disk.path).sort()).toEqual(['keyslots.copy.json', 'keyslots.json']);
      expect(readFileSync(join(disk.path, 'keyslots.json'), 'utf8')).toBe(before);
      expect(Buffer.compare(await ring.unlock({ kind: 'passphrase', passphrase }), key)).toBe(0);
    });

    it('read-only: says so, changes nothing, and opens once writing is allowed', async () => {
      {
        await using door = doorTo(disk.path, driver);
        const { opened } = await door.create(SLOTS);
        await writeChange(opened.connections.writer, 1, 'kept');
        await closeOpened(opened);
      }
      const before = readdirSync(disk.path).map((name) => [
        name,
        readFileSync(join(disk.path, name), 'base64'),
      ]);
      disk.setReadOnly(true);
      await using door = doorTo(disk.path, driver);
      expect(await door.look()).toMatchObject({ state: 'read_only' });
      expect(await door.unlock({ kind: 'keychain' })).toMatchObject({ state: 'read_only' });
      expect(
        readdirSync(disk.path).map((name) => [name, readFileSync(join(disk.path, name), 'base64')]),
      ).toEqual(before);
      disk.setReadOnly(false);
      const opened = await unlockDoor(door);
      expect(await rowsOf(opened.connections.writer, 'SELECT value FROM settings')).toEqual([['"kept"']]);
      await closeOpened(opened);
    });
  },
);
