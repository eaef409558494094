import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  SLICE_TIMES,
  type LeasedSlice,
  type SliceAskInput,
  type SliceBeat,
  type SliceBeatInput,
  type SliceEvent,
  type SliceLeaseInput,
  type SliceReleaseInput,
} from '#shared/contracts/dataset-slices.ts';
import type { DatasetWorker } from '../worker/worker-types.ts';
import { SliceCalls } from './slice-calls.ts';
import { SliceSession, type SliceSessionDeps } from './slice-session.ts';

/** The process that holds the folder, as a worker speaks to it. */
export type SliceLine = Omit<SliceSessionDeps['line'], 'lease'> & {
  attach(name: string, signal: AbortSignal): AsyncIterable<SliceEvent>;
  lease(input: SliceLeaseInput): Promise<LeasedSlice | null>;
  ask(input: SliceAskInput): Promise<void>;
  beat(input: SliceBeatInput): Promise<SliceBeat>;
  release(input: SliceReleaseInput): Promise<void>;
};

export type SliceWorkerDeps = {
  readonly line: SliceLine;
  readonly threads: DatasetWorker;
  readonly name: string;
  /** Monotonic. */
  readonly nowMs: () => number;
  readonly onTold: (told: SliceWorkerTold) => void;
};

export type SliceWorkerTold =
  | { readonly kind: 'attached' }
  | { readonly kind: 'began'; readonly title: string }
  | {
      readonly kind: 'ended';
      readonly title: string;
      readonly count: number;
      readonly problem: string | null;
    };

/** What is under way when the person ends the worker is paid for. */
const LEAVE_GRACE_MS = 30_000;
const PAUSE_GRACE_MS = 60_000;
/** After something went wrong. */
const REST_MS = 1_000;

/** A process that works on slices of whatever runs go on in the one that holds the folder, for as long as the line lasts. */
export class SliceWorker {
  readonly #deps: SliceWorkerDeps;
  readonly #calls: SliceCalls;
  readonly #line = new AbortController();
  #workerId = '';
  #session: SliceSession | null = null;
  #isLeaving = false;
  #hasWork = false;
  #wake: () => void = () => undefined;

  constructor(deps: SliceWorkerDeps) {
    this.#deps = deps;
    this.#calls = new SliceCalls((calls) => {
      const runId = this.#session?.runId ?? '';
      return deps.line.ask({ workerId: this.#workerId, runId, calls: [...calls] });
    });
  }

  /** Resolves when `leave` has ended, finished work and all. Throws when the line breaks. */
  async run(leave: AbortSignal): Promise<void> {
    const events = this.#deps.line.attach(this.#deps.name, this.#line.signal);
    let working: Promise<void> = Promise.resolve();
    const onLeave = () => this.#leave();
    leave.addEventListener('abort', onLeave, { once: true });
    const beat = setInterval(() => void this.#beat(), SLICE_TIMES.beatMs);
    try {
      for await (const event of events) {
        if (event.kind !== 'welcome') this.#take(event);
        else working = this.#begin(event.workerId, leave);
      }
      if (!this.#isLeaving) throw new Error('The line has ended.');
    } finally {
      clearInterval(beat);
      leave.removeEventListener('abort', onLeave);
      this.#isLeaving = true;
      this.#calls.end(new Error('The line has ended.'));
      this.#session?.stop(0);
      this.#wake();
      await working.catch(() => undefined);
    }
  }

  #begin(workerId: string, leave: AbortSignal): Promise<void> {
    this.#workerId = workerId;
    this.#deps.onTold({ kind: 'attached' });
    if (leave.aborted) this.#leave();
    const working = this.#work().finally(() => this.#line.abort());
    // Heard when the line has ended.
    working.catch(() => undefined);
    return working;
  }

  #leave(): void {
    this.#isLeaving = true;
    this.#session?.stop(LEAVE_GRACE_MS);
    this.#wake();
  }

  #take(event: Exclude<SliceEvent, { readonly kind: 'welcome' }>): void {
    if (event.kind === 'work') {
      this.#hasWork = true;
      this.#wake();
    } else if (event.kind === 'stop') {
      if (this.#session?.runId === event.runId) this.#session.stop(event.graceMs);
    } else this.#calls.take(event);
  }

  async #beat(): Promise<void> {
    if (this.#workerId === '') return;
    const session = this.#session;
    const runIds = session === null ? [] : [session.runId];
    const said = await this.#deps.line.beat({ workerId: this.#workerId, runIds }).catch(() => null);
    if (session !== null && said?.stopped.includes(session.runId) === true) session.stop(PAUSE_GRACE_MS);
  }

  async #work(): Promise<void> {
    while (!this.#isLeaving) {
      this.#hasWork = false;
      const leased = await this.#deps.line.lease({ workerId: this.#workerId });
      if (leased === null) await this.#wait();
      else await this.#workOn(leased);
    }
  }

  async #wait(): Promise<void> {
    if (this.#hasWork || this.#isLeaving) return;
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  async #workOn({ lease, setup }: LeasedSlice): Promise<void> {
    if (setup === null) return;
    const { onTold, line, threads, name, nowMs } = this.#deps;
    const { title } = setup.spec;
    const workerId = this.#workerId;
    const parts = { workerId, name, threads, calls: this.#calls, line, nowMs };
    const session = new SliceSession(parts, lease, setup);
    this.#session = session;
    if (this.#isLeaving) session.stop(0);
    onTold({ kind: 'began', title });
    let problem: string | null = null;
    try {
      await session.run();
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    this.#session = null;
    onTold({ kind: 'ended', title, count: session.count, problem });
    await line.release({ workerId, runId: lease.runId });
    if (problem !== null) await this.#rest();
  }

  async #rest(): Promise<void> {
    if (!this.#isLeaving) await Promise.race([delay(REST_MS), once(this.#line.signal, 'abort')]);
  }
}
