import type { FileHandle } from 'node:fs/promises';

/** One message of an mbox file: where its `From ` line begins, its first bytes and its length. */
export type MboxMessage = {
  readonly offset: number;
  /** Where the next message begins, or the file ends. */
  readonly end: number;
  readonly source: Uint8Array;
};

const BLOCK = 256 * 1024;
const MARK = Buffer.from('\nFrom ');

/**
 * Walks an mbox file (RFC 4155) from a message's beginning. Only the head of each message is held; a file of any size
 * costs one block and one head at a time.
 */
export async function* readMbox(
  file: FileHandle,
  from: number,
  headBytes: number,
): AsyncGenerator<MboxMessage> {
  const block = Buffer.alloc(BLOCK + MARK.length);
  let start = from;
  let position = from;
  let head: Buffer[] = [];
  let held = 0;
  const keep = (bytes: Buffer): void => {
    const room = headBytes - held;
    if (room <= 0) return;
    const part = Buffer.from(bytes.subarray(0, room));
    head.push(part);
    held += part.length;
  };
  const message = (end: number): MboxMessage => {
    const whole = { offset: start, end, source: unquoted(Buffer.concat(head)) };
    start = end;
    head = [];
    held = 0;
    return whole;
  };
  for (;;) {
    // A mark may lie across two blocks: each is read with the beginning of the next.
    const { bytesRead } = await file.read(block, 0, BLOCK + MARK.length, position);
    if (bytesRead === 0) break;
    const isLast = bytesRead < BLOCK + MARK.length;
    const seen = block.subarray(0, bytesRead);
    const limit = isLast ? bytesRead : BLOCK;
    let taken = 0;
    for (let at = seen.indexOf(MARK, 0); at >= 0 && at < limit; at = seen.indexOf(MARK, at + 1)) {
      keep(seen.subarray(taken, at + 1));
      taken = at + 1;
      yield message(position + at + 1);
    }
    keep(seen.subarray(taken, limit));
    position += limit;
    if (isLast) break;
  }
  if (position > start) yield message(position);
}

/** Without the `From ` line; lines that were quoted with `>` to be told from it get their own beginning back. */
function unquoted(message: Buffer): Uint8Array {
  const text = message.toString('latin1');
  const firstLine = text.startsWith('From ') ? text.indexOf('\n') + 1 : 0;
  return Buffer.from(text.slice(firstLine).replace(/^>(>*From )/gm, '$1'), 'latin1');
}
