import type { DatasetOrder } from '#shared/contracts/datasets-worker.ts';
import type { DatasetThread } from './dataset-thread.ts';
import { resultOf, sessionLost } from './thread-replies.ts';

/** A session whose state lives in its thread, and is lost with it. */
export class CountingSession {
  readonly #thread: DatasetThread;
  readonly #session: number;
  #generation = 0;
  #isOpen = false;

  constructor(thread: DatasetThread, session: number) {
    this.#thread = thread;
    this.#session = session;
  }

  async open(order: (session: number) => DatasetOrder): Promise<unknown> {
    this.#thread.hold();
    this.#isOpen = true;
    try {
      return await this.#thread.inTurn(async ({ generation, ask }) => {
        this.#generation = generation;
        return resultOf(await ask(order(this.#session), null));
      });
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  ask(order: (session: number) => DatasetOrder): Promise<unknown> {
    return this.#thread.inTurn(async ({ generation, ask }) => {
      if (!this.#isOpen || generation !== this.#generation) throw sessionLost();
      const reply = await ask(order(this.#session), null);
      if (reply.t === 'gone') throw sessionLost();
      return resultOf(reply);
    });
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    try {
      await this.#thread.inTurn(async ({ generation, ask }) => {
        if (generation === this.#generation) await ask({ op: 'close', session: this.#session }, null);
      });
    } finally {
      this.#thread.release();
    }
  }
}
