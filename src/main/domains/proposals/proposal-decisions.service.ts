import type { Proposal, ProposalApproval, ProposalDecision } from '#shared/contracts/proposals.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { Writer } from '#main/db/store.ts';
import { approvalOf } from './approval-entry.ts';
import { argumentsHash } from './arguments-hash.ts';
import { moveProposal, type ProposalRow, type ProposalsReads } from './proposals.store.ts';
import type { ProposalsDeps, ProposalsService } from './proposals.service.ts';

type Deps = Omit<ProposalsDeps, 'rules'> & { readonly proposals: ProposalsService };

/** Approves, rejects and takes decisions back. Each proposal is one change set, so that each can be undone alone. */
export class ProposalDecisions {
  readonly #deps: Deps;
  readonly #reads: ProposalsReads;
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#reads = deps.readsOf(deps.store.reader);
  }

  /** One after the other; what fails does not keep the rest from being done. */
  approve(items: readonly ProposalApproval[]): Promise<readonly ProposalDecision[]> {
    return this.#each(items, (item) => this.#approve(item));
  }

  /** The person's own version instead. Throws `invalid_input` where the action does not take it. */
  async approveEdited(item: ProposalApproval & { readonly input?: unknown }): Promise<ProposalDecision> {
    const row = await this.#getRow(item.id);
    const edited = this.#deps.actions().parseInput(row.actionId, item.input);
    const [decision] = await this.#each([item], () => this.#approve(item, edited));
    if (!decision) throw new AppError('internal', 'Nothing was decided.');
    return decision;
  }

  reject(ids: readonly string[], reason: string): Promise<readonly ProposalDecision[]> {
    return this.#each(
      ids.map((id) => ({ id })),
      ({ id }) => this.#reject(id, reason),
    );
  }

  /** Back into the inbox: what an approval changed is undone, what a rejection removed is there again. */
  undo(ids: readonly string[]): Promise<readonly ProposalDecision[]> {
    return this.#each(
      ids.map((id) => ({ id })),
      ({ id }) => this.#undo(id),
    );
  }

  /** What the action of an approval that runs right now answers; undefined where none does, or where it fails. */
  answerUnderWay(id: string): Promise<unknown> | undefined {
    return this.#underWay.get(id)?.catch(() => undefined);
  }

  async #approve(item: ProposalApproval, edited?: unknown): Promise<void> {
    await this.#deps.proposals.expireDue();
    const row = await this.#getRow(item.id);
    requirePending(row);
    const isAsShown =
      item.argumentsHash === row.argumentsHash &&
      argumentsHash(row.actionId, row.input) === row.argumentsHash;
    if (!isAsShown) {
      throw new AppError(
        'conflict',
        'This is not the proposal that was shown. Nothing was changed; look at it again before you approve it.',
      );
    }
    try {
      await this.#apply(row, edited);
    } catch (error) {
      if (isAlreadyDecided(error)) throw error;
      await this.#fail(row, error);
      throw error;
    }
  }

  async #apply(row: ProposalRow, edited: unknown): Promise<void> {
    const input = edited ?? row.input;
    const decidedInput = edited === undefined ? null : edited;
    const claim = (from: ProposalRow['status']) => async (tx: Writer) => {
      const patch = { status: 'approved' as const, decidedAt: tx.nowMs, decidedInput };
      const isFirst = await moveProposal(tx, row.id, from, { ...patch, changeSetId: tx.changeSetId });
      if (!isFirst) throw alreadyDecided();
    };
    const suggestion = this.#deps.proposals.suggestionOf(row);
    if (suggestion && row.suggestionId !== null) {
      const { suggestionId } = row;
      const command = { command: 'proposals.approve', params: { title: titleOf(row) } };
      await this.#deps.store.write(command, async (tx) => {
        await claim('pending')(tx);
        await suggestion.approve(tx, suggestionId, decidedInput);
      });
      this.#deps.activity.record(approvalOf(row, decidedInput));
      return;
    }
    await this.#requireUnchanged(row);
    await this.#runApproved(row, input, claim);
  }

  async #runApproved(
    row: ProposalRow,
    input: unknown,
    claim: (from: ProposalRow['status']) => (tx: Writer) => Promise<void>,
  ): Promise<void> {
    const { registry } = this.#deps.actions();
    const { store } = this.#deps;
    const isOutside = registry.get(row.actionId).effect === 'external';
    let from: ProposalRow['status'] = 'pending';
    if (isOutside) {
      // No transaction holds what happens outside: it is marked first, so that it cannot begin twice.
      await store.write(OWN, async (tx) => {
        if (!(await moveProposal(tx, row.id, from, { status: 'applying' }))) throw alreadyDecided();
      });
      from = 'applying';
    }
    let isClaimed = false;
    const alongside = async (tx: Writer) => {
      await claim(from)(tx);
      isClaimed = true;
    };
    const running = this.#deps.actions().runApproved({
      actionId: row.actionId,
      input,
      principal: row.principalFacts,
      runId: row.runId,
      proposalId: row.id,
      alongside,
    });
    this.#underWay.set(row.id, running);
    try {
      await running;
      // It wrote nothing into the store.
      if (!isClaimed) await store.write(OWN, claim(from));
    } finally {
      this.#underWay.delete(row.id);
    }
  }

  /** What was shown as it was before must still be so: an approval of something else would be worth nothing. */
  async #requireUnchanged(row: ProposalRow): Promise<void> {
    const now = await this.#deps.actions().preview(row.actionId, row.input, row.principalFacts);
    const before = (fields: Proposal['preview']['fields']) =>
      JSON.stringify(fields.map((field) => [field.field, field.before]));
    if (now.entityId === row.entityId && before(now.fields) === before(row.preview.fields)) return;
    throw new AppError(
      'conflict',
      'What this is about was changed after it was proposed. Nothing was done; it can be proposed again.',
    );
  }

  async #fail(row: ProposalRow, error: unknown): Promise<void> {
    const failure = isAppError(error) ? error.message : 'Something unexpected went wrong; nothing was done.';
    await this.#deps.store.write(OWN, async (tx) => {
      for (const from of ['pending', 'applying'] as const) {
        await moveProposal(tx, row.id, from, { status: 'failed', decidedAt: tx.nowMs, failure });
      }
    });
  }

  async #reject(id: string, reason: string): Promise<void> {
    await this.#deps.proposals.expireDue();
    const row = await this.#getRow(id);
    requirePending(row);
    const command = { command: 'proposals.reject', params: { title: titleOf(row) } };
    await this.#deps.store.write(command, async (tx) => {
      const patch = { status: 'rejected' as const, decidedAt: tx.nowMs, decisionReason: reason };
      const changeSetId = row.suggestionId === null ? null : tx.changeSetId;
      if (!(await moveProposal(tx, id, 'pending', { ...patch, changeSetId }))) throw alreadyDecided();
      if (row.suggestionId !== null) {
        await this.#deps.proposals.suggestionOf(row)?.withdraw(tx, row.suggestionId);
      }
    });
  }

  async #undo(id: string): Promise<void> {
    const row = await this.#getRow(id);
    if (row.status !== 'approved' && row.status !== 'rejected' && row.status !== 'failed') {
      throw new AppError('conflict', 'Only what was approved, rejected or failed can be taken back.');
    }
    const undone = row.changeSetId === null ? null : await this.#deps.undo(row.changeSetId);
    await this.#deps.store.write(OWN, async (tx) => {
      await moveProposal(tx, id, row.status, {
        status: 'pending',
        decidedAt: null,
        decidedInput: null,
        decisionReason: '',
        failure: '',
        changeSetId: undone?.changeSetId ?? null,
      });
    });
  }

  async #each<Item extends { readonly id: string }>(
    items: readonly Item[],
    decide: (item: Item) => Promise<void>,
  ): Promise<readonly ProposalDecision[]> {
    const decisions: ProposalDecision[] = [];
    for (const item of items) {
      const message = await decide(item).then(
        () => '',
        (error: unknown) => {
          if (isAppError(error)) return error.message;
          throw error;
        },
      );
      const row = await this.#reads.find(item.id);
      const { status = 'failed', changeSetId = null } = row ?? {};
      decisions.push({ id: item.id, status, changeSetId, message });
    }
    return decisions;
  }

  async #getRow(id: string): Promise<ProposalRow> {
    const row = await this.#reads.find(id);
    if (!row) throw new AppError('not_found', 'This proposal does not exist any more.');
    return row;
  }
}

/** Housekeeping of the inbox: no command of the person, so Ctrl-Z passes it by. */
const OWN = { command: 'proposals.settle', principal: 'proposals' } as const;

function titleOf({ preview }: ProposalRow): string {
  return preview.subject ?? preview.summary;
}

const ALREADY_DECIDED = 'already_decided';

function alreadyDecided(): AppError {
  return new AppError('conflict', 'This was decided already. Nothing was done a second time.', {
    details: { reason: ALREADY_DECIDED },
  });
}

function isAlreadyDecided(error: unknown): boolean {
  return isAppError(error) && error.details['reason'] === ALREADY_DECIDED;
}

function requirePending(row: ProposalRow): void {
  if (row.status === 'pending') return;
  if (row.status === 'expired') {
    throw new AppError('conflict', 'This proposal has expired. Nothing was changed.', {
      details: { reason: ALREADY_DECIDED },
    });
  }
  throw alreadyDecided();
}
