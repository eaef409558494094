import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type { JobDefinition } from './job-definition.ts';
import { isQueuePaused, pruneJobs } from './job-control.store.ts';
import { recoverJobs } from './job-end.store.ts';
import { JobJournal } from './job-journal.ts';
import { beat, claimJobs, listDue, nextDueAt, type DueJob } from './job-queue.store.ts';
import { JobTurn, within } from './job-turn.ts';
import { finishTurn, work, type WorkDeps } from './job-work.ts';
import type { JobRow } from './jobs.store.ts';

export type RunnerDeps = WorkDeps & {
  readonly store: Store;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  readonly definitions: ReadonlyMap<string, JobDefinition>;
};

type Running = { readonly turn: JobTurn; readonly row: JobRow; readonly done: Promise<void> };

/** A timer may sleep through a suspended machine or a changed clock; it never sleeps longer than this. */
const LONGEST_SLEEP_MS = 30_000;
const HEARTBEAT_MS = 15_000;
const SILENT_MS = 4 * HEARTBEAT_MS;
/** A handler that does not listen to its signal loses its turn, so that a cancel is done within a second. */
const LET_GO_MS = 700;
const EFFECT_GRACE_MS = 5_000;
const CLOSE_MS = 10_000;
const CLAIMS_AT_ONCE = 64;
const PRUNE_EVERY_MS = 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
const KEEP_DONE_MS = 30 * DAY_MS;
const KEEP_FAILED_MS = 90 * DAY_MS;

/** Writes of turns themselves: nothing becomes due by them. */
const OWN_COMMANDS = new Set(['jobs.journal', 'jobs.claim']);

/** Takes what is due, in order and within its limits, and keeps hold of what runs. */
export class JobRunner {
  readonly #deps: RunnerDeps;
  readonly #bootId: string;
  readonly #journal: JobJournal;
  readonly #running = new Map<string, Running>();
  #isStarted = false;
  #isPaused = false;
  #isPumpWanted = false;
  #pumping: Promise<void> | null = null;
  #wakeTimer: NodeJS.Timeout | null = null;
  #sweepTimer: NodeJS.Timeout | null = null;
  #lastPruneAt = 0;

  constructor(deps: RunnerDeps) {
    this.#deps = deps;
    this.#bootId = deps.ids.next();
    this.#journal = new JobJournal(deps.store);
    deps.store.onCommit((commit) => {
      if (OWN_COMMANDS.has(commit.command)) return;
      if (commit.changes.some((change) => change.topic === 'job')) this.pump();
    });
  }

