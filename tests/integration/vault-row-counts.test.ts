import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRowCounter } from '#main/db/pages/index.ts';
import { query } from '#main/db/open-store-query.ts';
import { countRows, listRoots } from '#main/engine/vault/content-hash.ts';
import { deriveVaultKeys, type PackEntry } from '#main/engine/vault/format/index.ts';
import { startBackup, type BackedUpPages } from '#main/engine/vault/pipeline/index.ts';
import { addTasks, openPagedStore, type PagedStore } from '../support/paged-store.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';

const [{ driver }] = await driversUnderTest();
const KEYS = deriveVaultKeys(randomBytes(32), 'd'.repeat(32), 1);

const COUNTED = `WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < `;

describe('the rows that a backup counts from its pages', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let opened: PagedStore;
  let known: PackEntry[];

  beforeEach(async () => {
    folder = temporaryFolder();
    opened = await openPagedStore(driver, folder.path);
    known = [];
  });

  afterEach(async () => {
    await opened.store.close();
    folder[Symbol.dispose]();
  });

  const run = (...statements: readonly string[]): Promise<unknown> =>
    opened.store.maintain(statements.map((sql) => ({ sql })));

  async function backUp(pageMarks: Uint8Array | null): Promise<{ pages: BackedUpPages; counts: unknown }> {
    await using snapshot = await opened.store.snapshotPages();
    const roots = await listRoots((sql, params) => snapshot.rows(sql, params));
    const work = startBackup({ snapshot, keys: KEYS, known, pageMarks, roots: [...roots.values()] });
    for await (const { entry } of work.packs) known.push(entry);
    const pages = await work.result;
    await work.close();
    const counts = Object.fromEntries([...roots.keys()].map((table, at) => [table, pages.rowCounts[at]]));
    return { pages, counts };
  }

  const expected = () => countRows((sql, params) => query(opened.writer, sql, params));

  it('are those that SQLite counts, of every kind of table, at first and after changes', async () => {
    await addTasks(opened.store, 500);
    await run(
      'CREATE TABLE "Empty one" (id INTEGER PRIMARY KEY)',
      'CREATE TABLE narrow (id INTEGER PRIMARY KEY, n INTEGER)',
      `INSERT INTO narrow (n) ${COUNTED} 120000) SELECT n FROM counted`,
      'CREATE INDEX narrow_n ON narrow (n)',
      'CREATE TABLE keyed (name TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID',
      `INSERT INTO keyed ${COUNTED} 30000) SELECT printf('%.60c-%d', 'k', n * 7919 % 30011), n FROM counted`,
      'CREATE TABLE keyed_wide (name TEXT PRIMARY KEY, bytes BLOB) WITHOUT ROWID',
      `INSERT INTO keyed_wide ${COUNTED} 300) SELECT hex(randomblob(20)), randomblob(9000) FROM counted`,
      'CREATE TABLE wide (id INTEGER PRIMARY KEY, bytes BLOB)',
      // Beyond a page, so that what follows it begins with bytes that a page of a b-tree could begin with as well.
      `INSERT INTO wide (bytes) ${COUNTED} 400) SELECT zeroblob(0) || randomblob(12000) FROM counted`,
    );
    const first = await backUp(null);
    expect(first.counts).toEqual(await expected());
    let marks = first.pages.pageMarks;
    for (const change of [
      'DELETE FROM narrow WHERE id % 3 = 0',
      `DELETE FROM keyed WHERE n % 5 = 0`,
      'UPDATE wide SET bytes = randomblob(100) WHERE id % 7 = 0',
      `INSERT INTO keyed_wide ${COUNTED} 50) SELECT hex(randomblob(20)), randomblob(5000) FROM counted`,
      'DELETE FROM wide',
      'DROP TABLE narrow',
    ]) {
      await run(change);
      const next = await backUp(marks);
      expect(next.counts).toEqual(await expected());
      marks = next.pages.pageMarks;
    }
    expect((await backUp(null)).counts).toEqual(await expected());
  });

  it('are not made up where a page of the table is another than it should be', async () => {
    await run(
      'CREATE TABLE narrow (id INTEGER PRIMARY KEY)',
      `INSERT INTO narrow ${COUNTED} 9000) SELECT n FROM counted`,
    );
    await using snapshot = await opened.store.snapshotPages();
    const roots = [snapshot.pageCount + 1];
    const work = startBackup({ snapshot, keys: KEYS, known: [], pageMarks: null, roots });
    const reading = async () => {
      for await (const pack of work.packs) expect(pack.object.bytes.length).toBeGreaterThan(0);
    };
    await expect(reading()).rejects.toMatchObject({ code: 'store_corrupt' });
    await work.close();
  });
});

describe('a tree that is damaged', () => {
  const inner = (...children: readonly number[]): Buffer => {
    const page = Buffer.alloc(4096);
    page[0] = 5;
    page.writeUInt16BE(children.length - 1, 3);
    for (const [cell, child] of children.entries()) {
      const at = 4000 - cell * 5;
      if (cell === children.length - 1) page.writeUInt32BE(child, 8);
      else {
        page.writeUInt16BE(at, 12 + cell * 2);
        page.writeUInt32BE(child, at);
      }
    }
    return page;
  };
  const leaf = (flag: number, cells: number): Buffer => {
    const page = Buffer.alloc(4096);
    page[0] = flag;
    page.writeUInt16BE(cells, 3);
    return page;
  };

  it('is counted while it is sound', () => {
    const counter = createRowCounter(4);
    counter.see(2, inner(3, 4));
    counter.see(3, leaf(13, 7));
    expect(counter.recall(4, createRowCounter(4).see(4, leaf(13, 5)))).toBe(true);
    expect(counter.count(2)).toBe(12);
  });

  it.each([
    ['goes round', [inner(3, 2), leaf(13, 7), leaf(13, 1)]],
    ['leads to a page of an index', [inner(3, 4), leaf(13, 7), leaf(10, 5)]],
    ['leads to no such page', [inner(3, 4), leaf(13, 7), Buffer.alloc(4096)]],
    ['leads out of the file', [inner(3, 4_000_000_000), leaf(13, 7), leaf(13, 1)]],
    ['names children beyond the page', [leaf(5, 1500), leaf(13, 7), leaf(13, 1)]],
    ['says that more is on a page than fits', [inner(3, 4), leaf(13, 7), leaf(13, 2009)]],
  ])('is told as damage where it %s', (_name, pages) => {
    const counter = createRowCounter(4);
    for (const [index, page] of pages.entries()) counter.see(index + 2, page);
    expect(() => counter.count(2)).toThrow(expect.objectContaining({ code: 'store_corrupt' }));
  });
});
