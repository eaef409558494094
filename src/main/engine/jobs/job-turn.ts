import type { Store } from '#main/db/store.ts';
import type { Statement } from './job-blobs.store.ts';
import type { JobJournal } from './job-journal.ts';
import type { JobRow } from './jobs.store.ts';
import { TurnEnd, type StopReason, TurnStopped } from './turn-end.ts';

export type TurnDeps = {
  readonly store: Store;
  readonly journal: JobJournal;
  readonly nowMs: () => number;
};

/** What a job waits for when it lets go of its slot. */
export type TurnWait = { runAfter: number; readonly signals: Set<string> };

/** One turn of a job: its lease, what is under way in it, and why it ends. */
export class JobTurn {
  readonly row: JobRow;
  readonly deps: TurnDeps;
  readonly #abort = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #effects = new Set<Promise<unknown>>();
  #isDraining = false;
  wait: TurnWait | null = null;
  needsDecision = false;

  constructor(row: JobRow, deps: TurnDeps) {
    this.row = row;
    this.deps = deps;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** True once it was stopped or is about to be: nothing new begins. */
  get isEnding(): boolean {
    return this.signal.aborted || this.#isDraining;
  }

  /** Throws where nothing new may begin: the turn was stopped, or is about to end. */
  check(): void {
    if (this.signal.aborted) throw this.signal.reason as Error; // ours, see `stop`
    if (this.#isDraining) throw new TurnStopped('closing');
    if (this.needsDecision) throw new TurnEnd('needs_decision');
    if (this.wait) throw new TurnEnd('waiting');
  }

  write(statements: readonly Statement[], options: { readonly isShown?: boolean } = {}): Promise<void> {
    return this.deps.journal.write({
      jobId: this.row.id,
      fence: this.row.fence,
      statements,
      isShown: options.isShown ?? false,
    });
  }

  /** Ends the turn once the branches of work that are under way have ended too. */
  waitFor(runAfter: number, signal?: string): never {
    const wait = (this.wait ??= { runAfter, signals: new Set() });
    wait.runAfter = Math.min(wait.runAfter, runAfter);
    if (signal !== undefined) wait.signals.add(signal);
    throw new TurnEnd('waiting');
  }

  askPerson(): never {
    this.needsDecision = true;
    throw new TurnEnd('needs_decision');
  }

  track<T>(work: Promise<T>, isEffect = false): Promise<T> {
    const kept = isEffect ? this.#effects : this.#underWay;
    kept.add(work);
    const drop = () => kept.delete(work);
    work.then(drop, drop);
    return work;
  }

  stop(reason: StopReason): void {
    if (!this.signal.aborted) this.#abort.abort(new TurnStopped(reason));
  }

  /** Begins no step any more; effects that cannot be repeated blindly get time to tell how they ended. */
  async drain(graceMs: number): Promise<void> {
    this.#isDraining = true;
    if (this.#effects.size > 0) await within(graceMs, Promise.allSettled(this.#effects));
    this.stop('closing');
  }

  /** When every step that was begun has ended: a turn that is over writes nothing any more. */
  async settled(): Promise<void> {
    while (this.#underWay.size + this.#effects.size > 0) {
      await Promise.allSettled([...this.#underWay, ...this.#effects]);
    }
  }
}

/** True when the work ended in time. */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), ms);
  try {
    return await Promise.race([work.then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
