import type { Socket } from 'node:net';
import { MAX_FRAME_BYTES } from './control-protocol.ts';

const HEADER_BYTES = 4;

/** A frame whose length or content can't be right; the connection ends with it. */
export class FrameError extends Error {}

export type FrameReader = {
  /** Takes what came in and gives the frames that are complete. Throws `FrameError`. */
  read(chunk: Buffer): unknown[];
  /** From now on frames may be this long. */
  allow(maxBytes: number): void;
};

export function createFrameReader(firstMaxBytes: number): FrameReader {
  let maxBytes = firstMaxBytes;
  let chunks: Buffer[] = [];
  let heldBytes = 0;
  let neededBytes = HEADER_BYTES;
  return {
    read(chunk) {
      const frames: unknown[] = [];
      chunks.push(chunk);
      heldBytes += chunk.length;
      // Joined only when a frame is complete: joining at every chunk would cost a large frame its square.
      while (heldBytes >= neededBytes) {
        const held: Buffer = chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks);
        const length = held.readUInt32BE(0);
        if (length > maxBytes) throw new FrameError('frame too long');
        const isComplete = heldBytes >= HEADER_BYTES + length;
        const rest = isComplete ? held.subarray(HEADER_BYTES + length) : held;
        if (isComplete) frames.push(parse(held.subarray(HEADER_BYTES, HEADER_BYTES + length)));
        chunks = [rest];
        heldBytes = rest.length;
        neededBytes = isComplete ? HEADER_BYTES : HEADER_BYTES + length;
      }
      return frames;
    },
    allow(nextMaxBytes) {
      maxBytes = nextMaxBytes;
    },
  };
}

/** Writes one frame; resolves when the socket can take more. */
export async function writeFrame(socket: Socket, message: object): Promise<void> {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  if (body.length > MAX_FRAME_BYTES) throw new FrameError('answer too long');
  if (socket.destroyed) return;
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(body.length);
  socket.cork();
  socket.write(header);
  const hasRoom = socket.write(body);
  socket.uncork();
  if (!hasRoom) await drained(socket);
}

/** One pair of listeners per socket, however many wait for it. */
const waits = new WeakMap<Socket, Promise<void>>();

function drained(socket: Socket): Promise<void> {
  const waiting = waits.get(socket);
  if (waiting !== undefined) return waiting;
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = (): void => {
    socket.off('drain', done).off('close', done);
    waits.delete(socket);
    resolve();
  };
  socket.on('drain', done).on('close', done);
  waits.set(socket, promise);
  return promise;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new FrameError('frame is not JSON', { cause });
  }
}
