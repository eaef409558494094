/**
 * Hybrid logical clock (Kulkarni et al., 2014): physical milliseconds, a counter for ties and clocks that went
 * back, and the node that wrote. As text it sorts by bytes in causal order.
 */
export type HybridClock = {
  /** The next reading, later than every reading given or received before. */
  tick(): string;
  /** Takes in a reading from elsewhere so that later ticks sort after it. */
  receive(reading: string): void;
};

const MAX_COUNTER = 0xffff;

export function createHybridClock(nowMs: () => number, nodeId: string, last?: string): HybridClock {
  let { ms, counter } = last === undefined ? { ms: 0, counter: 0 } : parseReading(last);
  const advance = (otherMs: number, otherCounter: number) => {
    const now = nowMs();
    const latest = Math.max(now, ms, otherMs);
    if (latest === ms && latest === otherMs) counter = Math.max(counter, otherCounter) + 1;
    else if (latest === ms) counter += 1;
    else if (latest === otherMs) counter = otherCounter + 1;
    else counter = 0;
    ms = latest;
    if (counter > MAX_COUNTER) {
      ms += 1;
      counter = 0;
    }
  };
  return {
    tick() {
      advance(0, 0);
      return formatReading(ms, counter, nodeId);
    },
    receive(reading) {
      const other = parseReading(reading);
      advance(other.ms, other.counter);
    },
  };
}

function formatReading(ms: number, counter: number, nodeId: string): string {
  return `${ms.toString(16).padStart(12, '0')}-${counter.toString(16).padStart(4, '0')}-${nodeId}`;
}

function parseReading(reading: string): { ms: number; counter: number } {
  return {
    ms: Number.parseInt(reading.slice(0, 12), 16),
    counter: Number.parseInt(reading.slice(13, 17), 16),
  };
}
