import { Gauge, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BudgetState } from '#shared/contracts/usage.ts';
import { BudgetDialog } from '#renderer/entities/spending/budget-dialog.tsx';
import { BudgetList } from '#renderer/entities/spending/budget-list.tsx';
import { useUsageOverview } from '#renderer/entities/spending/spending-queries.ts';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { SettingGroup } from '#renderer/ui/setting-row.tsx';

/** What may be spent at most. Checked before anything is sent. */
export function BudgetGroup() {
  const { t } = useTranslation('usage');
  const { data, error, refetch } = useUsageOverview();
  const [open, setOpen] = useState<'new' | BudgetState>();
  const budgets = data?.budgets ?? [];
  return (
    <SettingGroup
      title={t('budgets')}
      text={t('budgetsText')}
      actions={
        <Button size="sm" variant="outline" icon={<Plus aria-hidden />} onClick={() => setOpen('new')}>
          {t('addBudget')}
        </Button>
      }
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} className="py-8" />}
      {!data && !error && <ListSkeleton rows={2} className="px-2 py-2" />}
      {data && budgets.length === 0 && (
        <EmptyState compact icon={Gauge} title={t('noBudgets')} text={t('noBudgetsText')} />
      )}
      {budgets.length > 0 && <BudgetList budgets={budgets} onEdit={setOpen} />}
      {open !== undefined && (
        <BudgetDialog
          budget={open === 'new' ? undefined : open}
          budgets={budgets}
          onClose={() => setOpen(undefined)}
        />
      )}
    </SettingGroup>
  );
}
