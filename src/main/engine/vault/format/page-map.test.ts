import { assert, array, constant, integer, oneof, property, record, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePageMap, encodePageMap } from './page-map.ts';

const CHUNKS = 300;

const run = record({
  chunk: oneof(constant(-1), integer({ min: 0, max: CHUNKS - 1 })),
  place: integer({ min: 0, max: 255 }),
  count: integer({ min: 1, max: 40 }),
});

describe('the map of pages', () => {
  test('is read back as it was written, whatever the pages are', () => {
    assert(
      property(array(run, { maxLength: 60 }), (runs) => {
        const pages = runs.flatMap(({ chunk, place, count }) =>
          Array.from({ length: count }, (_, step) => ({ chunk, place: chunk < 0 ? 0 : place + step })),
        );
        const map = {
          chunkOf: Int32Array.from(pages, ({ chunk }) => chunk),
          placeOf: Uint16Array.from(pages, ({ place }) => place),
        };
        expect(decodePageMap(encodePageMap(map), pages.length, CHUNKS)).toEqual(map);
      }),
      { numRuns: 300 },
    );
  });

  test('takes a few bytes a chunk where nothing was mixed', () => {
    const pages = 256 * 200;
    const map = {
      chunkOf: Int32Array.from({ length: pages }, (_, page) => page >> 8),
      placeOf: Uint16Array.from({ length: pages }, (_, page) => page & 255),
    };
    expect(encodePageMap(map).length).toBe(4 * 200);
  });

  test('made of any bytes is refused or holds, and never reaches past its pages and chunks', () => {
    assert(
      property(uint8Array({ maxLength: 64 }), (bytes) => {
        const map = decodePageMap(bytes, 50, 3);
        if (map === null) return;
        expect(map.chunkOf.length).toBe(50);
        expect(map.chunkOf.every((chunk) => chunk >= -1 && chunk < 3)).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(decodePageMap(Buffer.of(), 0, 0)).toEqual({
      chunkOf: new Int32Array(),
      placeOf: new Uint16Array(),
    });
    expect(decodePageMap(Buffer.of(3), 1, 0)).not.toBeNull();
    // One byte more than the pages take, and a run of no pages.
    expect(decodePageMap(Buffer.of(3, 0), 1, 0)).toBeNull();
    expect(decodePageMap(Buffer.of(1, 3), 1, 0)).toBeNull();
  });
});
