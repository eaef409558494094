import { createHash } from 'node:crypto';
import type { ActionPrincipal, ProposalSource } from '#shared/contracts/actions.ts';
import type { AnswerProposal } from '#shared/contracts/answers.ts';
import type { WorkspaceScope } from '#shared/kernel/permission-scope.ts';
import type { AnswerSources, Asked } from './asked.ts';

/** A change that an answer wants, in the words of the answer. */
export type Wish = {
  readonly agent: 'planner' | 'general';
  readonly actionId: string;
  readonly input: unknown;
  readonly summary: string;
  readonly reason: string;
  readonly sources?: readonly ProposalSource[];
};

/** Puts a change into the inbox as the assistant's; null where a standing rule of the person let it through. */
export async function propose(
  sources: Pick<AnswerSources, 'actions' | 'appVersion'>,
  { options, input: { scope } }: Asked,
  wish: Wish,
): Promise<AnswerProposal | null> {
  options.signal?.throwIfAborted();
  const { actionId, summary, reason } = wish;
  const within = withinOf(scope);
  const outcome = await sources.actions.invoke(
    actionId,
    wish.input,
    assistant(wish.agent, sources.appVersion),
    {
      runId: options.runId ?? null,
      reason,
      sources: wish.sources ?? [],
      ...(within ? { within } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    },
  );
  return outcome.status === 'done' ? null : { proposalId: outcome.proposalId, actionId, summary, reason };
}

/** The same as with a language model: which of the two wrote it makes no other assistant of it. */
function assistant(name: Wish['agent'], version: string): ActionPrincipal {
  const contentHash = createHash('sha256').update(`adiuva-assistant ${version}`).digest('hex');
  return { kind: 'assistant', name, version, contentHash };
}

function withinOf({ projectId, clientId }: Asked['input']['scope']): WorkspaceScope | undefined {
  if (projectId !== null) return { projectId };
  return clientId === null ? undefined : { clientId };
}
