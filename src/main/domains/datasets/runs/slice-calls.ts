import type { SliceAnswer, SliceAskInput, SliceEvent } from '#shared/contracts/dataset-slices.ts';
import { Batched } from './batched.ts';
import type { CallFor } from './record-maker.ts';
import type { Asked } from './run-asking.ts';
import { RecordFailed, RunHalt } from './run-halt.ts';

type Call = SliceAskInput['calls'][number];

/** Calls of a worker: made where the folder is held, and answered as events in whatever order they end. */
export class SliceCalls {
  readonly #sending: Batched<Call, undefined>;
  readonly #open = new Map<number, PromiseWithResolvers<SliceAnswer>>();
  #last = 0;

  constructor(send: (calls: readonly Call[]) => Promise<void>) {
    this.#sending = new Batched(async (calls) => {
      await send(calls);
      return calls.map(() => undefined);
    });
  }

  async ask(
    { messages, seed = 0, responseSchema }: Asked,
    signal: AbortSignal,
    callFor: CallFor,
  ): Promise<SliceAnswer> {
    signal.throwIfAborted();
    this.#last += 1;
    const call = this.#last;
    const answer = Promise.withResolvers<SliceAnswer>();
    const stop = () => answer.reject(signal.reason);
    this.#open.set(call, answer);
    signal.addEventListener('abort', stop, { once: true });
    const hasSchema = responseSchema !== undefined;
    const sent = { call, ...callFor, seed, messages: messages.map(wordsOf), hasSchema };
    this.#sending.ask(sent).catch(answer.reject);
    try {
      return await answer.promise;
    } finally {
      signal.removeEventListener('abort', stop);
      this.#open.delete(call);
    }
  }

  /** Throws nothing: what belongs to no call was given up. */
  take(event: Extract<SliceEvent, { readonly kind: 'answer' | 'refusal' }>): void {
    const open = this.#open.get(event.call);
    if (event.kind === 'answer') open?.resolve(event.answer);
    else open?.reject(event.of === 'record' ? new RecordFailed(event.reason) : new RunHalt(event.reason));
  }

  /** Nobody answers any more. */
  end(error: unknown): void {
    for (const open of this.#open.values()) open.reject(error);
  }
}

function wordsOf({ role, content }: Asked['messages'][number]): Call['messages'][number] {
  // No tool is ever offered here, so none answers.
  return { role: role === 'tool' ? 'user' : role, content };
}
