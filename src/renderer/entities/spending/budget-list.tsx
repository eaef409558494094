import { Pencil, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BudgetState } from '#shared/contracts/usage.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat, type Formatter } from '#renderer/lib/format.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Progress } from '#renderer/ui/progress.tsx';
import { usePrincipalName } from '../proposal/principal-label.tsx';
import { useDollars, useExactDollars } from './dollars.ts';
import { PERIODS, useSetBudget } from './spending-queries.ts';

type BudgetListProps = {
  budgets: readonly BudgetState[];
  onEdit(budget: BudgetState): void;
  className?: string;
};

/** What a cap is called: for everyone together, or for one who asks. */
export function useBudgetName(): (budget: Pick<BudgetState, 'period' | 'principal'>) => string {
  const { t } = useTranslation('usage');
  const nameOf = usePrincipalName();
  return ({ period, principal }) =>
    principal === '' ? t(`period_${period}`) : t(`periodOf_${period}`, { name: nameOf(principal) });
}

/** The caps, those for everyone first, with a quiet bar where something is counted. */
export function BudgetList({ budgets, onEdit, className }: BudgetListProps) {
  const ordered = budgets.toSorted(
    (left, right) =>
      left.principal.localeCompare(right.principal) ||
      PERIODS.indexOf(left.period) - PERIODS.indexOf(right.period),
  );
  return (
    <ul className={cn('divide-y divide-border-subtle', className)}>
      {ordered.map((budget) => (
        <BudgetRow
          key={`${budget.period} ${budget.principal}`}
          budget={budget}
          onEdit={() => onEdit(budget)}
        />
      ))}
    </ul>
  );
}

function shareText(share: number, format: Formatter): string {
  return share > 0 && share < 0.01
    ? `< ${format.percent(0.01)}`
    : format.percent(Math.floor(share * 100) / 100);
}

function BudgetRow({ budget, onEdit }: { budget: BudgetState; onEdit(): void }) {
  const { t } = useTranslation('usage');
  const { t: common } = useTranslation();
  const dollars = useDollars();
  const exact = useExactDollars();
  const format = useFormat();
  const name = useBudgetName()(budget);
  const remove = useSetBudget();
  const { period, principal, limitMicros, spentMicros, heldMicros } = budget;
  const share = spentMicros === null ? null : limitMicros === 0 ? 1 : spentMicros / limitMicros;
  const isUsedUp = share !== null && share >= 1;
  return (
    <li className="flex items-center gap-4 px-5 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
          <span className="font-medium">{name}</span>
          <span className="text-[13px] text-muted-foreground tabular-nums">
            {spentMicros === null
              ? t('atMost', { amount: exact(limitMicros) })
              : t('spentOf', { spent: dollars(spentMicros), limit: exact(limitMicros) })}
            {heldMicros !== null && heldMicros > 0 && ` · ${t('underWay', { amount: dollars(heldMicros) })}`}
          </span>
        </p>
        {share !== null && (
          <div className="mt-2 flex items-center gap-3">
            <Progress
              label={name}
              value={Math.min(share, 1)}
              colour={isUsedUp ? 'var(--danger)' : share >= 0.8 ? 'var(--warning)' : undefined}
            />
            <span
              className={cn(
                'w-16 shrink-0 text-end text-xs tabular-nums',
                isUsedUp ? 'font-medium text-danger-text' : 'text-muted-foreground',
              )}
            >
              {isUsedUp ? t('usedUp') : shareText(share, format)}
            </span>
          </div>
        )}
      </div>
      <div className="flex shrink-0">
        <IconButton label={t('editNamed', { name })} onClick={onEdit}>
          <Pencil aria-hidden />
        </IconButton>
        <IconButton
          label={common('removeNamed', { name })}
          onClick={() => remove.mutate({ budget: { period, principal, limitMicros: null }, former: budget })}
        >
          <X aria-hidden />
        </IconButton>
      </div>
    </li>
  );
}
