import type { SuggestionState } from '#shared/contracts/proposals.ts';
import type { Commit, Reader, Store, Writer } from '#main/db/store.ts';
import type { ActivityPort } from '#main/engine/actions/index.ts';
import { approvalOf } from './approval-entry.ts';
import { moveProposal, type ProposalRow, type ProposalsReads } from './proposals.store.ts';
import type { ProposalsService } from './proposals.service.ts';

type Deps = {
  readonly store: Store;
  readonly readsOf: (reader: Reader) => ProposalsReads;
  readonly proposals: ProposalsService;
  readonly activity: ActivityPort;
  readonly onError: (error: unknown) => void;
};

/**
 * Keeps the inbox true to what happens elsewhere: a suggestion can be accepted or removed where it is shown, and
 * Ctrl-Z takes decisions back without knowing of proposals.
 */
export class ProposalReconciler {
  readonly #deps: Deps;
  #suggestionIds = new Set<string>();
  #working: Promise<void> = Promise.resolve();
  #stopListening = () => {};

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    const reads = this.#deps.readsOf(this.#deps.store.reader);
    await this.#failInterrupted(reads);
    this.#suggestionIds = new Set(await reads.listSuggestionIds());
    if (this.#suggestionIds.size > 0) await this.#followSuggestions([...this.#suggestionIds], null);
    await this.#deps.proposals.expireDue();
    this.#stopListening = this.#deps.store.onCommit((commit) => this.#onCommit(commit));
  }

  async stop(): Promise<void> {
    this.#stopListening();
    await this.#working;
  }

  /** Resolves when all commits so far have been followed. */
  settled(): Promise<void> {
    return this.#working;
  }

  #onCommit(commit: Commit): void {
    const isNew = commit.changes.some(({ topic }) => topic === 'proposal');
    const rows = commit.changes.filter(({ topic }) => topic === 'task' || topic === 'checkpoint');
    const isMany = rows.some(({ ids }) => ids.length === 0);
    const touched = rows.flatMap(({ ids }) => ids.filter((id) => this.#suggestionIds.has(id)));
    if (!isNew && !isMany && touched.length === 0 && commit.undoes === null) return;
    this.#working = this.#working
      .then(() => this.#follow(commit, { isNew, isMany, touched }))
      .catch(this.#deps.onError);
  }

  async #follow(
    commit: Commit,
    what: { readonly isNew: boolean; readonly isMany: boolean; readonly touched: readonly string[] },
  ): Promise<void> {
    const reads = this.#deps.readsOf(this.#deps.store.reader);
    if (what.isNew) {
      const ids = commit.changes.find(({ topic }) => topic === 'proposal')?.ids ?? [];
      for (const id of await reads.listSuggestionIds(ids.length === 0 ? undefined : ids)) {
        this.#suggestionIds.add(id);
      }
    }
    const touched = what.isMany ? [...this.#suggestionIds] : what.touched;
    if (touched.length > 0) await this.#followSuggestions(touched, commit.changeSetId);
    if (commit.undoes !== null && commit.changeSetId !== null) {
      await this.#followUndo(reads, commit.undoes, commit.changeSetId);
    }
  }

  async #followSuggestions(ids: readonly string[], changeSetId: number | null): Promise<void> {
    const { store, readsOf, proposals } = this.#deps;
    const rows = await readsOf(store.reader).listBySuggestion(ids);
    const moves: { readonly row: ProposalRow; readonly to: ProposalRow['status'] }[] = [];
    for (const group of Map.groupBy(rows, (row) => row.actionId).values()) {
      const [first] = group;
      const suggestion = first && proposals.suggestionOf(first);
      if (!suggestion) continue;
      const states = await suggestion.states(
        store.reader,
        group.flatMap((row) => row.suggestionId ?? []),
      );
      for (const row of group) {
        const to = statusFor(row.status, states.get(row.suggestionId ?? '') ?? 'gone');
        if (to !== row.status) moves.push({ row, to });
      }
    }
    if (moves.length === 0) return;
    const { value: accepted } = await this.#write(async (tx) => {
      const moved: ProposalRow[] = [];
      for (const { row, to } of moves) {
        const decidedAt = to === 'pending' ? null : tx.nowMs;
        const isFirst = await moveProposal(tx, row.id, row.status, { status: to, decidedAt, changeSetId });
        if (isFirst && to === 'approved') moved.push(row);
      }
      return moved;
    });
    for (const row of accepted) this.#deps.activity.record(approvalOf(row, null));
  }

  /** An undone approval waits again; redoing it approves it again. */
  async #followUndo(reads: ProposalsReads, undone: number, by: number): Promise<void> {
    const rows = (await reads.listByChangeSet(undone)).filter((row) => row.suggestionId === null);
    if (rows.length === 0) return;
    await this.#write(async (tx) => {
      for (const row of rows) {
        if (row.status === 'approved') {
          await moveProposal(tx, row.id, 'approved', { status: 'pending', decidedAt: null, changeSetId: by });
        } else if (row.status === 'pending') {
          await moveProposal(tx, row.id, 'pending', {
            status: 'approved',
            decidedAt: tx.nowMs,
            changeSetId: by,
          });
        }
      }
    });
  }

  /** The app ended while an effect was on its way: nobody knows whether it arrived. */
  async #failInterrupted(reads: ProposalsReads): Promise<void> {
    const rows = await reads.listByStatus('applying');
    if (rows.length === 0) return;
    await this.#write(async (tx) => {
      for (const row of rows) {
        await moveProposal(tx, row.id, 'applying', {
          status: 'failed',
          decidedAt: tx.nowMs,
          failure:
            'Adiuva ended while this was being done, so it may have happened. Look before you ask for it again.',
        });
      }
    });
  }

  #write<T>(work: (tx: Writer) => Promise<T>) {
    return this.#deps.store.write({ command: 'proposals.settle', principal: 'proposals' }, work);
  }
}

function statusFor(status: ProposalRow['status'], state: SuggestionState): ProposalRow['status'] {
  if (state === 'suggested') return status === 'approved' || status === 'rejected' ? 'pending' : status;
  if (status !== 'pending') return status;
  return state === 'accepted' ? 'approved' : 'rejected';
}
