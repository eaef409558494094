import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Store } from '#main/db/store.ts';
import {
  createJobs,
  defineJob,
  type EnqueueInput,
  type JobContext,
  type JobDefinition,
  type Jobs,
} from '#main/engine/jobs/index.ts';
import { createIdSource } from '#shared/kernel/ids.ts';
import { openBenchStore } from '../bench/bench-store.ts';

export type TestJobInput = { readonly label: string };
export type TestWork = (ctx: JobContext, input: TestJobInput) => Promise<unknown>;
type Settings = Omit<JobDefinition<TestJobInput>, 'type' | 'input' | 'run'>;

/** A clock that stands until a test moves it. */
export type MovedClock = { nowMs: number };

/** An encrypted store in a folder of its own and as many engines over it as a test wants, one after the other. */
export type JobBench = {
  readonly store: Store;
  readonly clock: MovedClock;
  readonly ids: ReturnType<typeof createIdSource>;
  readonly errors: unknown[];
  /** Begins at once; it is stopped with the bench at the latest. */
  engine(works: Readonly<Record<string, TestWork>>, settings?: Settings): Promise<Jobs>;
  /** Its process is lost: nobody waits for what it was doing. */
  lose(jobs: Jobs): void;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export async function openJobBench(): Promise<JobBench> {
  const clock: MovedClock = { nowMs: Date.UTC(2026, 10, 21, 9) };
  const opened = await openBenchStore(undefined, () => clock.nowMs);
  const ids = createIdSource(Date.now, (size) => randomBytes(size));
  const engines = new Set<Jobs>();
  const errors: unknown[] = [];
  return {
    store: opened.store,
    clock,
    ids,
    errors,
    async engine(works, settings = {}) {
      const definitions = Object.entries(works).map(([type, run]) =>
        defineJob({ ...settings, type, input: z.object({ label: z.string() }), run }),
      );
      const jobs = createJobs({
        store: opened.store,
        ids,
        nowMs: () => clock.nowMs,
        random: () => 0,
        definitions: definitions as unknown as readonly JobDefinition<never>[],
        onError: (error) => void errors.push(error),
      });
      engines.add(jobs);
      await jobs.start();
      return jobs;
    },
    lose: (jobs) => void engines.delete(jobs),
    async [Symbol.asyncDispose]() {
      for (const jobs of engines) await jobs.stop();
      await opened[Symbol.asyncDispose]();
    },
  };
}

export function jobOf(type: string, label = type, more: Partial<EnqueueInput> = {}): EnqueueInput {
  return { type, title: label, input: { label }, ...more };
}

/** What a process that is lost never comes back from. */
export function forever(): Promise<never> {
  return new Promise<never>(() => undefined);
}

/** Resolves when the job is as asked. */
export async function until(
  jobs: Jobs,
  id: string,
  isSo: (job: Awaited<ReturnType<Jobs['get']>>) => boolean,
): Promise<Awaited<ReturnType<Jobs['get']>>> {
  for (;;) {
    const job = await jobs.get(id);
    if (isSo(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
