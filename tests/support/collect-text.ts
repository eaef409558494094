import { Writable } from 'node:stream';

/** A stream in place of a terminal's, and what was written to it. */
export function collectText(): { readonly stream: Writable; readonly text: () => string } {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  return { stream, text: () => text };
}
