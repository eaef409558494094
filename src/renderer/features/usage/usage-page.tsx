import { Link } from '@tanstack/react-router';
import { ChartColumn, Download, Plus, Settings2, Waypoints } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BudgetState, UsageOverview } from '#shared/contracts/usage.ts';
import { BudgetDialog } from '#renderer/entities/spending/budget-dialog.tsx';
import { BudgetList } from '#renderer/entities/spending/budget-list.tsx';
import { PriceDialog, type PriceSubject } from '#renderer/entities/spending/price-dialog.tsx';
import { useUsageOverview } from '#renderer/entities/spending/spending-queries.ts';
import { UnpricedNote } from '#renderer/entities/spending/unpriced-note.tsx';
import { useCommands } from '#renderer/lib/commands.tsx';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Page, PageHeader } from '#renderer/ui/page-header.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { BreakdownTable } from './breakdown-table.tsx';
import { LatestCalls } from './latest-calls.tsx';
import { useExportCsv, useSummary } from './queries.ts';
import { Tiles } from './tiles.tsx';
import { UsageChart } from './usage-chart.tsx';
import { rangeOf, type UsagePeriod, type UsageSearch } from './usage-search.ts';

type UsagePageProps = { search: UsageSearch; onSearchChange(search: UsageSearch): void };

/** What models did and what they cost. */
export function UsagePage({ search, onSearchChange }: UsagePageProps) {
  const { t } = useTranslation('usage');
  const exportCsv = useExportCsv();
  const range = rangeOf(search.period ?? '30d');
  const onExport = (): void => exportCsv.mutate(range);
  const group = t('title');
  useCommands([{ id: 'usage.export', title: t('export'), group, icon: Download, run: onExport }]);
  return (
    <Page>
      <PageHeader
        title={t('title')}
        meta={t('subtitle')}
        actions={
          <>
            <Link to="/traces" className={buttonStyles({ variant: 'ghost' })}>
              <Waypoints aria-hidden />
              {t('openTraces')}
            </Link>
            <Link
              to="/settings"
              search={{ section: 'models' }}
              className={buttonStyles({ variant: 'ghost' })}
            >
              <Settings2 aria-hidden />
              {t('openSettings')}
            </Link>
            <Button
              variant="outline"
              icon={<Download aria-hidden />}
              busy={exportCsv.isPending}
              onClick={onExport}
            >
              {t('export')}
            </Button>
          </>
        }
      />
      <div className="flex flex-col gap-5 px-8">
        <Overview />
        <InPeriod search={search} onSearchChange={onSearchChange} />
      </div>
    </Page>
  );
}

type Open =
  | { readonly what: 'budget'; readonly budget?: BudgetState }
  | { readonly what: 'price'; readonly subject: PriceSubject };

function Overview() {
  const { data, error, refetch } = useUsageOverview();
  const [open, setOpen] = useState<Open>();
  const close = (): void => setOpen(undefined);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <ListSkeleton rows={4} />;
  return (
    <>
      <UnpricedNote models={data.unpricedModels} onEnter={(subject) => setOpen({ what: 'price', subject })} />
      <Tiles overview={data} />
      <Budgets overview={data} onOpen={(budget) => setOpen({ what: 'budget', budget })} />
      {open?.what === 'budget' && (
        <BudgetDialog budget={open.budget} budgets={data.budgets} onClose={close} />
      )}
      {open?.what === 'price' && <PriceDialog subject={open.subject} onClose={close} />}
    </>
  );
}

type BudgetsProps = { overview: UsageOverview; onOpen(budget?: BudgetState): void };

function Budgets({ overview, onOpen }: BudgetsProps) {
  const { t } = useTranslation('usage');
  const { budgets } = overview;
  return (
    <Card>
      <div className="flex items-center gap-3 px-5 py-3">
        <h2 className="text-base font-semibold tracking-[-0.3px]">{t('budgets')}</h2>
        {budgets.length === 0 && (
          <p className="min-w-0 flex-1 text-[13px] text-muted-foreground">{t('noBudgetsText')}</p>
        )}
        <Button
          size="sm"
          variant="ghost"
          className="ms-auto"
          icon={<Plus aria-hidden />}
          onClick={() => onOpen()}
        >
          {t('addBudget')}
        </Button>
      </div>
      {budgets.length > 0 && (
        <BudgetList budgets={budgets} onEdit={onOpen} className="border-t border-border-subtle" />
      )}
    </Card>
  );
}

function InPeriod({ search, onSearchChange }: UsagePageProps) {
  const { t } = useTranslation('usage');
  const { period = '30d', by = 'model' } = search;
  const range = rangeOf(period);
  const byDay = useSummary({ ...range, by: ['day', by] });
  const whole = useSummary({ ...range, by: [by] });
  const ever = useSummary({ by: ['month'] });
  const { data, error } = byDay;
  if (error && !data) return <ErrorState error={error} onRetry={() => void byDay.refetch()} />;
  if (!data || !ever.data) return <ListSkeleton rows={6} />;
  if (ever.data.total.callCount === 0) return <NeverAsked />;
  return (
    <>
      <Segmented<UsagePeriod>
        label={t('chosenPeriod')}
        value={period}
        onValueChange={(next) => onSearchChange({ ...search, period: next })}
        segments={[
          { value: '7d', label: t('days7') },
          { value: '30d', label: t('days30') },
          { value: '90d', label: t('days90') },
        ]}
        className="mt-2 w-fit"
      />
      {data.total.callCount === 0 ? (
        <EmptyState icon={ChartColumn} title={t('emptyPeriod')} text={t('emptyPeriodText')} />
      ) : (
        <>
          <UsageChart
            summary={data}
            isStale={byDay.isPlaceholderData}
            search={search}
            onSearchChange={onSearchChange}
          />
          {whole.data && !whole.isPlaceholderData && <BreakdownTable rows={whole.data.rows} by={by} />}
          <LatestCalls filter={range} />
        </>
      )}
    </>
  );
}

function NeverAsked() {
  const { t } = useTranslation('usage');
  return (
    <EmptyState
      icon={ChartColumn}
      title={t('empty')}
      text={t('emptyText')}
      action={
        <Link to="/settings" search={{ section: 'models' }} className={buttonStyles({ variant: 'primary' })}>
          {t('emptyAction')}
        </Link>
      }
    />
  );
}
