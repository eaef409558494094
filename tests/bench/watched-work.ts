import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a piece of work took of this process, besides time. */
export type Watched = {
  readonly tookMs: number;
  /** Of all threads. */
  readonly processorMs: number;
  /** On a busy machine a thread is also held by others: what it did itself bounds what it can have held. */
  readonly mainProcessorMs: number;
  readonly longestHoldMs: number;
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
  const cpu = process.cpuUsage();
  const ownCpu = process.threadCpuUsage();
  delay.enable();
  const startedAt = performance.now();
  const value = await work();
  const tookMs = performance.now() - startedAt;
  delay.disable();
  clearInterval(look);
  const { user, system } = process.cpuUsage(cpu);
  const own = process.threadCpuUsage(ownCpu);
  return {
    value,
    tookMs,
    processorMs: (user + system) / 1_000,
    mainProcessorMs: (own.user + own.system) / 1_000,
    longestHoldMs: delay.max / 1e6,
    memoryMB: (highest - idleRss) / MB,
  };
}
