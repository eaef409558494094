import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a piece of work took of this process, besides time. */
export type Watched = {
  readonly tookMs: number;
  /** Of all threads. */
  readonly processorMs: number;
  /** On a busy machine a thread is also held by others: what it did itself bounds what it can have held. */
  readonly mainProcessorMs: number;
  readonly longestHoldMs: number;
  /** Most processor time that the main thread took before it looked at its timers again. */
  readonly longestTurnMs: number;
  /** Highest resident memory above what there was when it began. */
  readonly memoryMB: number;
};

const MB = 1024 * 1024;
const LOOK_MS = 20;

export async function watched<T>(work: () => Promise<T>): Promise<Watched & { readonly value: T }> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const idleRss = process.memoryUsage.rss();
  let highest = idleRss;
  const look = setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), LOOK_MS);
  const turns = watchTurns();
  const cpu = process.cpuUsage();
  const ownCpu = process.threadCpuUsage();
  delay.enable();
  const startedAt = performance.now();
  const value = await work();
  const tookMs = performance.now() - startedAt;
  delay.disable();
  clearInterval(look);
  const longestTurnMs = turns.stop();
  const { user, system } = process.cpuUsage(cpu);
  const own = process.threadCpuUsage(ownCpu);
  return {
    value,
    tookMs,
    processorMs: (user + system) / 1_000,
    mainProcessorMs: (own.user + own.system) / 1_000,
    longestHoldMs: delay.max / 1e6,
    longestTurnMs,
    memoryMB: (highest - idleRss) / MB,
  };
}

function watchTurns(): { stop(): number } {
  let longest = 0;
  let before = ownProcessorMs();
  const look = setInterval(() => {
    const now = ownProcessorMs();
    longest = Math.max(longest, now - before);
    before = now;
  }, 1);
  return {
    stop() {
      clearInterval(look);
      return Math.max(longest, ownProcessorMs() - before);
    },
  };
}

function ownProcessorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