  async start(): Promise<void> {
    this.#isStarted = true;
    this.#isPaused = await isQueuePaused(this.#deps.store.reader);
    await this.#write('jobs.recover', (tx) =>
      recoverJobs(tx, { bootId: this.#bootId, held: [], silentSinceMs: null }),
    );
    this.#lastPruneAt = this.#deps.nowMs();
    this.#sweepTimer = setInterval(() => void this.#sweep(), HEARTBEAT_MS);
    this.#sweepTimer.unref();
    this.pump();
  }

  /** Lets effects tell how they ended, aborts the rest and waits for it; it goes on at the next start. */
  async stop(): Promise<void> {
    this.#isStarted = false;
    if (this.#wakeTimer) clearTimeout(this.#wakeTimer);
    if (this.#sweepTimer) clearInterval(this.#sweepTimer);
    await this.#pumping;
    const running = [...this.#running.values()];
    await Promise.all(running.map(({ turn }) => turn.drain(EFFECT_GRACE_MS)));
    await within(CLOSE_MS, Promise.all(running.map(({ done }) => done)));
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.pump();
  }

  /** Ends a running turn as asked; resolves when the job has let go, at the latest within a second. */
  async end(id: string, reason: 'cancel' | 'pause'): Promise<void> {
    const running = this.#running.get(id);
    if (!running) return;
    running.turn.stop(reason);
    if (await within(LET_GO_MS, running.done)) return;
    await finishTurn(running.turn, { status: reason === 'cancel' ? 'cancelled' : 'paused' });
    this.#release(id, running.turn);
  }

  pump(): void {
    this.#isPumpWanted = true;
    if (!this.#isStarted || this.#pumping) return;
    this.#pumping = this.#pumpAll()
      .catch((error: unknown) => this.#deps.onError(error, ''))
      .finally(() => {
        this.#pumping = null;
        if (this.#isPumpWanted) this.pump();
      });
  }

  async #pumpAll(): Promise<void> {
    while (this.#isPumpWanted && this.#isStarted) {
      this.#isPumpWanted = false;
      if (this.#isPaused) return;
      while (this.#isStarted && (await this.#claimSome()) > 0);
      await this.#sleepUntilNext();
    }
  }

  async #sleepUntilNext(): Promise<void> {
    if (this.#wakeTimer) clearTimeout(this.#wakeTimer);
    this.#wakeTimer = null;
    const now = this.#deps.nowMs();
    const next = await nextDueAt(this.#deps.store.reader, [...this.#deps.definitions.keys()], now);
    if (next === null || !this.#isStarted) return;
    this.#wakeTimer = setTimeout(() => this.pump(), Math.min(next - now, LONGEST_SLEEP_MS));
    this.#wakeTimer.unref();
  }

  async #claimSome(): Promise<number> {
    const use = this.#use();
    const due = await listDue(this.#deps.store.reader, {
      nowMs: this.#deps.nowMs(),
      types: this.#freeTypes(use.types),
      busyResources: this.#fullResources(use.resources),
      limit: CLAIMS_AT_ONCE,
    });
    const ids = due.filter((job) => this.#fits(job, use)).map(({ id }) => id);
    if (ids.length === 0) return 0;
    const rows = await this.#write('jobs.claim', (tx) => claimJobs(tx, ids, this.#bootId));
    for (const row of rows) this.#begin(row);
    return rows.length;
  }

  #use(): Use {
    const use: Use = { types: new Map(), resources: new Map() };
    for (const { row } of this.#running.values()) count(use, row);
    return use;
  }

  #freeTypes(used: ReadonlyMap<string, number>): readonly string[] {
    return [...this.#deps.definitions.values()]
      .filter(({ type, concurrency = 1 }) => (used.get(type) ?? 0) < concurrency)
      .map(({ type }) => type);
  }

  #fullResources(used: ReadonlyMap<string, number>): readonly string[] {
    const running = [...this.#running.values()].map(({ row }) => row);
    return running.flatMap(({ resourceKey, resourceLimit }) =>
      resourceKey !== null && (used.get(resourceKey) ?? 0) >= resourceLimit ? [resourceKey] : [],
    );
  }

  /** Counts it in where it fits. */
  #fits(job: DueJob, use: Use): boolean {
    const limit = this.#deps.definitions.get(job.type)?.concurrency ?? 1;
    if (this.#running.has(job.id) || (use.types.get(job.type) ?? 0) >= limit) return false;
    if (job.resourceKey !== null && (use.resources.get(job.resourceKey) ?? 0) >= job.resourceLimit)
      return false;
    count(use, job);
    return true;
  }

  #begin(row: JobRow): void {
    const definition = this.#deps.definitions.get(row.type);
    if (!definition) return;
    const { store, nowMs } = this.#deps;
    const turn = new JobTurn(row, { store, nowMs, journal: this.#journal });
    const done = work(definition, turn, this.#deps).finally(() => this.#release(row.id, turn));
    this.#running.set(row.id, { turn, row, done });
  }

  /** The slot is free; a later turn of the same job is not touched. */
  #release(id: string, turn: JobTurn): void {
    if (this.#running.get(id)?.turn !== turn) return;
    this.#running.delete(id);
    this.pump();
  }

  async #sweep(): Promise<void> {
    try {
      const now = this.#deps.nowMs();
      await this.#write('jobs.sweep', async (tx) => {
        const held = [...this.#running.keys()];
        if (held.length > 0) beat(tx, held, this.#bootId);
        await recoverJobs(tx, { bootId: this.#bootId, held, silentSinceMs: now - SILENT_MS });
      });
      if (now - this.#lastPruneAt < PRUNE_EVERY_MS) return;
      this.#lastPruneAt = now;
      await this.prune();
    } catch (error) {
      if (this.#isStarted) this.#deps.onError(error, '');
    }
  }

  /** Removes what ended long ago. Answers how many jobs went. */
  async prune(): Promise<number> {
    const now = this.#deps.nowMs();
    const before = { doneMs: now - KEEP_DONE_MS, failedMs: now - KEEP_FAILED_MS };
    let removed = 0;
    for (;;) {
      const count = await this.#write('jobs.prune', (tx) => pruneJobs(tx, before));
      removed += count;
      if (count === 0) return removed;
    }
  }

  async #write<T>(command: string, run: (tx: Writer) => T | Promise<T>): Promise<T> {
    return (await this.#deps.store.write({ command, principal: 'job' }, run)).value;
  }
}

type Use = { readonly types: Map<string, number>; readonly resources: Map<string, number> };

function count(use: Use, job: Pick<JobRow, 'type' | 'resourceKey'>): void {
  use.types.set(job.type, (use.types.get(job.type) ?? 0) + 1);
  if (job.resourceKey !== null) {
    use.resources.set(job.resourceKey, (use.resources.get(job.resourceKey) ?? 0) + 1);
  }
}
