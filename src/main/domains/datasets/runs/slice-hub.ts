import type {
  LeasedSlice,
  SliceAskInput,
  SliceBeat,
  SliceBeatInput,
  SliceEvent,
  SliceLeaseInput,
  SliceOfferInput,
  SlicePutInput,
  SliceReleaseInput,
} from '#shared/contracts/dataset-slices.ts';
import type { OfferOutcome } from '#shared/contracts/datasets-worker.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { ModelResult } from '#main/engine/models/model-port.ts';
import { RecordFailed } from './run-halt.ts';
import { staleSlice, type Holder } from './slice-board.ts';
import type { SlicedTurn } from './sliced-turn.ts';

type Attached = Holder & {
  readonly id: string;
  readonly events: SliceEvent[];
  readonly gone: AbortController;
  wake: () => void;
};

type Call = SliceAskInput['calls'][number];

/** Where worker processes and the runs of this one meet. */
export class SliceHub {
  readonly #ids: IdSource;
  readonly #workers = new Map<string, Attached>();
  readonly #turns = new Map<string, SlicedTurn>();

  constructor({ ids }: { readonly ids: IdSource }) {
    this.#ids = ids;
  }

  open(turn: SlicedTurn): void {
    this.#turns.set(turn.runId, turn);
    this.tellWork();
  }

  shut(runId: string): void {
    this.#turns.delete(runId);
  }

  tellWork(): void {
    for (const worker of this.#workers.values()) say(worker, { kind: 'work' });
  }

  tellStop(runId: string, graceMs: number): void {
    for (const worker of this.#workers.values()) say(worker, { kind: 'stop', runId, graceMs });
  }

  /** A worker for as long as it listens: the end of the line gives back all that it had. */
  async *attach(name: string, signal: AbortSignal): AsyncGenerator<SliceEvent> {
    if ([...this.#workers.values()].some((one) => one.name === name)) throw nameTaken(name);
    const worker: Attached = {
      id: this.#ids.next(),
      name,
      events: [],
      gone: new AbortController(),
      wake: () => undefined,
    };
    this.#workers.set(worker.id, worker);
    const wake = () => worker.wake();
    signal.addEventListener('abort', wake, { once: true });
    try {
      yield { kind: 'welcome', workerId: worker.id };
      yield { kind: 'work' };
      while (!signal.aborted && !worker.gone.signal.aborted) {
        const event = worker.events.shift();
        if (event !== undefined) yield event;
        else await new Promise<void>((resolve) => (worker.wake = resolve));
      }
    } finally {
      signal.removeEventListener('abort', wake);
      this.#workers.delete(worker.id);
      worker.gone.abort();
      for (const { board } of this.#turns.values()) board.release(worker.id);
    }
  }

  /** The workspace closes: whoever worked here looks for the next one. */
  close(): void {
    for (const worker of this.#workers.values()) {
      worker.gone.abort();
      worker.wake();
    }
  }

  async lease({ workerId, runId }: SliceLeaseInput): Promise<LeasedSlice | null> {
    const worker = this.#worker(workerId);
    for (const turn of this.#turns.values()) {
      if (turn.isStopped || (runId !== undefined && turn.runId !== runId)) continue;
      const lease = await turn.board.lend(worker);
      if (lease === null) continue;
      // It may have gone while the store was told.
      if (worker.gone.signal.aborted) turn.board.release(worker.id);
      return { lease, setup: runId === undefined ? turn.setup : null };
    }
    return null;
  }

  /** Answers come as events. */
  ask({ workerId, runId, calls }: SliceAskInput): void {
    const worker = this.#worker(workerId);
    for (const call of calls) void this.#answer(worker, runId, call);
  }

  async offer({ workerId, runId, records }: SliceOfferInput): Promise<readonly OfferOutcome[]> {
    const worker = this.#worker(workerId);
    const turn = this.#turn(runId);
    if (!records.every(({ number }) => turn.board.isLentTo(worker, number))) throw staleSlice();
    return turn.offer(records);
  }

  /** Resolves when they are on disk. */
  async put({ workerId, runId, records, wasted, ...ref }: SlicePutInput): Promise<void> {
    const worker = this.#worker(workerId);
    const turn = this.#turn(runId);
    turn.board.assertFence(worker, ref);
    await turn.putAll(
      records.map((record) => ({ ...record, worker: worker.name })),
      wasted,
    );
  }

  beat({ workerId, runIds }: SliceBeatInput): SliceBeat {
    const worker = this.#worker(workerId);
    for (const runId of runIds) this.#turns.get(runId)?.board.note();
    for (const { board } of this.#turns.values()) board.seen(worker.id);
    return { stopped: runIds.filter((runId) => this.#turns.get(runId)?.isStopped ?? true) };
  }

  release({ workerId, runId }: SliceReleaseInput): void {
    this.#turns.get(runId)?.board.release(this.#worker(workerId).id);
  }

  async #answer(worker: Attached, runId: string, call: Call): Promise<void> {
    const turn = this.#turns.get(runId);
    const refuse = (of: 'record' | 'run', reason: string) =>
      say(worker, { kind: 'refusal', call: call.call, of, reason });
    if (turn === undefined || !turn.board.isLentTo(worker, call.number)) {
      refuse('run', staleSlice().message);
      return;
    }
    try {
      const { messages, seed } = call;
      const result = await turn.ask(call, { messages, seed }, worker.gone.signal);
      say(worker, { kind: 'answer', call: call.call, answer: answerOf(result) });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (error instanceof RecordFailed) return refuse('record', reason);
      refuse('run', reason);
      if (!worker.gone.signal.aborted) turn.fail(error);
    }
  }

  #worker(id: string): Attached {
    const worker = this.#workers.get(id);
    if (worker === undefined) throw staleSlice();
    for (const { board } of this.#turns.values()) board.seen(id);
    return worker;
  }

  #turn(runId: string): SlicedTurn {
    const turn = this.#turns.get(runId);
    if (turn === undefined) throw staleSlice();
    return turn;
  }
}

function say(worker: Attached, event: SliceEvent): void {
  worker.events.push(event);
  worker.wake();
}

function answerOf({ text, finishReason, usage, costMicros, modelId, attempts }: ModelResult) {
  const { inputTokens, outputTokens } = usage;
  return {
    text,
    finishReason,
    usage: { inputTokens, outputTokens },
    costMicros,
    modelId,
    attempts: attempts.map(({ errorClass }) => ({ errorClass })),
  };
}

function nameTaken(name: string): AppError {
  return new AppError(
    'conflict',
    `A worker called ${name} works on this folder already. Nothing was changed; give this one another --name.`,
  );
}
