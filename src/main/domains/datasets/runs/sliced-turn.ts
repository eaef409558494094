import type { SliceSetup } from '#shared/contracts/dataset-slices.ts';
import type { OfferOutcome, RawRecord, RecordPlan } from '#shared/contracts/datasets-worker.ts';
import type { ModelResult } from '#main/engine/models/model-port.ts';
import type { LiveRun } from './live-run.ts';
import type { RecordIndex } from './record-index.ts';
import type { PromptPlan } from './record-prompt.ts';
import type { RecordWriter } from './record-writer.ts';
import type { Asked, RunAsking } from './run-asking.ts';
import type { RunSeats } from './run-lanes.ts';
import type { RunNumbers } from './run-numbers.ts';
import type { RunRecord } from './run-records.store.ts';
import type { WastedAnswers } from './wasted-answers.ts';
import { OWN_HOLDER, SliceBoard, staleSlice, type SliceBoardDeps } from './slice-board.ts';
import type { SliceHub } from './slice-hub.ts';

export type SlicedTurnDeps = Omit<SliceBoardDeps, 'onFreed' | 'onWork'> & {
  readonly hub: SliceHub;
  readonly writer: RecordWriter;
  readonly live: LiveRun;
};

/** What is there once the turn has got ready, and is done for workers in this process. */
export type SlicedWork = {
  readonly recordPlan: RecordPlan;
  readonly index: RecordIndex | null;
  /** Null where no model is asked. */
  readonly model: {
    readonly asking: RunAsking;
    /** The calls of all processes together keep to the concurrency of the definition. */
    readonly seats: RunSeats;
    readonly prompt: PromptPlan;
    /** Ends what this process has under way, as `RunLanes.stop` does. */
    readonly stop: (graceMs: number) => void;
  } | null;
  /** Makes in this process what `numbers` or `chunks` give. */
  readonly work: () => Promise<void>;
};

/** As when a lane of this process has failed. */
const HALT_GRACE_MS = 10_000;
/** Others are waited for so much longer than what they have under way may take. */
const PARTING_MS = 2_000;

/**
 * A turn of a run that is cut in slices. This process takes one after the other as every worker does, and is the one
 * in which models are asked, records compared and commits made for all of them.
 */
export class SlicedTurn {
  readonly #deps: SlicedTurnDeps;
  readonly board: SliceBoard;
  /** Ends when nothing more is to begin. */
  readonly #stopped = new AbortController();
  /** Ends calls of workers. */
  readonly #calls = new AbortController();
  #shared: SlicedWork | null = null;
  #graceMs = 0;
  #stoppedMs = 0;
  #error: Error | undefined;
  #mine: number[] = [];
  #taking: Promise<boolean> | null = null;

  constructor(deps: SlicedTurnDeps) {
    this.#deps = deps;
    this.board = new SliceBoard({
      ...deps,
      onFreed: (numbers) => this.#freed(numbers),
      onWork: () => deps.hub.tellWork(),
    });
  }

  get runId(): string {
    return this.#deps.run.id;
  }

  get isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  get setup(): SliceSetup {
    const { recordPlan, index, model } = this.#ready();
    const { spec, seed } = this.#deps.run;
    return { spec, seed, plan: recordPlan, needsModel: model !== null, isCompared: index !== null };
  }

