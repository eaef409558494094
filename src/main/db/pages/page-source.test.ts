import { randomBytes } from 'node:crypto';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPageCipher, PLAIN_SIZE } from './page-cipher.ts';
import { CONTENT_SIZE, FILE_HEADER, IV_SIZE, LOCK_BYTE_PAGE, offsetOf, PAGE_SIZE } from './page-layout.ts';
import { openPageSource } from './page-source.ts';

const KEY = randomBytes(32);
const SALT = randomBytes(16);
/** One page beyond the one that SQLite locks and never writes, in a file that is nearly all hole. */
const PAGES = LOCK_BYTE_PAGE + 1;
let folder: string;
let fd: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adiuva-test-'));
  fd = openSync(join(folder, 'sparse.db'), 'w+');
  ftruncateSync(fd, offsetOf(PAGES + 1));
});

afterEach(() => {
  closeSync(fd);
  rmSync(folder, { recursive: true });
});

function put(pageNumber: number, fill: (content: Buffer) => void): void {
  const plain = Buffer.alloc(PLAIN_SIZE, randomBytes(IV_SIZE));
  fill(plain.subarray(IV_SIZE).fill(0));
  const page = Buffer.alloc(PAGE_SIZE);
  createPageCipher(KEY, SALT).seal(pageNumber, plain, page);
  writeSync(fd, page, 0, PAGE_SIZE, offsetOf(pageNumber));
}

function putFirst(firstFreePage: number): void {
  put(1, (content) => {
    FILE_HEADER.copy(content);
    content.writeUInt16BE(PAGE_SIZE, 16);
    content.writeUInt8(PAGE_SIZE - CONTENT_SIZE, 20);
    content.writeUInt32BE(firstFreePage, 32);
  });
}

function readPages(...pageNumbers: readonly number[]) {
  const source = openPageSource({ fd, pageCount: PAGES, key: KEY });
  const into = new Uint8Array(PAGE_SIZE);
  const found = pageNumbers.map((pageNumber) => source.read(pageNumber, into));
  source.checkUnwritten();
  return found;
}

it('has nothing at the page that SQLite locks', () => {
  putFirst(0);
  expect(readPages(1, LOCK_BYTE_PAGE)).toEqual([true, false]);
});

it('takes a page that was never written for lost, unless the list of free pages has it', () => {
  putFirst(0);
  expect(() => readPages(PAGES)).toThrow(expect.objectContaining({ details: { page: PAGES } }));
  putFirst(2);
  put(2, (trunk) => {
    trunk.writeUInt32BE(3, 0);
    trunk.writeUInt32BE(0, 4);
  });
  put(3, (trunk) => {
    trunk.writeUInt32BE(0, 0);
    trunk.writeUInt32BE(2, 4);
    trunk.writeUInt32BE(7, 8);
    trunk.writeUInt32BE(PAGES, 12);
  });
  expect(readPages(2, 3, 7, PAGES)).toEqual([true, true, false, false]);
  expect(() => readPages(7, 8)).toThrow(expect.objectContaining({ details: { page: 8 } }));
});

it('does not go round and round in a list of free pages', () => {
  putFirst(2);
  put(2, (trunk) => trunk.writeUInt32BE(2, 0));
  expect(() => readPages(9)).toThrow(expect.objectContaining({ code: 'store_corrupt' }));
});

it('refuses a file of another key, of another page size, and one that is too short', () => {
  putFirst(0);
  expect(() => openPageSource({ fd, pageCount: PAGES, key: randomBytes(32) })).toThrow(/damaged/);
  put(1, (content) => content.writeUInt16BE(8192, 16));
  expect(() => openPageSource({ fd, pageCount: PAGES, key: KEY })).toThrow(/damaged/);
  putFirst(0);
  ftruncateSync(fd, offsetOf(5));
  expect(() => readPages(1, 5)).toThrow(/damaged/);
});
