export type SpanIds = { trace(): string; span(): string };

/**
 * Ids of the shape that W3C Trace Context wants, with the time in front: rows of one hour lie side by side in their
 * index, which random ones would scatter over all of it. A trace keeps ten random bytes; spans count up within theirs.
 */
export function createSpanIds(deps: {
  readonly nowMs: () => number;
  readonly randomBytes: (size: number) => Uint8Array;
}): SpanIds {
  const [high = 0, middle = 0, low = 0] = deps.randomBytes(3);
  let counter = high * 65_536 + middle * 256 + low;
  const time = (digits: number) => deps.nowMs().toString(16).padStart(12, '0').slice(-digits);
  return {
    trace: () => time(12) + Buffer.from(deps.randomBytes(10)).toString('hex'),
    span() {
      counter = (counter + 1) % 0x1000000;
      return time(10) + counter.toString(16).padStart(6, '0');
    },
  };
}
