import type { ByteRange } from './blob-target.ts';

/** RFC 9110, 14.1.2. A range of nothing cannot be asked for: it asks for one byte. */
export function rangeHeader({ start, length }: ByteRange): string {
  return `bytes=${start}-${start + Math.max(length, 1) - 1}`;
}
