import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { ProposalDecision, proposalListInputSchema } from '#shared/contracts/proposals.ts';
import type { Api } from '#renderer/api/client.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePages } from '#renderer/api/use-pages.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

export type ShownProposal = Awaited<ReturnType<Api['proposals']['get']['query']>>;
export type ProposalQuery = Omit<z.input<typeof proposalListInputSchema>, 'cursor' | 'limit'>;

const PAGE = 100;

export function useProposals(input: ProposalQuery) {
  const api = useApi();
  return usePages<ShownProposal>({
    key: ['proposals', 'list', input],
    fetchPage: (cursor, signal) => api.proposals.list.query({ ...input, cursor, limit: PAGE }, { signal }),
  });
}

export function useProposal(id: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['proposals', 'get', id],
    queryFn: ({ signal }): Promise<ShownProposal> => api.proposals.get.query({ id: id ?? '' }, { signal }),
    enabled: id !== undefined,
  });
}

/** The proposal that is shown in place as this task or checkpoint. */
export function useProposalOfItem(itemId: string, enabled = true): ShownProposal | undefined {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['proposals', 'list', { itemId, statuses: ['pending'] }, 'of-item'],
    queryFn: ({ signal }) =>
      api.proposals.list.query({ itemId, statuses: ['pending'], limit: 10 }, { signal }),
    enabled,
  });
  return data?.items.find(({ suggestionId }) => suggestionId === itemId);
}

export function useProposalCounts() {
  const api = useApi();
  return useQuery({
    queryKey: ['proposals', 'counts'],
    queryFn: ({ signal }) => api.proposals.counts.query(undefined, { signal }),
  });
}

type Named = { readonly id: string; readonly title: string };
type Failure = { readonly id: string; readonly message: string };
type Told = { readonly done: readonly string[]; readonly failures: readonly Failure[] };

function told(decisions: readonly ProposalDecision[]): Told {
  return {
    done: decisions.filter(({ message }) => message === '').map(({ id }) => id),
    failures: decisions.filter(({ message }) => message !== ''),
  };
}

/** The answer names no code; what keeps a decision from being done is always that something else was faster. */
function refusal(message: string): Error {
  return Object.assign(new Error(message), { code: 'conflict' });
}

/** Says what was decided and offers to take it back; what could not be done is told with its reason. */
function useTell() {
  const { t } = useTranslation('inbox');
  const undo = useTakeBack();
  return (verb: 'approved' | 'rejected', items: readonly Named[], decisions: readonly ProposalDecision[]) => {
    const { done, failures } = told(decisions);
    const [first] = done;
    if (first !== undefined) {
      const title = items.find(({ id }) => id === first)?.title ?? '';
      toastDone({
        message: t(verb, { count: done.length, title }),
        undo: () => undo.mutateAsync(done),
      });
    }
    const [failure] = failures;
    if (failure) {
      const message =
        failures.length === 1 ? failure.message : t('severalFailed', { count: failures.length });
      toastError(refusal(message));
    }
  };
}

/** Back into the inbox: what an approval changed is undone. */
export function useTakeBack() {
  const api = useApi();
  return useMutation({
    mutationFn: async (ids: readonly string[]) => {
      const { failures } = told(await api.proposals.undo.mutate({ ids: [...ids] }));
      const [failure] = failures;
      if (failure) throw refusal(failure.message);
    },
    onError: toastError,
  });
}

type Approved = Named & { readonly argumentsHash: string };

/** What was shown is what is done: each approval carries the hash of its arguments. */
export function useApproveProposals() {
  const api = useApi();
  const tell = useTell();
  return useMutation({
    mutationFn: (items: readonly Approved[]) =>
      api.proposals.approve.mutate({
        items: items.map(({ id, argumentsHash }) => ({ id, argumentsHash })),
      }),
    onSuccess: (decisions, items) => tell('approved', items, decisions),
    onError: toastError,
  });
}

/** Refusals of the input are shown by the form that asked. */
export function useApproveEdited() {
  const api = useApi();
  const tell = useTell();
  return useMutation({
    mutationFn: ({ id, argumentsHash, input }: Approved & { readonly input: unknown }) =>
      api.proposals.approveEdited.mutate({ id, argumentsHash, input }),
    onSuccess: (decision, item) => tell('approved', [item], [decision]),
  });
}

export function useRejectProposals() {
  const api = useApi();
  const tell = useTell();
  return useMutation({
    mutationFn: ({ items, reason }: { items: readonly Named[]; reason: string }) =>
      api.proposals.reject.mutate({ ids: items.map(({ id }) => id), reason }),
    onSuccess: (decisions, { items }) => tell('rejected', items, decisions),
    onError: toastError,
  });
}

export function useStandingRules() {
  const api = useApi();
  return useQuery({
    queryKey: ['proposals', 'rules'],
    queryFn: ({ signal }) => api.proposals.rules.query(undefined, { signal }),
  });
}

export type NewRule = { readonly proposalId: string; readonly scope: string; readonly expiresAt: number };

/** Refusals are shown by the dialog that asked. */
export function useAddRule() {
  const api = useApi();
  return useMutation({ mutationFn: (rule: NewRule) => api.proposals.addRule.mutate(rule) });
}

export function useRemoveRule() {
  const api = useApi();
  const { t } = useTranslation('inbox');
  return useMutation({
    mutationFn: (id: string) => api.proposals.removeRule.mutate({ id }),
    onSuccess: () => toastDone({ message: t('ruleRemoved') }),
    onError: toastError,
  });
}
