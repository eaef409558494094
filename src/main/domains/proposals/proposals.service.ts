import type {
  Proposal,
  ProposalCounts,
  ProposalListInput,
  StandingRule,
  StandingRuleInput,
} from '#shared/contracts/proposals.ts';
import { principalText } from '#shared/contracts/actions.ts';
import type { Page } from '#shared/contracts/common.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Reader, Store, Writer } from '#main/db/store.ts';
import type {
  Actions,
  ActionSuggestion,
  ActivityPort,
  ProposalsPort,
  WantedWrite,
} from '#main/engine/actions/index.ts';
import { newProposalRow, toProposal } from './proposal-row.ts';
import { insertProposal, moveProposal, type ProposalRow, type ProposalsReads } from './proposals.store.ts';
import type { StandingRulesService } from './standing-rules.service.ts';
import { countUse } from './standing-rules.store.ts';

export type ProposalsDeps = {
  readonly store: Store;
  readonly readsOf: (reader: Reader) => ProposalsReads;
  readonly rules: StandingRulesService;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  /** The gate; it exists once the nouns do. */
  readonly actions: () => Actions;
  readonly activity: ActivityPort;
  /** Takes back a change set. */
  readonly undo: (changeSetId: number) => Promise<{ readonly changeSetId: number }>;
};

/** More than a person can look at; a plugin that wants more is made to wait. */
export const MOST_PENDING = 2_000;
const INBOX_FULL = 'inbox_full';

/** True of what `create` throws where too much of one principal waits already. */
export function isInboxFull(error: unknown): boolean {
  return isAppError(error) && error.details['reason'] === INBOX_FULL;
}

/** The inbox: what others want changed. Deciding is `ProposalDecisions`. */
export class ProposalsService implements ProposalsPort {
  readonly #deps: ProposalsDeps;
  readonly #reads: ProposalsReads;

  constructor(deps: ProposalsDeps) {
    this.#deps = deps;
    this.#reads = deps.readsOf(deps.store.reader);
  }

  async list(input: ProposalListInput): Promise<Page<Proposal>> {
    await this.expireDue();
    const page = await this.#reads.list(input);
    return { ...page, items: page.items.map((row) => this.#toProposal(row)) };
  }

  async get(id: string): Promise<Proposal> {
    await this.expireDue();
    return this.#toProposal(await this.#getRow(id));
  }

  async counts(): Promise<ProposalCounts> {
    await this.expireDue();
    return this.#reads.counts();
  }

  async create(wanted: WantedWrite): Promise<string> {
    const principal = principalText(wanted.principal);
    const command = {
      command: 'proposals.create',
      params: { title: wanted.preview.subject ?? wanted.preview.summary },
      principal,
    };
    await this.expireDue();
    const { value } = await this.#deps.store.write(command, (tx) => this.#createIn(tx, wanted));
    return value;
  }

  ruleFor(wanted: WantedWrite): Promise<string | null> {
    return this.#deps.rules.idFor(wanted);
  }

  recordAllowedIn(tx: Writer, wanted: WantedWrite, ruleId: string): Promise<void> {
    insertProposal(tx, {
      ...newProposalRow(this.#deps.ids.next(), wanted, tx.nowMs),
      status: 'approved',
      decidedAt: tx.nowMs,
      decisionReason: `rule:${ruleId}`,
      changeSetId: tx.changeSetId,
    });
    countUse(tx, ruleId);
    return Promise.resolve();
  }

  rules(): Promise<readonly StandingRule[]> {
    return this.#deps.rules.list();
  }

  async addRule(input: StandingRuleInput): Promise<StandingRule> {
    return this.#deps.rules.add(input, await this.#getRow(input.proposalId));
  }

  removeRule(id: string): Promise<void> {
    return this.#deps.rules.remove(id);
  }

  /** How many more proposals of this principal the inbox takes. */
  async roomFor(principal: string): Promise<number> {
    return Math.max(0, MOST_PENDING - (await this.#reads.countPending(principal)));
  }

  /** What a run has proposed so far, the earliest first: a run that goes on after a crash wants it once. */
  listOfRun(runId: string): Promise<readonly { readonly id: string; readonly hash: string }[]> {
    return this.#reads.listOfRun(runId);
  }

  /** A plugin was removed: what it still wanted is no longer asked, and none of its rules holds. Answers how many. */
  async withdrawOf(principal: string): Promise<number> {
    await this.#deps.rules.removeOf(principal);
    const command = { command: 'proposals.withdraw', principal: 'proposals' };
    const { value } = await this.#deps.store.write(command, async (tx) => {
      const rows = await this.#deps.readsOf(tx).listPendingOf(principal);
      for (const row of rows) await this.#endIn(tx, row, 'superseded');
      return rows.length;
    });
    return value;
  }

  /** Ends what nobody decided in time; what was shown in place goes to the trash. */
  async expireDue(): Promise<void> {
    const due = await this.#reads.listDue(this.#deps.nowMs());
    if (due.length === 0) return;
    await this.#deps.store.write({ command: 'proposals.expire', principal: 'proposals' }, async (tx) => {
      for (const row of due) {
        await this.#endIn(tx, row, 'expired');
      }
    });
  }

  /** How the action of a proposal shows in place; undefined where it does not, or is gone. */
  suggestionOf(row: ProposalRow): ActionSuggestion | undefined {
    return this.#deps.actions().registry.find(row.actionId)?.suggestion;
  }

  async #endIn(tx: Writer, row: ProposalRow, status: 'expired' | 'superseded'): Promise<void> {
    const isMoved = await moveProposal(tx, row.id, 'pending', { status, decidedAt: tx.nowMs });
    if (isMoved && row.suggestionId !== null) {
      await this.suggestionOf(row)?.withdraw(tx, row.suggestionId);
    }
  }

  async #createIn(tx: Writer, wanted: WantedWrite): Promise<string> {
    const reads = this.#deps.readsOf(tx);
    const row = newProposalRow(this.#deps.ids.next(), wanted, tx.nowMs);
    const twin = await reads.findPendingTwin(row.principal, row.argumentsHash);
    if (twin !== undefined) return twin;
    if ((await reads.countPending(row.principal)) >= MOST_PENDING) {
      throw new AppError(
        'conflict',
        `${row.principal} has ${MOST_PENDING} proposals waiting already. Nothing was added; decide some of them first.`,
        { details: { reason: INBOX_FULL } },
      );
    }
    if (row.entityId !== null) {
      const older = await reads.listReplaced({ ...row, entityId: row.entityId });
      for (const id of older) {
        await moveProposal(tx, id, 'pending', { status: 'superseded', decidedAt: tx.nowMs });
      }
    }
    const { suggestion } = wanted.definition;
    const shown = suggestion
      ? { suggestionKind: suggestion.kind, suggestionId: await suggestion.create(tx, wanted.input) }
      : {};
    insertProposal(tx, { ...row, ...shown });
    return row.id;
  }

  async #getRow(id: string): Promise<ProposalRow> {
    const row = await this.#reads.find(id);
    if (!row) throw new AppError('not_found', 'This proposal does not exist any more.');
    return row;
  }

  #toProposal(row: ProposalRow): Proposal {
    return toProposal(row, this.#deps.actions().registry.find(row.actionId)?.title ?? row.actionId);
  }
}
