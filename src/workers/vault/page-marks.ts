import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { MARK_SIZE } from '#main/db/pages/index.ts';
import type { VaultKeys } from '#main/engine/vault/format/packs.ts';

/**
 * What a backup remembers of each page for the next one: its mark in the file, its id in the vault and its shape, from
 * which rows are counted; 34 bytes a page, and a MAC over all of it. A page whose mark is the same need not be decrypted.
 * The MAC is there because a list made by somebody else would put wrong pages into a backup.
 */
const ID_SIZE = 16;
const SHAPE_SIZE = 2;
const SHAPE_AT = MARK_SIZE + ID_SIZE;
const ROW_SIZE = SHAPE_AT + SHAPE_SIZE;
const MAC_SIZE = 32;
const HEAD = Buffer.from('adiuva/page-marks/v2\n', 'latin1');

export type FormerMarks = {
  /** The id of the page if its mark is still the same, as a view; undefined where it must be read. */
  idOf(pageNumber: number, mark: Uint8Array): Uint8Array | undefined;
  /** Its shape, where it has an id here. */
  shapeOf(pageNumber: number): number;
};

/** `null` where there is no list, or none that this vault made. */
export function openMarks(keys: VaultKeys, list: Uint8Array | null): FormerMarks | null {
  if (list === null || list.length < HEAD.length + MAC_SIZE) return null;
  const body = Buffer.from(list.buffer, list.byteOffset, list.length - MAC_SIZE);
  if (!timingSafeEqual(macOf(keys, body), list.subarray(body.length))) return null;
  const rows = body.subarray(HEAD.length);
  if (!body.subarray(0, HEAD.length).equals(HEAD) || rows.length % ROW_SIZE !== 0) return null;
  return {
    idOf(pageNumber, mark) {
      const at = (pageNumber - 1) * ROW_SIZE;
      if (at >= rows.length || rows.compare(mark, 0, MARK_SIZE, at, at + MARK_SIZE) !== 0) return undefined;
      return rows.subarray(at + MARK_SIZE, at + SHAPE_AT);
    },
    shapeOf: (pageNumber) => rows.readUInt16LE((pageNumber - 1) * ROW_SIZE + SHAPE_AT),
  };
}

export type MarkList = {
  /** An id of zeros stands for a page without content. */
  set(pageNumber: number, mark: Uint8Array, id: Uint8Array): void;
  setShape(pageNumber: number, shape: number): void;
  /** The whole list, in memory of its own. */
  finish(): Uint8Array<ArrayBuffer>;
};

export function createMarkList(keys: VaultKeys, pageCount: number): MarkList {
  const list = new Uint8Array(HEAD.length + pageCount * ROW_SIZE + MAC_SIZE);
  list.set(HEAD);
  return {
    set(pageNumber, mark, id) {
      const at = HEAD.length + (pageNumber - 1) * ROW_SIZE;
      list.set(mark, at);
      list.set(id, at + MARK_SIZE);
    },
    setShape(pageNumber, shape) {
      const at = HEAD.length + (pageNumber - 1) * ROW_SIZE + SHAPE_AT;
      list[at] = shape & 0xff;
      list[at + 1] = shape >> 8;
    },
    finish() {
      const body = list.subarray(0, list.length - MAC_SIZE);
      list.set(macOf(keys, body), body.length);
      return list;
    },
  };
}

function macOf(keys: VaultKeys, body: Uint8Array): Buffer {
  const key = hkdfSync('sha256', keys.pageId, Buffer.from(keys.vaultId, 'hex'), 'page-marks', MAC_SIZE);
  return createHmac('sha256', Buffer.from(key)).update(body).digest();
}
