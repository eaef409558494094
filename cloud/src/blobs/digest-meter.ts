import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { CloudError } from '../errors.ts';
import type { Expected } from './blob-store.ts';

/** Lets bytes through and fails, before the end is passed on, where they are not those that were announced. */
export function digestMeter({ sizeBytes, sha256 }: Expected): Transform {
  const hash = createHash('sha256');
  let seenBytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seenBytes += chunk.byteLength;
      hash.update(chunk);
      done(seenBytes > sizeBytes ? mismatch() : null, chunk);
    },
    flush(done) {
      done(seenBytes === sizeBytes && hash.digest('hex') === sha256 ? null : mismatch());
    },
  });
}

function mismatch(): CloudError {
  return new CloudError(
    'digest_mismatch',
    'The bytes that arrived are not those of the digest that was sent with them. Nothing was kept; send them again.',
  );
}
