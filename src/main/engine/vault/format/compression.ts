import { promisify } from 'node:util';
import { constants, zstdCompress, zstdCompressSync, zstdDecompressSync, type ZstdOptions } from 'node:zlib';

/** Zstandard (RFC 8878) where it makes the bytes fewer, else as they are; the first byte tells which. */
const STORED = 0;
const ZSTD = 1;

export const DEFAULT_LEVEL = 3;

export function compress(plain: Uint8Array, level: number = DEFAULT_LEVEL): Buffer {
  return Buffer.concat(marked(plain, zstdCompressSync(plain, optionsFor(plain, level))));
}

/** What `compress` returns, in pieces; they may rest on the plain bytes. */
export type Compressed = readonly Uint8Array[];

/** As `compress`, on another thread; the bytes must stay as they are until the result was used. */
export async function compressAside(plain: Uint8Array, level: number = DEFAULT_LEVEL): Promise<Compressed> {
  return marked(plain, await zstdCompressAside(plain, optionsFor(plain, level)));
}

const zstdCompressAside = promisify(zstdCompress);

function optionsFor(plain: Uint8Array, level: number): ZstdOptions {
  return {
    // One output buffer instead of many to be joined.
    chunkSize: Math.max(64, plain.length),
    params: { [constants.ZSTD_c_compressionLevel]: level },
  };
}

function marked(plain: Uint8Array, packed: Uint8Array): Compressed {
  const isSmaller = packed.length < plain.length;
  return [Buffer.of(isSmaller ? ZSTD : STORED), isSmaller ? packed : plain];
}

/** The plain bytes, or `null` where they are no such thing or more than `maxBytes`. */
export function expand(bytes: Uint8Array, maxBytes: number, chunkBytes = 65_536): Buffer | null {
  const body = bytes.subarray(1);
  if (bytes[0] === STORED) return body.length <= maxBytes ? Buffer.from(body) : null;
  if (bytes[0] !== ZSTD) return null;
  try {
    return zstdDecompressSync(body, { maxOutputLength: maxBytes, chunkSize: Math.max(64, chunkBytes) });
  } catch {
    return null;
  }
}
