import type { ByteRange } from '../blobs/blob-store.ts';
import { CloudError } from '../errors.ts';

/** `bytes=a-b` and `bytes=a-`: one range of an object of that size. */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  if (header === undefined) return undefined;
  const found = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(header.trim());
  if (found === null)
    throw new CloudError('invalid_input', 'Only one range of the form bytes=a-b is understood.');
  const start = Number(found[1]);
  const end = Math.min(found[2] === undefined ? Infinity : Number(found[2]), sizeBytes - 1);
  if (start > end) throw new CloudError('range_not_satisfiable', 'The object has no such bytes.');
  return { start, end };
}
