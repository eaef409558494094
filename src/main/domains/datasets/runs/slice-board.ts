import { OWN_WORKER, SLICE_TIMES, type SliceLease } from '#shared/contracts/dataset-slices.ts';
import { AppError } from '#shared/errors.ts';
import type { Store, Writer } from '#main/db/store.ts';
import { numberAt } from './run-numbers.ts';
import type { RunRow } from './runs.store.ts';
import type { SliceRow } from './slices.store.ts';

export type SliceBoardDeps = {
  readonly store: Store;
  readonly run: RunRow;
  readonly slices: readonly SliceRow[];
  readonly missing: readonly number[];
  readonly writes: {
    lendSlice(
      tx: Writer,
      runId: string,
      lent: { readonly slice: number; readonly worker: string; readonly fence: number },
    ): void;
    freeSlices(tx: Writer, runId: string, slices: readonly number[]): void;
    finishSlices(tx: Writer, runId: string, slices: readonly number[]): void;
    noteWorkers(
      tx: Writer,
      runId: string,
      workers: readonly { readonly worker: string; readonly activeMs: number }[],
    ): void;
  };
  /** Monotonic. */
  readonly nowMs: () => number;
  /** Told of numbers that were lent and come back unmade. */
  readonly onFreed: (numbers: readonly number[]) => void;
  /** There may be a slice to take. */
  readonly onWork: () => void;
  readonly onError: (error: unknown) => void;
};

/** Who has a slice. The process that holds the folder has `id` null, and is never silent. */
export type Holder = { readonly id: string | null; readonly name: string };
export const OWN_HOLDER: Holder = { id: null, name: OWN_WORKER };

type Slice = {
  readonly slice: number;
  /** Numbers that no accepted record stands for. */
  readonly left: Set<number>;
  fence: number;
  holder: Holder | null;
  seenMs: number;
  isFinished: boolean;
};

const LOOK_MS = 500;
/** Later than that, this process itself stood still, and nobody could be heard. */
const LATE_MS = 2_000;

/**
 * The slices of a run while it goes on in this process. Who has which is known here; the store is told, so that a
 * fence is higher after a restart as well.
 */
export class SliceBoard {
  readonly #deps: SliceBoardDeps;
  readonly #slices: readonly Slice[];
  readonly #byNumber = new Map<number, Slice>();
  readonly #activeSince = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;
  #wake = Promise.withResolvers<void>();
  #writing: Promise<unknown> = Promise.resolve();
  #lookedMs: number;
  #isClosed = false;

