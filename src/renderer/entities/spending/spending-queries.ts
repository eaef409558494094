import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type {
  BudgetPeriod,
  BudgetSetInput,
  BudgetState,
  ModelPrice,
  PriceSetInput,
  UsageOverview,
} from '#shared/contracts/usage.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import { useExactDollars } from './dollars.ts';

/** In the order in which they are offered. */
export const PERIODS = ['day', 'month', 'run', 'call', 'total'] as const satisfies readonly BudgetPeriod[];

/** Today, this month, the caps and what has no price. */
export function useUsageOverview() {
  const api = useApi();
  return useQuery({
    queryKey: ['usage', 'overview'],
    queryFn: ({ signal }): Promise<UsageOverview> => api.usage.overview.query(undefined, { signal }),
  });
}

/** Former and coming ones too. */
export function usePrices() {
  const api = useApi();
  return useQuery({
    queryKey: ['usage', 'prices'],
    queryFn: ({ signal }): Promise<readonly ModelPrice[]> =>
      api.usage.prices.query({ withAllDates: true }, { signal }),
  });
}

/** Who has asked a model before, and which plugins could. */
export function useSpenders(): readonly string[] {
  const api = useApi();
  const asked = useQuery({
    queryKey: ['usage', 'summary', { by: ['principal'] }],
    queryFn: ({ signal }) => api.usage.summary.query({ by: ['principal'] }, { signal }),
  });
  const plugins = useQuery({
    queryKey: ['plugins', 'list'],
    queryFn: ({ signal }) => api.plugins.list.query(undefined, { signal }),
  });
  return [
    ...new Set([
      'assistant',
      ...(plugins.data ?? []).map(({ name }) => `plugin:${name}`),
      ...(asked.data?.rows ?? []).map(({ keys: [principal = ''] }) => principal),
    ]),
  ].filter((principal) => principal !== '');
}

/** Writes a cap or takes it away; the toast puts back what there was. */
export function useSetBudget() {
  const api = useApi();
  const { t } = useTranslation('usage');
  const dollars = useExactDollars();
  return useMutation({
    mutationFn: ({ budget }: { budget: BudgetSetInput; former: BudgetState | undefined }) =>
      api.usage.setBudget.mutate(budget),
    onSuccess: (_all, { budget, former }) =>
      toastDone({
        message:
          budget.limitMicros === null
            ? t('budgetRemoved')
            : t('budgetSet', { amount: dollars(budget.limitMicros) }),
        undo: () => api.usage.setBudget.mutate({ ...budget, limitMicros: former?.limitMicros ?? null }),
      }),
    onError: toastError,
  });
}

export function useSetPrice() {
  const api = useApi();
  const { t } = useTranslation('usage');
  return useMutation({
    mutationFn: ({ price }: { price: PriceSetInput; former: ModelPrice | undefined }) =>
      api.usage.setPrice.mutate(price),
    onSuccess: (saved, { former }) =>
      toastDone({
        message: t('priceSet', { model: saved.modelId }),
        undo: () => {
          if (former?.id) return api.usage.setPrice.mutate({ ...former, id: former.id });
          return saved.id === null ? undefined : api.usage.removePrice.mutate({ id: saved.id });
        },
      }),
    onError: toastError,
  });
}

export function useRemovePrice() {
  const api = useApi();
  const { t } = useTranslation('usage');
  return useMutation({
    mutationFn: ({ id }: ModelPrice) => api.usage.removePrice.mutate({ id: id ?? '' }),
    onSuccess: (_done, { id: _id, ...price }) =>
      toastDone({
        message: t('priceRemoved', { model: price.modelId }),
        undo: () => api.usage.setPrice.mutate(price),
      }),
    onError: toastError,
  });
}
