import type { Proposal, ProposalDecision, StandingRule } from '#shared/contracts/proposals.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Api } from '../line.ts';
import { withWorkspace } from '../open-line.ts';
import { readJsonInput } from '../stdin-text.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';

export type ProposalListOptions = {
  readonly all?: boolean;
  readonly plugin?: string;
  readonly limit: number;
};

const MAX_LIMIT = 200;

export function runProposalsList(context: CommandContext, options: ProposalListOptions): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const page = await api.proposals.list({
      ...(options.all === true ? {} : { statuses: ['pending'] }),
      ...(options.plugin === undefined ? {} : { principal: `plugin:${options.plugin}` }),
      limit: Math.min(options.limit, MAX_LIMIT),
    });
    await context.output.answer(page, () =>
      page.items.length === 0 ? 'Nothing waits for a decision.' : formatTable(page.items.map(rowOf)),
    );
    return EXIT.done;
  });
}

export function runProposalsShow(context: CommandContext, id: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const proposal = await api.proposals.get({ id });
    await context.output.answer(proposal, () => describe(proposal));
    return EXIT.done;
  });
}

/** Each by itself; 1 where one of them could not be done. */
export function runProposalsApprove(context: CommandContext, ids: readonly string[]): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const items = await Promise.all(ids.map((id) => api.proposals.get({ id })));
    return tell(context, await api.proposals.approve({ items: items.map(hashed) }));
  });
}

/** The fields that are named take the place of those that were proposed. */
export function runProposalsEdit(context: CommandContext, id: string, changes: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const given = await readJsonInput(context.terminal.stdin, changes);
    const proposal = await api.proposals.get({ id });
    if (!isRecord(given) || !isRecord(proposal.input)) {
      throw new AppError(
        'invalid_input',
        'Say the changed fields as a JSON object, e.g. \'{"title":"…"}\'. Nothing was approved.',
      );
    }
    const input = { ...proposal.input, ...given };
    return tell(context, [await api.proposals.approveEdited({ ...hashed(proposal), input })]);
  });
}

export function runProposalsReject(
  context: CommandContext,
  ids: readonly string[],
  reason: string,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    return tell(context, await api.proposals.reject({ ids: [...ids], reason }));
  });
}

/** Back into the inbox, with what the decision changed taken back. */
export function runProposalsUndo(context: CommandContext, ids: readonly string[]): Promise<number> {
  return withWorkspace(context, async ({ api }) =>
    tell(context, await api.proposals.undo({ ids: [...ids] })),
  );
}

export function runRulesList(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const rules = await api.proposals.rules();
    await context.output.answer(rules, () =>
      rules.length === 0 ? 'Nothing is allowed for good.' : formatTable(rules.map(ruleRow)),
    );
    return EXIT.done;
  });
}

export function runRulesAdd(context: CommandContext, proposalId: string, scope: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const rule = await api.proposals.addRule({ proposalId, scope: await scopeOf(api, proposalId, scope) });
    await context.output.answer(rule, () => formatTable([ruleRow(rule)]));
    return EXIT.done;
  });
}

/** `project` and `client` stand for those of the proposal. */
async function scopeOf(api: Api, id: string, scope: string): Promise<string> {
  if (scope === 'all') return '*';
  if (scope.includes(':')) return scope;
  const { projectId, clientId, kind } = await api.proposals.get({ id });
  const found = { project: projectId, client: clientId, kind }[scope];
  if (found) return `${scope}:${found}`;
  throw new AppError('invalid_input', `This proposal names no ${printable(scope)}. No rule was made.`);
}

export function runRulesRemove(context: CommandContext, id: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    if (!(await api.proposals.rules()).some((rule) => rule.id === id)) {
      throw new AppError('not_found', 'There is no such rule. Nothing was changed.');
    }
    await api.proposals.removeRule({ id });
    await context.output.answer({ id }, () => 'It is asked about again from now on.');
    return EXIT.done;
  });
}

async function tell({ output }: CommandContext, decisions: readonly ProposalDecision[]): Promise<number> {
  await output.answer(decisions, () =>
    formatTable(decisions.map(({ id, status, message }) => [id, status, message])),
  );
  const failed = decisions.filter(({ message }) => message !== '');
  if (output.isJson) for (const { id, message } of failed) output.say(`adiuva: ${id}: ${printable(message)}`);
  return failed.length === 0 ? EXIT.done : EXIT.failed;
}

function hashed({ id, argumentsHash }: Proposal) {
  return { id, argumentsHash };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rowOf(one: Proposal): readonly string[] {
  return [one.id, one.status, one.principal, one.risk, one.preview.summary];
}

function describe(one: Proposal): string {
  const fields = one.preview.fields.map(({ field, before, after }) =>
    [`  ${field}`, before === null ? '' : `${before} ->`, after ?? '(none)'].filter(Boolean),
  );
  const sources = one.sources.map(({ label, url }) => `Source: ${label}${url ? ` (${url})` : ''}`);
  return [
    `${one.preview.summary}  [${one.status}, ${one.risk} risk, ${one.principal}]`,
    fields.length === 0 ? '' : formatTable(fields),
    one.reason === '' ? '' : `Why: ${one.reason}`,
    ...sources,
    one.failure === '' ? '' : `Not done: ${one.failure}`,
    `Expires ${new Date(one.expiresAt).toISOString().slice(0, 10)}`,
  ]
    .filter(Boolean)
    .map((line) => line.split('\n').map(printable).join('\n'))
    .join('\n');
}

function ruleRow(rule: StandingRule): readonly string[] {
  const until = new Date(rule.expiresAt).toISOString().slice(0, 10);
  return [rule.id, rule.principal, rule.actionTitle, rule.scope, `until ${until}`, `used ${rule.useCount}`];
}
