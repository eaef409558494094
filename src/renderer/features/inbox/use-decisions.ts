import { useCallback, useState } from 'react';
import {
  useApproveProposals,
  useRejectProposals,
  type ShownProposal,
} from '#renderer/entities/proposal/proposal-queries.ts';
import { useProposalWords } from '#renderer/entities/proposal/proposal-words.ts';

/** What lies over the page, and for which proposals. */
type Asking =
  | { readonly what: 'reject'; readonly proposals: readonly ShownProposal[] }
  | { readonly what: 'edit' | 'rule'; readonly proposal: ShownProposal };

export type Decisions = {
  readonly isBusy: boolean;
  readonly asking: Asking | undefined;
  approve(proposals: readonly ShownProposal[]): void;
  reject(proposals: readonly ShownProposal[], reason: string): void;
  ask(asking: Asking | undefined): void;
};

type Handlers = {
  /** These are on their way out of the list. */
  onDeciding(ids: readonly string[]): void;
  /** This one could not be done; it says why. */
  onFailed(id: string): void;
};

/** Approving and rejecting, one or many. The list goes on to the next proposal at once. */
export function useDecisions({ onDeciding, onFailed }: Handlers): Decisions {
  const words = useProposalWords();
  const approve = useApproveProposals();
  const reject = useRejectProposals();
  const [asking, setAsking] = useState<Asking>();
  const named = useCallback(
    (proposal: ShownProposal) => ({ id: proposal.id, title: words.title(proposal) }),
    [words],
  );
  return {
    isBusy: approve.isPending || reject.isPending,
    asking,
    ask: setAsking,
    approve: (proposals) => {
      const open = proposals.filter(({ status }) => status === 'pending');
      const [only] = open;
      if (only === undefined || approve.isPending) return;
      onDeciding(open.map(({ id }) => id));
      approve.mutate(
        open.map((proposal) => ({ ...named(proposal), argumentsHash: proposal.argumentsHash })),
        {
          onSuccess: (decisions) => {
            if (open.length === 1 && decisions[0]?.status === 'failed') onFailed(only.id);
          },
        },
      );
    },
    reject: (proposals, reason) => {
      const open = proposals.filter(({ status }) => status === 'pending');
      if (open.length === 0) return;
      onDeciding(open.map(({ id }) => id));
      reject.mutate({ items: open.map(named), reason });
    },
  };
}
