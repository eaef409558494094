import type { ChildResult, EnqueueInput, SignalAnswer } from './job-definition.ts';
import { childSignal } from './job-end.store.ts';
import { findSignal, takeSignal } from './job-signals.store.ts';
import { finishStep } from './job-steps.store.ts';
import { guardLeases } from './job-queue.store.ts';
import type { JobSteps } from './job-steps.ts';
import type { JobTurn } from './job-turn.ts';
import { readEnded, NEVER } from './jobs.store.ts';
import type { Writer } from '#main/db/store.ts';

/** Enqueues a job that belongs to another. */
export type EnqueueChild = (tx: Writer, input: EnqueueInput, parentId: string) => string;

/** Sleep, signals and parts: each lets the slot go, and is known by its key when the job is taken up again. */
export class JobWaits {
  readonly #turn: JobTurn;
  readonly #steps: JobSteps;
  readonly #enqueueChild: EnqueueChild;
  /** How often a name was waited for in this turn: the order of calls is the same in each. */
  readonly #counts = new Map<string, number>();

  constructor(turn: JobTurn, steps: JobSteps, enqueueChild: EnqueueChild) {
    this.#turn = turn;
    this.#steps = steps;
    this.#enqueueChild = enqueueChild;
  }

  async sleep(key: string, ms: number): Promise<void> {
    const wakeAt = await this.#deadline(`sleep:${key}`, ms);
    if (this.#turn.deps.nowMs() >= wakeAt) return;
    this.#turn.check();
    this.#turn.waitFor(wakeAt);
  }

  async waitForSignal(name: string, timeoutMs: number | undefined): Promise<SignalAnswer> {
    const count = this.#counts.get(name) ?? 0;
    this.#counts.set(name, count + 1);
    const key = `signal:${name}:${count}`;
    const memo = await this.#steps.find(key);
    if (memo) return memo.result as SignalAnswer; // written below
    this.#turn.check();
    const { row, deps } = this.#turn;
    const signal = await findSignal(deps.store.reader, row.id, name);
    if (signal) return this.#answer(key, { payload: signal.payload }, signal.seq);
    const deadline = timeoutMs === undefined ? NEVER : await this.#deadline(`${key}:until`, timeoutMs);
    if (deps.nowMs() >= deadline) return this.#answer(key, { timedOut: true }, null);
    return this.#turn.waitFor(deadline, name);
  }

  async child(key: string, input: EnqueueInput): Promise<ChildResult> {
    const childId = await this.#childOf(`child:${key}`, input);
    await this.waitForSignal(childSignal(childId), undefined);
    const { status, result } = await readEnded(this.#turn.deps.store.reader, childId);
    return { jobId: childId, status, result };
  }

  async #childOf(key: string, input: EnqueueInput): Promise<string> {
    const memo = await this.#steps.find(key);
    if (memo) return memo.result as string; // written below
    this.#turn.check();
    const { row, deps } = this.#turn;
    // One transaction: neither a part without its memo, which would be made twice, nor a memo without its part.
    const { value } = await deps.store.write({ command: 'jobs.child', principal: 'job' }, (tx) => {
      tx.run(guardLeases([{ jobId: row.id, fence: row.fence }]));
      const id = this.#enqueueChild(tx, input, row.id);
      const written = finishStep({ jobId: row.id, key, result: id, nowMs: tx.nowMs });
      for (const statement of written) tx.run(statement);
      return id;
    });
    await this.#steps.remember(key, value);
    return value;
  }

  async #answer(key: string, answer: SignalAnswer, seq: number | null): Promise<SignalAnswer> {
    await this.#steps.finish(key, answer, seq === null ? [] : [takeSignal(seq)]);
    return answer;
  }

  /** The same moment in every turn. */
  async #deadline(key: string, ms: number): Promise<number> {
    const memo = await this.#steps.find(key);
    if (memo) return Number(memo.result);
    this.#turn.check();
    const deadline = this.#turn.deps.nowMs() + ms;
    await this.#steps.finish(key, deadline);
    return deadline;
  }
}
