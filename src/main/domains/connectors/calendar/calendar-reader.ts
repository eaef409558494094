import { Worker } from 'node:worker_threads';
import {
  CALENDAR_LIMITS,
  type CalendarEntry,
  type CalendarOrder,
  type CalendarResult,
  type CalendarWorkerAnswer,
  type CalendarWorkerRequest,
  type EntryRefusal,
  type ExpandedEvent,
  type MeasuredEntry,
} from '#shared/contracts/calendar-worker.ts';
import { AppError } from '#shared/errors.ts';
import { workerUrl } from '#main/workers-url.ts';

export type ExpandInput = {
  readonly entries: readonly CalendarEntry[];
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
};

export type CalendarReader = {
  /** The entries of a calendar file. Throws `file_unreadable` for what is none. */
  split(text: string, timeZone: string): Promise<readonly MeasuredEntry[]>;
  /** The instances in a window. An entry whose rule never comes to an end is refused, the others go on. */
  expand(
    input: ExpandInput,
  ): Promise<{ readonly events: readonly ExpandedEvent[]; readonly refused: readonly EntryRefusal[] }>;
  close(): Promise<void>;
};

/** A whole file may take longer than one entry. */
const SPLIT_MS = 30_000;

export function createCalendarReader(): CalendarReader {
  return new ReaderClient();
}

/** One order at a time: an order that hangs is ended with its worker. */
class ReaderClient implements CalendarReader {
  private worker: Worker | null = null;
  private turn: Promise<unknown> = Promise.resolve();
  private lastId = 0;

  async split(text: string, timeZone: string): Promise<readonly MeasuredEntry[]> {
    const answer = await this.inTurn({ op: 'split', text, timeZone }, () => SPLIT_MS);
    if ('result' in answer) return answer.result.entries;
    throw notReadable(answer.failure);
  }

  async expand({ entries, from, to, timeZone }: ExpandInput) {
    const stuck: EntryRefusal[] = [];
    let open = entries;
    for (;;) {
      const order = { op: 'expand' as const, entries: open, from, to, timeZone };
      const answer = await this.inTurn(order, () => CALENDAR_LIMITS.stuckMs);
      if ('result' in answer)
        return { events: answer.result.events, refused: [...stuck, ...answer.result.refused] };
      const blamed = open[answer.at];
      if (blamed === undefined) throw notReadable(answer.failure);
      stuck.push(stuckAt(blamed.key));
      open = open.filter((entry) => entry !== blamed);
    }
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = null;
    await worker?.terminate();
  }

  private inTurn(order: CalendarOrder, budgetMs: () => number): Promise<Outcome> {
    const answer = this.turn.then(() => this.ask(order, budgetMs()));
    this.turn = answer.catch(() => {});
    return answer;
  }

  /** The budget is for one entry: the clock begins anew with each that is begun. */
  private ask(order: CalendarOrder, budgetMs: number): Promise<Outcome> {
    this.lastId += 1;
    const at = new Int32Array(new SharedArrayBuffer(4));
    const request: CalendarWorkerRequest = { ...order, id: this.lastId, at };
    const worker = (this.worker ??= this.start());
    return new Promise((resolve) => {
      let last = { at: 0, since: performance.now() };
      const settle = (outcome: Outcome): void => {
        clearInterval(timer);
        worker.off('message', onAnswer);
        worker.off('exit', onGone);
        worker.unref();
        resolve(outcome);
      };
      const onGone = (): void => {
        if (this.worker === worker) this.worker = null;
        settle({ failure: 'it ended the program that reads calendars', at: Atomics.load(at, 0) });
      };
      const onAnswer = (answer: CalendarWorkerAnswer): void => {
        if (answer.id !== request.id) return;
        settle('result' in answer ? { result: answer.result } : { failure: answer.failure, at: -1 });
      };
      const timer = setInterval(() => {
        const now = Atomics.load(at, 0);
        if (now !== last.at) last = { at: now, since: performance.now() };
        else if (performance.now() - last.since > budgetMs) void worker.terminate();
      }, 100);
      worker.on('message', onAnswer);
      worker.on('exit', onGone);
      worker.ref();
      worker.postMessage(request);
    });
  }

  private start(): Worker {
    const worker = new Worker(workerUrl('calendar'), { resourceLimits: { maxOldGenerationSizeMb: 512 } });
    // The exit that follows says what is to be said.
    worker.on('error', () => {});
    return worker;
  }
}

type Outcome = { readonly result: CalendarResult } | { readonly failure: string; readonly at: number };

function stuckAt(key: string): EntryRefusal {
  const message = `Its rule was given up after ${CALENDAR_LIMITS.stuckMs} ms without an answer.`;
  return { key, reason: 'took_too_long', message };
}

function notReadable(why: string): AppError {
  return new AppError(
    'file_unreadable',
    `The calendar could not be read: ${why}. What was read of it before is still here.`,
  );
}
