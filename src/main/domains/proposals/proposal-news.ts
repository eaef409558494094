import type { StoredProposalStatus } from '#shared/contracts/proposals.ts';
import type { Commit, Reader, Store } from '#main/db/store.ts';
import type { Actions } from '#main/engine/actions/index.ts';
import type { ProposalDecisions } from './proposal-decisions.service.ts';
import type { ProposalRow, ProposalsReads } from './proposals.store.ts';
import type { ProposalsService } from './proposals.service.ts';

/** What became of a proposal that a run asked for. */
export type ProposalNews = {
  readonly proposalId: string;
  readonly runId: string;
  readonly status: Exclude<StoredProposalStatus, 'pending' | 'applying'>;
  /** Why it was rejected or could not be done. */
  readonly reason: string;
  /** What the approved action answered; undefined where it was not kept. */
  readonly answer: unknown;
};

type Deps = {
  readonly store: Store;
  readonly readsOf: (reader: Reader) => ProposalsReads;
  readonly proposals: ProposalsService;
  readonly decisions: ProposalDecisions;
  readonly actions: () => Actions;
  readonly onError: (error: unknown) => void;
};

/** Tells the run that asked what became of its proposals, whoever decided and wherever. */
export class ProposalNewsDesk {
  readonly #deps: Deps;
  #working: Promise<void> = Promise.resolve();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Calls back once for each decision that is made from now on; answers what stops it and waits for the last. */
  follow(listener: (news: ProposalNews) => Promise<void>): () => Promise<void> {
    const stop = this.#deps.store.onCommit((commit) => this.#onCommit(commit, listener));
    return async () => {
      stop();
      await this.#working;
    };
  }

  /** What was decided of a run's proposals so far: for a run that was not there to hear of it. */
  async of(runId: string): Promise<readonly ProposalNews[]> {
    const { readsOf, store } = this.#deps;
    const reads = readsOf(store.reader);
    const listed = await reads.listOfRun(runId);
    const rows = await reads.listDecided(listed.map(({ id }) => id));
    return Promise.all(rows.map((row) => this.#newsOf(row, undefined)));
  }

  #onCommit(commit: Commit, listener: (news: ProposalNews) => Promise<void>): void {
    const ids = commit.changes.find(({ topic }) => topic === 'proposal')?.ids ?? [];
    if (ids.length === 0) return;
    // Asked for at once: an approval that is under way is not known any more once it has ended.
    const answers = new Map(ids.map((id) => [id, this.#deps.decisions.answerUnderWay(id)]));
    this.#working = this.#working
      .then(async () => {
        const { readsOf, store } = this.#deps;
        for (const row of await readsOf(store.reader).listDecided(ids)) {
          await listener(await this.#newsOf(row, answers.get(row.id)));
        }
      })
      .catch(this.#deps.onError);
  }

  async #newsOf(row: ProposalRow, underWay: Promise<unknown> | undefined): Promise<ProposalNews> {
    const { id: proposalId, failure, decisionReason } = row;
    const answer = row.status === 'approved' ? await (underWay ?? this.#answerInPlace(row)) : undefined;
    return {
      proposalId,
      runId: row.runId ?? '', // the rows of a run have one
      status: row.status as ProposalNews['status'], // the query leaves the others out
      reason: failure || decisionReason,
      answer,
    };
  }

  /** A suggestion that is shown in place has become the item: that is what the action would have answered. */
  async #answerInPlace(row: ProposalRow): Promise<unknown> {
    const { proposals, actions } = this.#deps;
    const suggestion = proposals.suggestionOf(row);
    if (!suggestion || row.suggestionId === null) return undefined;
    const answer = await suggestion.answer(row.suggestionId, row.changeSetId).catch(() => undefined); // gone since
    return actions().registry.get(row.actionId).output.safeParse(answer).data;
  }
}
