import { z } from 'zod';
import type { AnswerLocale } from '#shared/contracts/answers.ts';
import type { Settings } from '#shared/contracts/settings.ts';
import type { Store } from '#main/db/store.ts';
import { defineJob, type JobDefinition } from '#main/engine/jobs/index.ts';
import type { Scheduler } from '#main/engine/scheduler/index.ts';
import type { BriefService } from './brief.service.ts';

const BRIEF_JOB = 'brief.write';
const OWNER = 'app:brief';

const input = z.object({});

/** Writes the brief in the person's language, before they ask for it. */
export function briefJobs(deps: {
  readonly brief: () => BriefService;
  readonly locale: () => Promise<AnswerLocale>;
}): readonly JobDefinition<never>[] {
  const job = defineJob({
    type: BRIEF_JOB,
    input,
    run: async ({ signal }) => {
      const { day, locale, model } = await deps.brief().write({ locale: await deps.locale() }, signal);
      return { day, locale, model: model?.modelId ?? null };
    },
  });
  return [job as JobDefinition<never>]; // the engine parses before it runs
}

/** Starts it by the clock as the settings say, each time that they are changed. */
export class BriefSchedule {
  readonly #deps: {
    readonly store: Store;
    readonly scheduler: Scheduler;
    readonly settings: () => Promise<Pick<Settings, 'briefAt'>>;
    readonly onError: (error: unknown) => void;
  };
  #stop: (() => void) | null = null;
  #turn: Promise<void> = Promise.resolve();

  constructor(deps: {
    readonly store: Store;
    readonly scheduler: Scheduler;
    readonly settings: () => Promise<Pick<Settings, 'briefAt'>>;
    readonly onError: (error: unknown) => void;
  }) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    this.#stop = this.#deps.store.onCommit(({ changes }) => {
      if (changes.some(({ topic, ids }) => topic === 'setting' && ids.includes('briefAt'))) this.#follow();
    });
    this.#follow();
    await this.#turn;
  }

  async stop(): Promise<void> {
    this.#stop?.();
    await this.#turn;
  }

  #follow(): void {
    this.#turn = this.#turn.then(() => this.#put()).catch(this.#deps.onError);
  }

  async #put(): Promise<void> {
    const { store, scheduler, settings } = this.#deps;
    const [{ briefAt }, [former]] = await Promise.all([settings(), scheduler.list(OWNER)]);
    if (briefAt === '') {
      if (former === undefined) return;
      await store.write({ command: 'brief.schedule', principal: 'brief' }, (tx) =>
        scheduler.removeIn(tx, OWNER),
      );
      return;
    }
    const [hour = '7', minute = '30'] = briefAt.split(':');
    const cron = `${Number(minute)} ${Number(hour)} * * *`;
    if (former?.cron === cron) return;
    await scheduler.put({
      ...(former ? { id: former.id } : {}),
      owner: OWNER,
      title: 'type_brief_write',
      jobType: BRIEF_JOB,
      input: {},
      cron,
    });
  }
}
