import {
  DATASET_LIMITS,
  type DatasetResults,
  type RawRecord,
  type RecordOutcome,
  type RecordPlan,
} from '#shared/contracts/datasets-worker.ts';
import { checkName } from '#shared/kernel/check-name.ts';
import { AppError } from '#shared/errors.ts';
import { recordSeed } from '#shared/kernel/record-random.ts';
import type { DatasetThread, ThreadReply } from './dataset-thread.ts';
import { broken, cancelled, resultOf } from './thread-replies.ts';
import type { PlanSession } from './worker-types.ts';

type Item = { readonly number: number; readonly text?: string };
type Op = 'plan.make' | 'plan.finish' | 'plan.check';

/** Resolves when the definition has been found good. */
export async function openPlanSession(
  thread: DatasetThread,
  session: number,
  plan: RecordPlan,
): Promise<PlanSession> {
  const opened = new OnePlan(thread, session, plan);
  await opened.open();
  return opened;
}

class OnePlan implements PlanSession {
  readonly #thread: DatasetThread;
  readonly #session: number;
  readonly #plan: RecordPlan;
  /** As the thread counts them: those that are not of one record alone are not among them. */
  readonly #checks: readonly string[];
  #openedIn = 0;
  #stuck = 0;

  constructor(thread: DatasetThread, session: number, plan: RecordPlan) {
    this.#thread = thread;
    this.#session = session;
    this.#plan = plan;
    this.#checks = plan.checks
      .filter(({ kind }) => kind !== 'judge' && kind !== 'unique')
      .map((check) => checkName(check));
  }

  async open(): Promise<void> {
    resultOf(await this.#ask(null));
  }

  make(numbers: readonly number[], signal?: AbortSignal): Promise<readonly RecordOutcome[]> {
    return this.#inChunks(
      'plan.make',
      numbers.map((number) => ({ number })),
      signal,
    );
  }

  finish(records: readonly RawRecord[], signal?: AbortSignal): Promise<readonly RecordOutcome[]> {
    return this.#inChunks('plan.finish', records, signal);
  }

  check(records: readonly RawRecord[], signal?: AbortSignal): Promise<readonly RecordOutcome[]> {
    return this.#inChunks('plan.check', records, signal);
  }

  async close(): Promise<void> {
    await this.#thread.inTurn(async ({ generation, ask }) => {
      if (generation === this.#openedIn) await ask({ op: 'close', session: this.#session }, null);
    });
  }

  async #inChunks(
    op: Op,
    items: readonly Item[],
    signal: AbortSignal | undefined,
  ): Promise<readonly RecordOutcome[]> {
    const outcomes: RecordOutcome[] = [];
    for (let from = 0; from < items.length; from += DATASET_LIMITS.chunkRecords) {
      if (signal?.aborted === true) throw cancelled();
      const chunk = items.slice(from, from + DATASET_LIMITS.chunkRecords);
      outcomes.push(...(await this.#some(op, chunk, [])));
    }
    return outcomes;
  }

  async #some(op: Op, items: readonly Item[], skip: readonly string[]): Promise<readonly RecordOutcome[]> {
    if (items.length === 0) return [];
    const reply = await this.#tried(op, items, skip);
    if (reply.t !== 'stuck') return resultOf(reply) as DatasetResults[Op];
    // The others are done without the one that it hung at, and that one without the check that hung.
    const blamed = items[reply.record];
    if (blamed === undefined) throw broken();
    const check = reply.check === 0 ? undefined : this.#checks[reply.check - 1];
    this.#countStuck(check);
    const before = await this.#some(op, items.slice(0, reply.record), skip);
    const at = await this.#blamed(op, blamed, { check, skip });
    const after = await this.#some(op, items.slice(reply.record + 1), skip);
    return [...before, at, ...after];
  }

  async #blamed(
    op: Op,
    item: Item,
    { check, skip }: { readonly check: string | undefined; readonly skip: readonly string[] },
  ): Promise<RecordOutcome> {
    const tookLong = `was given up after ${DATASET_LIMITS.stuckMs / 1000} seconds`;
    if (check === undefined || skip.includes(check))
      return this.#slow(item.number, `The record ${tookLong}.`);
    const [outcome] = await this.#some(op, [item], [...skip, check]);
    if (outcome === undefined) throw broken();
    if (!outcome.isMade) return outcome;
    return { ...outcome, issues: [...outcome.issues, { check, message: `The check ${tookLong}.` }] };
  }

  #slow(number: number, problem: string): RecordOutcome {
    const seed = recordSeed(this.#plan.seed, number);
    return { isMade: false, number, seed, reason: 'slow', problem, errors: [problem] };
  }

  #countStuck(check: string | undefined): void {
    this.#stuck += 1;
    if (this.#stuck <= DATASET_LIMITS.stuckRecords) return;
    const what = check === undefined ? 'A pattern or a column of the definition' : `The check "${check}"`;
    throw new AppError(
      'invalid_input',
      `${what} does not come to an end on ${this.#stuck} records. What was finished is kept; mend it and go on.`,
    );
  }

  /** Once more where the thread broke down: it may have been for another's order. */
  async #tried(op: Op, items: readonly Item[], skip: readonly string[]): Promise<ThreadReply> {
    const work = { op, items, skip };
    const reply = await this.#ask(work);
    return reply.t === 'gone' ? this.#ask(work) : reply;
  }

  #ask(
    work: { readonly op: Op; readonly items: readonly Item[]; readonly skip: readonly string[] } | null,
  ): Promise<ThreadReply> {
    const session = this.#session;
    return this.#thread.inTurn(async ({ generation, ask }) => {
      if (generation !== this.#openedIn) {
        const { references, checks, ...plan } = this.#plan;
        const lists = Object.fromEntries(Object.entries(references).map(([name, list]) => [name, [...list]]));
        const order = { ...plan, checks: [...checks], references: lists };
        const opened = await ask({ op: 'plan.open', session, plan: order }, DATASET_LIMITS.openMs);
        if (opened.t !== 'done') return opened;
        this.#openedIn = generation;
      }
      if (work === null) return { t: 'done', result: undefined };
      const skip = [...work.skip];
      if (work.op === 'plan.make') {
        const numbers = work.items.map(({ number }) => number);
        return ask({ op: work.op, session, numbers, skip }, DATASET_LIMITS.stuckMs);
      }
      const records = work.items.map(({ number, text = '' }) => ({ number, text }));
      return ask({ op: work.op, session, records, skip }, DATASET_LIMITS.stuckMs);
    });
  }
}
