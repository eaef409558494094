import { open } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createAdiuva } from '#main/compose.ts';
import { storeFiles } from '#main/db/open-store-files.ts';
import { makeApp, TEST_PASSPHRASE, type TestApp } from '../support/make-app.ts';

const PAGE = 4096;
const current = { passphrase: TEST_PASSPHRASE };

/** The page that a table begins at, counted from 1. */
async function rootPage({ app }: TestApp, table: string): Promise<number> {
  const rows = await app.system.workspace?.store.reader.rows(
    "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?",
    [table],
  );
  return Number(rows?.[0]?.[0]);
}

async function spoil(dataDir: string, page: number): Promise<void> {
  await using file = await open(storeFiles(dataDir).store, 'r+');
  const at = (page - 1) * PAGE + 100;
  const { buffer } = await file.read(Buffer.alloc(200), 0, 200, at);
  await file.write(
    buffer.map((byte) => byte ^ 0x55),
    0,
    200,
    at,
  );
}

test.each(['backup_runs', 'model_prices'])(
  'damage that shows only when the work begins leads to the repair: %s',
  async (table) => {
    await using made = await makeApp();
    await made.api.notes.create({ title: 'What is to be kept' });
    const page = await rootPage(made, table);
    expect(page).toBeGreaterThan(1);
    await made.app.close();
    await spoil(made.dataDir, page);
    const app = createAdiuva({ host: 'test', keychain: null, dataDir: made.dataDir, clock: made.clock });
    try {
      const api = app.caller();
      expect(await api.system.unlock(current)).toMatchObject({ state: 'corrupt', canSalvage: true });
      expect(await api.system.status()).toMatchObject({ state: 'corrupt', canSalvage: true });
      const { lost } = await api.system.repair(current);
      expect(lost).toContain(table);
      expect((await api.system.status()).state).toBe('ready');
      const { items } = await api.notes.list({ limit: 10 });
      expect(items.map(({ title }) => title)).toContain('What is to be kept');
    } finally {
      await app.close();
    }
  },
);
