/** Buffers for short strings and the like share one piece of memory, which is far smaller. */
const LARGE_BYTES = 128 * 1024;

/**
 * Gives the memory of large bytes back that nobody will look at again. The collector would do so much later: it sees
 * small objects, and not what lies behind them.
 */
export function giveBack({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength >= LARGE_BYTES) buffer.transfer(0);
}
