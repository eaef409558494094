import type { AssistantEvent } from '#shared/contracts/assistant.ts';
import { cutOff } from './answer-error.ts';

/** An answer under way: what has happened so far, and who looks on. */
type LiveAnswer = {
  readonly sessionId: string;
  readonly events: AssistantEvent[];
  readonly wake: Set<() => void>;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
  isOver: boolean;
};

/**
 * The answers that are under way. They go on when nobody looks: a page that was closed and one that is opened later
 * see the same answer, from its first word.
 */
export class AnswerHub {
  readonly #live = new Map<string, LiveAnswer>();

  has(answerId: string): boolean {
    return this.#live.has(answerId);
  }

  ofSession(sessionId: string): readonly string[] {
    return [...this.#live].flatMap(([id, live]) => (live.sessionId === sessionId ? [id] : []));
  }

  /** `work` must not throw; its last event is the answer's end. */
  start(
    answer: { readonly id: string; readonly sessionId: string },
    work: (emit: (event: AssistantEvent) => void, signal: AbortSignal) => Promise<void>,
  ): void {
    const events: AssistantEvent[] = [];
    const wake = new Set<() => void>();
    const abort = new AbortController();
    const emit = (event: AssistantEvent): void => {
      events.push(event);
      for (const tell of wake) tell();
    };
    const ended = Promise.resolve()
      .then(() => work(emit, abort.signal))
      .finally(() => {
        live.isOver = true;
        this.#live.delete(answer.id);
        for (const tell of wake) tell();
      });
    const live: LiveAnswer = { sessionId: answer.sessionId, events, wake, abort, ended, isOver: false };
    this.#live.set(answer.id, live);
  }

  /** From its first event to its end; ending the loop leaves the answer alone. Nothing where it is not under way. */
  async *follow(answerId: string, signal: AbortSignal): AsyncGenerator<AssistantEvent> {
    const live = this.#live.get(answerId);
    if (!live) return;
    let wake: () => void = () => undefined;
    const tell = () => wake();
    live.wake.add(tell);
    signal.addEventListener('abort', tell, { once: true });
    try {
      for (let at = 0; !signal.aborted;) {
        const event = live.events[at];
        if (event) {
          at += 1;
          yield event;
        } else if (live.isOver) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      live.wake.delete(tell);
      signal.removeEventListener('abort', tell);
    }
  }

  /** Resolves when it has ended. */
  cancel(answerId: string): Promise<void> {
    return this.#end(answerId);
  }

  /** The app ends: what is under way is cut off, which is not what the person asked for. */
  async close(): Promise<void> {
    await Promise.all([...this.#live.keys()].map((id) => this.#end(id, cutOff())));
  }

  async #end(answerId: string, reason?: Error): Promise<void> {
    const live = this.#live.get(answerId);
    live?.abort.abort(reason);
    await live?.ended;
  }
}
