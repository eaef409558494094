import { readKept, stepBlob, type Statement } from './job-blobs.store.ts';
import { provesNoEffect } from './error-class.ts';
import type { StepInfo, StepOptions } from './job-definition.ts';
import {
  beginIntent,
  dropIntent,
  finishStep,
  listIntents,
  noteProblem,
  readSteps,
  type StepMemo,
} from './job-steps.store.ts';
import type { JobTurn } from './job-turn.ts';

const MAX_PROBLEM_LENGTH = 500;

type Journal = { readonly steps: Map<string, StepMemo>; readonly intents: Set<string> };

/** The memo of one turn: what is finished answers from the store, what is under way is shared, the rest runs. */
export class JobSteps {
  readonly #turn: JobTurn;
  readonly #underWay = new Map<string, Promise<unknown>>();
  #journal: Promise<Journal> | null = null;

  constructor(turn: JobTurn) {
    this.#turn = turn;
  }

  async run<T>(key: string, work: (info: StepInfo) => Promise<T>, options: StepOptions): Promise<T> {
    const known = this.#underWay.get(key);
    if (known) return known as Promise<T>; // begun by this very step
    const running = this.#runNew(key, work, options);
    this.#underWay.set(key, running);
    try {
      return await this.#turn.track(running);
    } finally {
      this.#underWay.delete(key);
    }
  }

  /** A finished step's result. */
  async find(key: string): Promise<{ readonly result: unknown } | undefined> {
    const { steps } = await this.#read();
    const memo = steps.get(key);
    if (!memo?.isLarge) return memo;
    const { row, deps } = this.#turn;
    return { result: await readKept(deps.store.reader, row.id, stepBlob(key)) };
  }

  /** Keeps a result together with what else is true from then on. */
  async finish(key: string, result: unknown, beside: readonly Statement[] = []): Promise<void> {
    const { row, deps } = this.#turn;
    const written = finishStep({ jobId: row.id, key, result, nowMs: deps.nowMs() });
    await this.#turn.write([...written, ...beside]);
    await this.remember(key, result, written.length > 1);
  }

  /** For a result that was written in a transaction of its own. */
  async remember(key: string, result: unknown, isLarge = false): Promise<void> {
    const { steps } = await this.#read();
    steps.set(key, { result: isLarge ? null : result, isLarge });
  }

  #read(): Promise<Journal> {
    this.#journal ??= this.#readJournal();
    return this.#journal;
  }

  async #readJournal(): Promise<Journal> {
    const { row, deps } = this.#turn;
    const { reader } = deps.store;
    const [steps, intents] = await Promise.all([readSteps(reader, row.id), listIntents(reader, row.id)]);
    return { steps, intents: new Set(intents.map(({ key }) => key)) };
  }

  async #runNew<T>(key: string, work: (info: StepInfo) => Promise<T>, options: StepOptions): Promise<T> {
    const memo = await this.find(key);
    if (memo) return memo.result as T; // written by this very step
    this.#turn.check();
    const info = { idempotencyKey: `${this.#turn.row.id}:${key}`, signal: this.#turn.signal };
    if (options.effect === 'once') return this.#runOnce(key, () => work(info), options.evidence);
    const result = await work(info);
    await this.finish(key, result);
    return result;
  }

  async #runOnce<T>(key: string, work: () => Promise<T>, evidence: unknown): Promise<T> {
    const { row, deps } = this.#turn;
    const { intents } = await this.#read();
    // In flight when an earlier turn ended: only a person can say whether it happened.
    if (intents.has(key)) return this.#turn.askPerson();
    await this.#turn.write([beginIntent({ jobId: row.id, key, evidence, nowMs: deps.nowMs() })]);
    // The end came while that was being written: the effect has surely not begun, so nobody need be asked.
    if (this.#turn.isEnding) {
      await this.#turn.write([dropIntent(row.id, key)]);
      this.#turn.check();
    }
    intents.add(key);
    const running = this.#turn.track(this.#runEffect(key, work), true);
    const result = await running;
    intents.delete(key);
    return result;
  }

  async #runEffect<T>(key: string, work: () => Promise<T>): Promise<T> {
    const { row } = this.#turn;
    let result: T;
    try {
      result = await work();
    } catch (error) {
      if (provesNoEffect(error) && !this.#turn.signal.aborted) {
        await this.#turn.write([dropIntent(row.id, key)]);
        (await this.#read()).intents.delete(key);
        throw error;
      }
      const problem = error instanceof Error ? error.message : String(error);
      await this.#turn.write([noteProblem(row.id, key, problem.slice(0, MAX_PROBLEM_LENGTH))]);
      return this.#turn.askPerson();
    }
    await this.finish(key, result, [dropIntent(row.id, key)]);
    return result;
  }
}
