import type { StandingRule, StandingRuleInput } from '#shared/contracts/proposals.ts';
import { principalText } from '#shared/contracts/actions.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import { covers, workspaceResource } from '#shared/kernel/permission-scope.ts';
import type { Store } from '#main/db/store.ts';
import type { WantedWrite } from '#main/engine/actions/index.ts';
import type { ProposalRow } from './proposals.store.ts';
import {
  insertRule,
  removeRule,
  type StandingRuleRow,
  type StandingRulesReads,
} from './standing-rules.store.ts';

const DAY_MS = 24 * 3_600_000;
const USUAL_LIFE_MS = 90 * DAY_MS;
const LONGEST_LIFE_MS = 366 * DAY_MS;

export type StandingRulesDeps = {
  readonly store: Store;
  readonly reads: StandingRulesReads;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  readonly titleOf: (actionId: string) => string;
};

/** What the person no longer wants to be asked about: this action, from this code, within this scope, until then. */
export class StandingRulesService {
  readonly #deps: StandingRulesDeps;

  constructor(deps: StandingRulesDeps) {
    this.#deps = deps;
  }

  async list(): Promise<readonly StandingRule[]> {
    const rows = await this.#deps.reads.listHolding(this.#deps.nowMs());
    return rows.map((row) => this.#toRule(row));
  }

  async add(input: StandingRuleInput, proposal: ProposalRow): Promise<StandingRule> {
    const { principalFacts: principal } = proposal;
    const nowMs = this.#deps.nowMs();
    const expiresAt = input.expiresAt ?? nowMs + USUAL_LIFE_MS;
    if (expiresAt <= nowMs || expiresAt > nowMs + LONGEST_LIFE_MS) {
      throw new AppError('invalid_input', 'A standing rule ends within a year. No rule was made.');
    }
    if (principal.kind === 'user' || proposal.risk === 'high') {
      throw new AppError(
        'invalid_input',
        'A change of high risk is asked about each time. No rule was made.',
      );
    }
    if (!covers('write_workspace', input.scope, factsOf(proposal))) {
      throw new AppError(
        'invalid_input',
        'This rule would not hold for the proposal itself. No rule was made.',
      );
    }
    const rule: StandingRuleRow = {
      id: this.#deps.ids.next(),
      principal: principalText(principal),
      version: principal.version,
      contentHash: principal.contentHash,
      actionId: proposal.actionId,
      scope: input.scope,
      createdAt: nowMs,
      expiresAt,
      removedAt: null,
      useCount: 0,
      lastUsedAt: null,
    };
    await this.#write('proposals.addRule', (tx) => insertRule(tx, rule));
    return this.#toRule(rule);
  }

  async remove(id: string): Promise<void> {
    const rule = await this.#deps.reads.find(id);
    if (!rule) throw new AppError('not_found', 'This rule does not exist any more.');
    await this.#write('proposals.removeRule', (tx) => removeRule(tx, id));
  }

  /** Ends every rule for a principal that is gone. */
  async removeOf(principal: string): Promise<void> {
    const holding = await this.#deps.reads.listHolding(this.#deps.nowMs());
    const own = holding.filter((rule) => rule.principal === principal);
    if (own.length === 0) return;
    await this.#write('proposals.removeRule', (tx) => own.forEach(({ id }) => removeRule(tx, id)));
  }

  /** The rule that lets it through, or null. What is of high risk is asked about each time. */
  async idFor({ definition, preview, principal }: WantedWrite): Promise<string | null> {
    if (principal.kind === 'user' || preview.risk === 'high') return null;
    const rules = await this.#deps.reads.listFor(principalText(principal), definition.id, this.#deps.nowMs());
    const fitting = rules.find(
      (rule) =>
        rule.contentHash === principal.contentHash &&
        rule.version === principal.version &&
        covers('write_workspace', rule.scope, factsOf(preview)),
    );
    return fitting?.id ?? null;
  }

  #toRule(row: StandingRuleRow): StandingRule {
    const { contentHash: _, removedAt: _removed, ...rule } = row;
    return { ...rule, actionTitle: this.#deps.titleOf(row.actionId) };
  }

  #write(command: string, work: Parameters<Store['write']>[1]) {
    return this.#deps.store.write({ command, principal: 'proposals' }, work);
  }
}

function factsOf(about: {
  readonly kind: string;
  readonly projectId: string | null;
  readonly clientId: string | null;
}): string {
  return workspaceResource({ kind: about.kind, projectId: about.projectId, clientId: about.clientId });
}
