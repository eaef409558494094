import type {
  LeasedSlice,
  SliceLease,
  SliceOfferInput,
  SlicePutInput,
  SliceRef,
  SliceSetup,
} from '#shared/contracts/dataset-slices.ts';
import type { OfferOutcome, RawRecord } from '#shared/contracts/datasets-worker.ts';
import { createTurnstile } from '#main/engine/models/turnstile.ts';
import type { DatasetWorker, PlanSession } from '../worker/worker-types.ts';
import { Batched } from './batched.ts';
import { runBuiltIn } from './builtin-run.ts';
import { LiveRun } from './live-run.ts';
import { RecordMaker } from './record-maker.ts';
import { createPromptPlan } from './record-prompt.ts';
import { createSeats, RunLanes } from './run-lanes.ts';
import type { RunRecord } from './run-records.store.ts';
import { addWasted, NO_WASTE, type WastedAnswers } from './wasted-answers.ts';
import type { SliceCalls } from './slice-calls.ts';

export type SliceSessionDeps = {
  readonly workerId: string;
  readonly name: string;
  readonly threads: DatasetWorker;
  readonly calls: SliceCalls;
  readonly line: {
    lease(input: { readonly workerId: string; readonly runId: string }): Promise<LeasedSlice | null>;
    offer(input: SliceOfferInput): Promise<readonly OfferOutcome[]>;
    put(input: SlicePutInput): Promise<void>;
  };
  /** Monotonic. */
  readonly nowMs: () => number;
};

const NO_COUNTS = { asked: 0, made: 0, failed: 0, duplicates: 0, costMicros: 0 };

/** What a worker does of one run, from its first slice until there is none to take. */
export class SliceSession {
  readonly #deps: SliceSessionDeps;
  readonly #setup: SliceSetup;
  readonly #refs = new Map<number, SliceRef>();
  readonly #stopped = new AbortController();
  readonly #putting: Batched<RunRecord, Error | null>;
  readonly #offering: Batched<RawRecord, OfferOutcome>;
  readonly #unwritten = new Set<Promise<void>>();
  readonly runId: string;
  #queue: number[] = [];
  #taking: Promise<void> | null = null;
  #lanes: RunLanes | null = null;
  #wasted = NO_WASTE;
  /** Records that are on disk. */
  count = 0;

  constructor(deps: SliceSessionDeps, lease: SliceLease, setup: SliceSetup) {
    this.#deps = deps;
    this.#setup = setup;
    this.runId = lease.runId;
    this.#putting = new Batched((records) => this.#putAll(records));
    const { workerId, line } = deps;
    this.#offering = new Batched((records) =>
      line.offer({ workerId, runId: this.runId, records: [...records] }),
    );
    this.#took(lease);
  }

  /** Resolves when what was made is on disk there. Throws what ended it. */
  async run(): Promise<void> {
    const plan = await this.#deps.threads.openPlan(this.#setup.plan);
    try {
      await (this.#setup.needsModel ? this.#withModel(plan) : this.#withoutModel(plan));
    } finally {
      await Promise.allSettled(this.#unwritten);
      await plan.close();
    }
  }

  /** Begins nothing more; what is under way has so long to end. */
  stop(graceMs: number): void {
    this.#stopped.abort();
    this.#lanes?.stop(graceMs);
  }

  async #withModel(plan: PlanSession): Promise<void> {
    const { spec, seed, isCompared } = this.#setup;
    const { calls, name, nowMs } = this.#deps;
    const { generator } = spec;
    if (generator.kind !== 'model') return;
    const { concurrency } = generator;
    const seats = createSeats(createTurnstile(), concurrency);
    const live = new LiveRun({ id: this.runId, ...NO_COUNTS }, nowMs);
    const maker = new RecordMaker({
      spec,
      seed,
      prompt: createPromptPlan(spec),
      asking: calls,
      seats,
      finishing: new Batched((records) => plan.finish(records)),
      index: isCompared ? this.#index : null,
      writer: { waste: (wasted) => this.#waste(wasted) },
      onAttempt: (number, attempt) => live.begin(number, attempt),
      worker: name,
      nowMs,
    });
    const numbers = { next: () => this.#next() };
    this.#lanes = new RunLanes({ maker, numbers, writer: this.#writer, live, seats, concurrency });
    if (!this.#stopped.signal.aborted) await this.#lanes.run();
  }

  async #withoutModel(plan: PlanSession): Promise<void> {
    const { name, nowMs } = this.#deps;
    const { signal } = this.#stopped;
    const index = this.#setup.isCompared ? this.#index : null;
    while (!signal.aborted) {
      if (this.#queue.length === 0) await this.#take();
      const missing = this.#queue.splice(0);
      if (missing.length === 0) return;
      const { spec } = this.#setup;
      await runBuiltIn({ spec, plan, index, writer: this.#writer, missing, signal, nowMs, worker: name });
    }
  }

  readonly #index = { offer: (record: RawRecord) => this.#offering.ask(record) };

  readonly #writer = {
    put: (record: RunRecord): Promise<void> => {
      const written = this.#put(record);
      this.#unwritten.add(written);
      const forget = () => this.#unwritten.delete(written);
      written.then(forget, forget);
      return written;
    },
  };

  async #put(record: RunRecord): Promise<void> {
    const error = await this.#putting.ask(record);
    if (error !== null) throw error;
    this.count += 1;
  }

  /** The next number of what is lent; null where nothing more is to be had right now. */
  async #next(): Promise<number | null> {
    for (;;) {
      const number = this.#queue.shift();
      if (number !== undefined) return number;
      this.#taking ??= this.#take().finally(() => (this.#taking = null));
      await this.#taking;
      if (this.#queue.length === 0) return null;
    }
  }

  async #take(): Promise<void> {
    if (this.#stopped.signal.aborted) return;
    const leased = await this.#deps.line.lease({ workerId: this.#deps.workerId, runId: this.runId });
    if (leased !== null) this.#took(leased.lease);
  }

  #took({ runId, slice, fence, missing }: SliceLease): void {
    const ref = { workerId: this.#deps.workerId, runId, slice, fence };
    for (const number of missing) this.#refs.set(number, ref);
    this.#queue.push(...missing);
  }

  #waste(wasted: WastedAnswers): void {
    this.#wasted = addWasted(this.#wasted, wasted);
  }

  /** Those of one slice go together; one that is another's by now fails its own alone. */
  async #putAll(records: readonly RunRecord[]): Promise<readonly (Error | null)[]> {
    const groups = Map.groupBy(records, ({ number }) => this.#refs.get(number));
    const failed = new Map<SliceRef | undefined, Error>();
    for (const [ref, some] of groups) {
      const wasted = this.#wasted;
      this.#wasted = NO_WASTE;
      try {
        if (ref === undefined) throw new Error('A record of no slice was made.');
        await this.#deps.line.put({ ...ref, records: some.map(toPut), wasted });
      } catch (error) {
        failed.set(ref, error instanceof Error ? error : new Error('It was not kept.', { cause: error }));
      }
    }
    return records.map(({ number }) => failed.get(this.#refs.get(number)) ?? null);
  }
}

/** Whose it is, is known there. */
function toPut({ facets, issues, ...record }: RunRecord): SlicePutInput['records'][number] {
  return { ...record, facets: facets === null ? null : { ...facets }, issues: [...issues] };
}
