import type { Notifications } from '#main/domains/notifications/index.ts';
import { MOST_PENDING, type Proposals } from '#main/domains/proposals/index.ts';
import type { JobContext } from '#main/engine/jobs/index.ts';

type Deps = {
  readonly proposals: Proposals;
  readonly notifications: Notifications;
  readonly nowMs: () => number;
  /** `en` or `it`. */
  readonly locale: () => Promise<string>;
};

/** A run that found the inbox full looks this often whether there is room again. */
const LOOK_AGAIN_MS = 5 * 60_000;
/** Less is taken up by the first few mails: a run for each decision would read more than it proposes. */
const ENOUGH_ROOM = 100;

/**
 * A first scan of years of mail can want more than a person will look at. The run then sleeps as a job, its marks not
 * set, and goes on by itself once some of it is decided: nothing is lost, and nothing has to be started again.
 */
export class InboxRoom {
  readonly #deps: Deps;
  /** Runs of this process that found no room; one taken up after a restart finds out for itself. */
  readonly #waiting = new Set<string>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Lets a run that waits for room go to sleep again where there is none. */
  async await(ctx: JobContext, plugin: string): Promise<void> {
    if (!this.#waiting.has(ctx.jobId)) return;
    const room = await this.#deps.proposals.inbox.roomFor(`plugin:${plugin}`);
    if (room < ENOUGH_ROOM) return this.#sleep(ctx);
    this.#waiting.delete(ctx.jobId);
  }

  /** Says once a run that the rest waits, then sleeps; never resolves before there is reason to look again. */
  async tellFull(ctx: JobContext, plugin: string, callCount: number): Promise<void> {
    const words = (await this.#deps.locale()).startsWith('it') ? IT : EN;
    ctx.progress(callCount, null, words.body);
    await ctx.step('inbox-full', async () => {
      ctx.log('warn', words.body);
      const link = 'adiuva://inbox';
      await this.#deps.notifications.send(`plugin:${plugin}`, {
        title: words.title(plugin),
        body: words.body,
        link,
      });
      return null;
    });
    this.#waiting.add(ctx.jobId);
    await this.#sleep(ctx);
  }

  /** A key of its own each time: the sleeps before this one are over. */
  #sleep(ctx: JobContext): Promise<void> {
    return ctx.sleep(`room:${this.#deps.nowMs()}`, LOOK_AGAIN_MS);
  }
}

const EN = {
  title: (plugin: string) => `${MOST_PENDING.toLocaleString('en')} proposals of ${plugin} wait for you`,
  body: `${MOST_PENDING.toLocaleString('en')} wait in the inbox; the rest is read when you have decided some of them. Nothing is lost.`,
};
const IT = {
  title: (plugin: string) => `${MOST_PENDING.toLocaleString('it')} proposte di ${plugin} ti aspettano`,
  body: `${MOST_PENDING.toLocaleString('it')} aspettano tra le proposte; il resto si legge quando ne avrai decise alcune. Non si perde nulla.`,
};
