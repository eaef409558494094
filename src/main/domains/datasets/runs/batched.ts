/**
 * Hands many single requests on together: those that come while one handful is under way make the next. So a message
 * to a thread, or a commit, is paid for once by all that wait for it.
 */
export class Batched<In, Out> {
  readonly #work: (items: readonly In[]) => Promise<readonly Out[]>;
  readonly #most: number;
  #waiting: { readonly item: In; readonly done: PromiseWithResolvers<Out> }[] = [];
  #isWorking = false;

  constructor(work: (items: readonly In[]) => Promise<readonly Out[]>, most = 500) {
    this.#work = work;
    this.#most = most;
  }

  ask(item: In): Promise<Out> {
    const done = Promise.withResolvers<Out>();
    this.#waiting.push({ item, done });
    if (!this.#isWorking) {
      this.#isWorking = true;
      // What else is asked for in this turn of the event loop comes along.
      setImmediate(() => void this.#run());
    }
    return done.promise;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#most);
      try {
        const results = await this.#work(batch.map(({ item }) => item));
        // One answer for each, in their order: the promise of whoever works.
        for (const [at, { done }] of batch.entries()) done.resolve(results[at] as Out);
      } catch (error) {
        for (const { done } of batch) done.reject(error);
      }
    }
    this.#isWorking = false;
  }
}
