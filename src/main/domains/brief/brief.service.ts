import type { AnswerLocale } from '#shared/contracts/answers.ts';
import type { Brief, BriefInput } from '#shared/contracts/brief.ts';
import { addDays } from '#shared/kernel/clock.ts';
import type { Store } from '#main/db/store.ts';
import type { Models } from '#main/engine/models/model-port.ts';
import { writeByModel } from './brief-model.ts';
import { readSections, type BriefSources } from './brief-sections.ts';
import { briefText } from './brief-text.ts';
import { putBrief, type BriefStore } from './brief.store.ts';

export type BriefDeps = BriefSources & {
  readonly store: Store;
  readonly reads: BriefStore;
  readonly models: Pick<Models, 'availability' | 'complete'>;
  /** Runs work that sees nothing of private clients and projects: what a model may be told. */
  readonly withoutPrivate: <T>(work: () => Promise<T>) => Promise<T>;
};

const KEPT_DAYS = 90;
const DAY_MS = 86_400_000;

/** The day in short: its figures are always those of now, its text is kept with the day. */
export class BriefService {
  readonly #deps: BriefDeps;

  constructor(deps: BriefDeps) {
    this.#deps = deps;
  }

  /** Today's. What a model wrote in the morning stays; a template is filled anew. The first of a day is kept. */
  async get({ locale }: BriefInput): Promise<Brief> {
    const { clock, reads } = this.#deps;
    const kept = await reads.find(clock.today(), locale);
    const made = await this.#byTemplate(locale);
    if (kept === undefined) await this.#keep(made);
    if (kept === undefined || kept.model === null) return made;
    return { ...kept, sections: made.sections };
  }

  /** Writes today's anew, by a model where one is ready, and keeps it. */
  async write({ locale }: BriefInput, signal: AbortSignal): Promise<Brief> {
    const made = await this.#byTemplate(locale);
    const shown = await this.#deps.withoutPrivate(() => this.#sections(locale));
    const written = await writeByModel(this.#deps.models, { sections: shown, day: made.day, locale }, signal);
    const brief = written === null ? made : { ...made, ...written };
    await this.#keep(brief);
    return brief;
  }

  /** As it was kept on that day; null where none was. */
  async ofDay({ day, locale }: BriefInput & { readonly day: string }): Promise<Brief | null> {
    return (await this.#deps.reads.find(day, locale)) ?? null;
  }

  async #byTemplate(locale: AnswerLocale): Promise<Brief> {
    const { clock } = this.#deps;
    const sections = await this.#sections(locale);
    const text = briefText(sections, locale);
    return { day: clock.today(), locale, text, model: null, sections, createdAt: clock.nowMs() };
  }

  async #sections(locale: AnswerLocale): Promise<Brief['sections']> {
    const { clock, reads } = this.#deps;
    const former = await reads.findFormerAt(clock.today());
    // After a holiday, a week is as far back as news goes.
    const sinceMs = Math.max(former ?? clock.nowMs() - DAY_MS, clock.nowMs() - 7 * DAY_MS);
    return readSections(this.#deps, locale, sinceMs);
  }

  async #keep(brief: Brief): Promise<void> {
    const keptFrom = addDays(brief.day, -KEPT_DAYS);
    await this.#deps.store.write({ command: 'brief.keep', principal: 'brief' }, (tx) =>
      putBrief(tx, brief, keptFrom),
    );
  }
}