  /** For the lanes of this process: none while no slice is free, for who waits for a number has a seat. */
  readonly numbers: RunNumbers = {
    next: async () => {
      while (!this.isStopped) {
        const number = this.#mine.shift();
        if (number !== undefined) return number;
        this.#taking ??= this.#take().finally(() => (this.#taking = null));
        if (!(await this.#taking)) return null;
      }
      return null;
    },
  };

  /** For what is made many at a time. */
  async *chunks(): AsyncGenerator<readonly number[]> {
    while (!this.isStopped) {
      const mine = this.#mine.splice(0);
      if (mine.length > 0) yield mine;
      else if (!(await this.#take())) return;
    }
  }

  /** A record that this process has made. */
  async put(record: RunRecord): Promise<void> {
    if (!this.board.accept(record.number)) return;
    await this.#deps.writer.put(record);
    this.board.written([record.number]);
  }

  /** Until everything is made and on its way to the disk, or the turn was stopped and all have let go; then `board.close`. */
  async run(shared: SlicedWork): Promise<void> {
    const { hub } = this.#deps;
    this.#shared = shared;
    if (this.isStopped) return;
    hub.open(this);
    try {
      await this.#workOn(shared);
    } catch (error) {
      this.fail(error);
    }
    if (!this.board.isOver) this.stop(HALT_GRACE_MS);
    await this.#partings();
    hub.shut(this.runId);
    this.#shared = null;
    if (this.#error !== undefined) throw this.#error;
  }

  /** Begins nothing more anywhere; what is under way has so long to end. */
  stop(graceMs: number): void {
    if (this.isStopped) return;
    this.#graceMs = graceMs;
    this.#stoppedMs = this.#deps.nowMs();
    this.#stopped.abort();
    setTimeout(() => this.#calls.abort(), graceMs).unref();
    this.#deps.hub.tellStop(this.runId, graceMs);
  }

  /** Ends the run by what a worker met. */
  fail(error: unknown): void {
    if (this.isStopped) return;
    this.#error ??= error instanceof Error ? error : new Error('A record was not made.', { cause: error });
    this.stop(HALT_GRACE_MS);
    this.#shared?.model?.stop(HALT_GRACE_MS);
  }

  /** A call for a worker. */
  async ask(
    { number, attempt, hasSchema }: { number: number; attempt: number; hasSchema: boolean },
    asked: Omit<Asked, 'responseSchema'>,
    gone: AbortSignal,
  ): Promise<ModelResult> {
    const { model } = this.#ready();
    if (model === null) throw staleSlice();
    const { asking, seats, prompt } = model;
    const responseSchema = { name: prompt.schemaName, schema: prompt.schema, checkedBy: 'caller' as const };
    const signal = AbortSignal.any([this.#calls.signal, gone]);
    const leave = await seats.enter(signal);
    try {
      this.#deps.live.begin(number, attempt);
      return await asking.ask({ ...asked, ...(hasSchema && { responseSchema }) }, signal);
    } finally {
      leave();
    }
  }

  async offer(records: readonly RawRecord[]): Promise<readonly OfferOutcome[]> {
    const { index } = this.#ready();
    if (index === null) return records.map(({ number }) => ({ number, alike: null, twins: [] }));
    return Promise.all(records.map((record) => index.offer(record)));
  }

  /** Records of a worker; resolves when they are on disk. */
  async putAll(records: readonly RunRecord[], wasted: WastedAnswers): Promise<void> {
    const { writer, live } = this.#deps;
    if (Object.values(wasted).some((figure) => figure > 0)) writer.waste(wasted);
    const accepted = records.filter(({ number }) => this.board.accept(number));
    for (const { number } of records) live.end(number);
    await Promise.all(accepted.map((record) => writer.put(record)));
    this.board.written(accepted.map(({ number }) => number));
  }

  /** What others give back may be this process's to make, up to the end. */
  async #workOn({ work }: SlicedWork): Promise<void> {
    while (!this.isStopped && !this.board.isOver) {
      const changed = this.board.changed(this.#stopped.signal);
      await work();
      await changed;
    }
  }

  /** False where no slice is free. */
  async #take(): Promise<boolean> {
    if (this.isStopped) return false;
    const lease = await this.board.lend(OWN_HOLDER);
    if (lease !== null) this.#mine.push(...lease.missing);
    return lease !== null;
  }

  async #partings(): Promise<void> {
    const { nowMs } = this.#deps;
    // What this process had and did not make.
    this.board.release(null);
    while (!this.board.isOver && this.board.hasOthers) {
      const leftMs = this.#stoppedMs + this.#graceMs + PARTING_MS - nowMs();
      if (leftMs <= 0) return;
      await this.board.changed(AbortSignal.timeout(Math.ceil(leftMs)));
    }
  }

  #freed(numbers: readonly number[]): void {
    const { live, onError } = this.#deps;
    for (const number of numbers) live.end(number);
    // What was offered and not kept is nothing to be compared with.
    this.#shared?.index?.drop(numbers).catch(onError);
  }

  #ready(): SlicedWork {
    if (this.#shared === null) throw staleSlice();
    return this.#shared;
  }
}