  constructor(deps: SliceBoardDeps) {
    this.#deps = deps;
    const missing = new Set(deps.missing);
    this.#slices = deps.slices.map(({ slice, from, to, fence }) => {
      const numbers = Array.from({ length: to - from }, (_, at) => numberAt(deps.run, from + at));
      const left = new Set(numbers.filter((number) => missing.has(number)));
      return { slice, left, fence, holder: null, seenMs: 0, isFinished: false };
    });
    for (const one of this.#slices) for (const number of one.left) this.#byNumber.set(number, one);
    this.#lookedMs = deps.nowMs();
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#timer.unref();
    // Whoever had them when this process or its last turn ended has them no more; what stands there is finished.
    this.#write((tx) => deps.writes.freeSlices(tx, deps.run.id, unfinished(deps.slices)));
    this.#finish();
  }

  /** Nothing is left to be made. */
  get isOver(): boolean {
    return this.#slices.every(({ left }) => left.size === 0);
  }

  /** Others than this process still have something. */
  get hasOthers(): boolean {
    return this.#slices.some(({ holder, left }) => holder !== null && holder.id !== null && left.size > 0);
  }

  /** The next slice that nobody works on; null where there is none right now. */
  async lend(holder: Holder): Promise<SliceLease | null> {
    const free = this.#slices.find((one) => one.holder === null && one.left.size > 0);
    if (free === undefined || this.#isClosed) return null;
    free.holder = holder;
    free.fence += 1;
    free.seenMs = this.#deps.nowMs();
    if (!this.#activeSince.has(holder.name)) this.#activeSince.set(holder.name, free.seenMs);
    const { slice, fence, left } = free;
    const { run, writes } = this.#deps;
    try {
      await this.#written((tx) => {
        writes.lendSlice(tx, run.id, { slice, worker: holder.name, fence });
        writes.noteWorkers(tx, run.id, [{ worker: holder.name, activeMs: 0 }]);
      });
    } catch (error) {
      free.holder = null;
      throw error;
    }
    return { runId: run.id, slice, fence, missing: [...left] };
  }

  /** Whether this number is the holder's to make. */
  isLentTo(holder: Holder, number: number): boolean {
    const one = this.#byNumber.get(number);
    return one !== undefined && one.holder?.id === holder.id && one.left.has(number);
  }

  /** Throws where the slice was lent to another since: a late word of one that was taken for dead changes nothing. */
  assertFence(holder: Holder, { slice, fence }: { readonly slice: number; readonly fence: number }): void {
    const one = this.#slices.find((candidate) => candidate.slice === slice);
    if (one !== undefined && one.holder?.id === holder.id && one.fence === fence) return;
    throw staleSlice();
  }

  /** Takes a number for made. False where a record stands for it already, or it is of no slice. */
  accept(number: number): boolean {
    const one = this.#byNumber.get(number);
    if (one === undefined || !one.left.delete(number)) return false;
    if (this.isOver) this.#changed();
    return true;
  }

  /** Said when accepted records are on disk. */
  written(numbers: readonly number[]): void {
    const isLast = numbers.some((number) => this.#byNumber.get(number)?.left.size === 0);
    if (isLast) this.#finish();
  }

  /** The holder lives. */
  seen(id: string): void {
    const now = this.#deps.nowMs();
    for (const one of this.#slices) if (one.holder?.id === id) one.seenMs = now;
  }

  /** Tells the store how long each has worked, for who looks. */
  note(): void {
    const { run, writes } = this.#deps;
    const workers = this.#activity();
    this.#write((tx) => writes.noteWorkers(tx, run.id, workers));
  }

  /** What this one had may be taken by anybody. */
  release(id: string | null): void {
    this.#free(this.#slices.filter(({ holder }) => holder !== null && holder.id === id));
  }

  /** Resolves when a slice may be free, all is made, others have let go, or the signal ends. */
  async changed(signal: AbortSignal): Promise<void> {
    const stop = () => this.#changed();
    signal.addEventListener('abort', stop, { once: true });
    if (!signal.aborted) await this.#wake.promise;
    signal.removeEventListener('abort', stop);
  }

  /** Lets go of everything and waits for its writes. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#finish();
    this.#free(this.#slices.filter(({ holder }) => holder !== null));
    await this.#writing;
  }

  #look(): void {
    const now = this.#deps.nowMs();
    const sinceMs = now - this.#lookedMs;
    this.#lookedMs = now;
    if (sinceMs > LATE_MS) for (const one of this.#slices) one.seenMs += sinceMs;
    const silentSince = now - SLICE_TIMES.silentMs;
    this.#free(
      this.#slices.filter(
        ({ holder, seenMs }) => holder !== null && holder.id !== null && seenMs < silentSince,
      ),
    );
  }

  #free(held: readonly Slice[]): void {
    // One of which every number is taken is about to be finished, by whoever had it.
    const slices = held.filter(({ left }) => left.size > 0);
    if (slices.length === 0) return;
    const { run, writes, onFreed, onWork } = this.#deps;
    for (const one of slices) one.holder = null;
    const freed = slices.map(({ slice }) => slice);
    const workers = this.#activity();
    this.#write((tx) => {
      writes.freeSlices(tx, run.id, freed);
      writes.noteWorkers(tx, run.id, workers);
    });
    onFreed(slices.flatMap(({ left }) => [...left]));
    this.#changed();
    if (!this.#isClosed) onWork();
  }

  #finish(): void {
    const { run, writes } = this.#deps;
    const done = this.#slices.filter(({ left, isFinished }) => left.size === 0 && !isFinished);
    if (done.length === 0) return;
    for (const one of done) Object.assign(one, { isFinished: true, holder: null });
    const finished = done.map(({ slice }) => slice);
    const workers = this.#activity();
    this.#write((tx) => {
      writes.finishSlices(tx, run.id, finished);
      writes.noteWorkers(tx, run.id, workers);
    });
    this.#changed();
  }

  /** How long each has worked since this was asked last. */
  #activity(): readonly { readonly worker: string; readonly activeMs: number }[] {
    const now = this.#deps.nowMs();
    const working = new Set(this.#slices.flatMap(({ holder }) => (holder === null ? [] : [holder.name])));
    const workers = [...this.#activeSince].map(([worker, since]) => ({ worker, activeMs: now - since }));
    this.#activeSince.clear();
    for (const worker of working) this.#activeSince.set(worker, now);
    return workers;
  }

  #changed(): void {
    const { resolve } = this.#wake;
    this.#wake = Promise.withResolvers();
    resolve();
  }

  /** What cannot be written is of the statistics alone, for the records are their own journal. */
  #write(work: (tx: Writer) => void): void {
    void this.#written(work).catch(() => undefined);
  }

  /** One after the other. */
  #written(work: (tx: Writer) => void): Promise<void> {
    const { store, onError } = this.#deps;
    const written = this.#writing
      .then(() => store.write({ command: 'datasets.slices', principal: 'job' }, work))
      .then(() => undefined);
    this.#writing = written.catch(onError);
    return written;
  }
}

function unfinished(slices: readonly SliceRow[]): readonly number[] {
  return slices.filter(({ isFinished }) => !isFinished).map(({ slice }) => slice);
}

export function staleSlice(): AppError {
  return new AppError(
    'conflict',
    'This part of the run was given to another process meanwhile. What came late was not kept; nothing is made twice.',
    { details: { isStale: true } },
  );
}
