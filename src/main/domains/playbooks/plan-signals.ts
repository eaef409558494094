import { z } from 'zod';
import type { Store } from '#main/db/store.ts';
import type { ProposalNews, Proposals } from '#main/domains/proposals/index.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';

/** What a plan waits for while a step that it needs lies in the inbox. */
export const PROPOSAL_SIGNAL = 'proposal';

export const proposalSignalSchema = z.object({
  proposalId: z.string(),
  status: z.enum(['approved', 'rejected', 'expired', 'superseded', 'failed']),
  reason: z.string(),
  /** Absent where the action answered nothing, or where the app ended before it was kept. */
  answer: z.unknown().optional(),
});

type Deps = {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly news: Proposals['news'];
  readonly planType: string;
};

/** Carries decisions of the inbox to the plans that asked; a signal is a row and stays until the plan takes it. */
export class PlanSignals {
  readonly #deps: Deps;
  #stop: () => Promise<void> = () => Promise.resolve();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** What was decided while the app ended before it could tell is told now. */
  async start(): Promise<void> {
    const { jobs, news, planType } = this.#deps;
    this.#stop = news.follow((one) => this.#tell(one));
    for (const { id, type } of await jobs.active()) {
      if (type !== planType) continue;
      for (const one of await news.of(id)) await this.#tell(one);
    }
  }

  stop(): Promise<void> {
    return this.#stop();
  }

  /** Plugins and other runs do not wait for the inbox. One that failed or was stopped may be taken up again. */
  async #tell({ runId, ...news }: ProposalNews): Promise<void> {
    const { store, jobs, planType } = this.#deps;
    const [plan] = await store.reader.rows(
      `SELECT 1 FROM jobs WHERE id = ? AND type = ? AND status <> 'done'`,
      [runId, planType],
    );
    if (plan) await jobs.signal(runId, PROPOSAL_SIGNAL, news);
  }
}
