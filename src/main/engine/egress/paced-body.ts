import type { ClientRequest } from 'node:http';

/** Asked before each piece of a request's body goes out: resolves when so many bytes may. */
export type Pace = (bytes: number, signal: AbortSignal) => Promise<void>;

const PIECE_BYTES = 64 * 1024;

/** Sends the body in pieces, each when it may go and the connection has taken the one before. */
export async function sendPaced(
  sending: ClientRequest,
  body: Buffer,
  { pace, signal }: { readonly pace: Pace; readonly signal: AbortSignal },
): Promise<void> {
  const closed = new Promise<void>((resolve) => sending.once('close', resolve));
  for (let start = 0; start < body.length; start += PIECE_BYTES) {
    const piece = body.subarray(start, start + PIECE_BYTES);
    await pace(piece.length, signal);
    // Refused before all of it was sent: the answer is being read.
    if (sending.destroyed) return;
    // An error of it comes to the request itself.
    const taken = new Promise<void>((resolve) => void sending.write(piece, () => resolve()));
    await Promise.race([taken, closed]);
  }
  sending.end();
}
