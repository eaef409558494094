import { Link } from '@tanstack/react-router';
import { ChartColumn, Download, FilterX, History, ShieldCheck } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityEntry } from '#shared/contracts/activity.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useCommands } from '#renderer/lib/commands.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageFrame, PageHeader } from '#renderer/ui/page-header.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { Tooltip } from '#renderer/ui/tooltip.tsx';
import { isFiltered, toActivityFilter, type ActivityLogSearch } from './activity-log-search.ts';
import { EntryList } from './entry-list.tsx';
import { EntrySheet } from './entry-sheet.tsx';
import { LogFilters } from './log-filters.tsx';
import { useEntries, useExportCsv, usePrincipals, useSummary, useVerify } from './queries.ts';
import { SummaryView } from './summary-view.tsx';
import { VerifyResult } from './verify-result.tsx';

type ActivityLogPageProps = {
  search: ActivityLogSearch;
  onSearchChange(search: ActivityLogSearch): void;
};

/** What plugins, flows and the assistant have read, changed and sent. */
export function ActivityLogPage({ search, onSearchChange }: ActivityLogPageProps) {
  const { t } = useTranslation('activity');
  const { t: usage } = useTranslation('usage');
  const filter = useMemo(() => toActivityFilter(search), [search]);
  const verify = useVerify();
  const exportCsv = useExportCsv();
  const principals = usePrincipals();
  usePageCommands({ onVerify: () => verify.mutate(), onExport: () => exportCsv.mutate(filter) });
  const clear = (): void => onSearchChange({ show: search.show });
  return (
    <PageFrame>
      <PageHeader
        title={t('title')}
        meta={t('subtitle')}
        actions={
          <>
            <Link to="/usage" className={buttonStyles({ variant: 'ghost' })}>
              <ChartColumn aria-hidden />
              {usage('title')}
            </Link>
            <Tooltip content={t('verifyHint')}>
              <Button
                variant="outline"
                icon={<ShieldCheck aria-hidden />}
                busy={verify.isPending}
                onClick={() => verify.mutate()}
              >
                {t('verify')}
              </Button>
            </Tooltip>
            <Button
              variant="outline"
              icon={<Download aria-hidden />}
              busy={exportCsv.isPending}
              onClick={() => exportCsv.mutate(filter)}
            >
              {t('export')}
            </Button>
          </>
        }
      />
      {verify.data && (
        <div className="px-8 pb-3">
          <VerifyResult result={verify.data} />
        </div>
      )}
      {search.show === 'summary' ? (
        <Summary search={search} principals={principals} onSearchChange={onSearchChange} onClear={clear} />
      ) : (
        <Log search={search} principals={principals} onSearchChange={onSearchChange} onClear={clear} />
      )}
    </PageFrame>
  );
}

function usePageCommands({ onVerify, onExport }: { onVerify(): void; onExport(): void }): void {
  const { t } = useTranslation('activity');
  const group = t('title');
  useCommands([
    { id: 'activity.verify', title: t('verify'), group, icon: ShieldCheck, run: onVerify },
    { id: 'activity.export', title: t('export'), group, icon: Download, run: onExport },
  ]);
}

type ViewProps = ActivityLogPageProps & { principals: readonly string[]; onClear(): void };

function Log({ search, principals, onSearchChange, onClear }: ViewProps) {
  const { t } = useTranslation('activity');
  const format = useFormat();
  const pages = useEntries(useMemo(() => toActivityFilter(search), [search]));
  const [opened, setOpened] = useState<ActivityEntry>();
  const { total } = pages;
  return (
    <>
      <LogFilters search={search} principals={principals} onSearchChange={onSearchChange}>
        {total !== undefined && (
          <p role="status" className="text-meta tabular-nums">
            {t('entries', { count: total, number: format.number(total) })}
          </p>
        )}
      </LogFilters>
      <div className={cn('min-h-0 flex-1 transition-opacity', pages.isStale && 'opacity-60')}>
        {pages.isLoading ? (
          <ListSkeleton className="px-5" />
        ) : pages.error !== null && pages.items.length === 0 ? (
          <ErrorState error={pages.error} onRetry={pages.retry} />
        ) : pages.items.length === 0 ? (
          <NoEntries isFiltered={isFiltered(search)} onClear={onClear} />
        ) : (
          <EntryList pages={pages} activeSeq={opened?.seq} onOpen={setOpened} />
        )}
      </div>
      <EntrySheet entry={opened} onClose={() => setOpened(undefined)} />
    </>
  );
}

function Summary({ search, principals, onSearchChange, onClear }: ViewProps) {
  const filter = useMemo(() => toActivityFilter(search), [search]);
  const { data, error, refetch } = useSummary(filter, true);
  return (
    <>
      <LogFilters search={search} principals={principals} onSearchChange={onSearchChange} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <ListSkeleton className="px-5" />}
        {data?.length === 0 && <NoEntries isFiltered={isFiltered(search)} onClear={onClear} />}
        {data && data.length > 0 && (
          <SummaryView
            rows={data}
            onSeeEntries={(who) => onSearchChange({ ...search, show: undefined, who })}
          />
        )}
      </div>
    </>
  );
}

function NoEntries({ isFiltered: isNarrowed, onClear }: { isFiltered: boolean; onClear(): void }) {
  const { t } = useTranslation('activity');
  if (isNarrowed) {
    return (
      <EmptyState
        icon={FilterX}
        title={t('noMatch')}
        text={t('noMatchText')}
        action={<Button onClick={onClear}>{t('clearFilters')}</Button>}
      />
    );
  }
  return (
    <EmptyState
      icon={History}
      title={t('empty')}
      text={t('emptyText')}
      action={
        <Link
          to="/settings"
          search={{ section: 'permissions' }}
          className={buttonStyles({ variant: 'outline' })}
        >
          {t('emptyAction')}
        </Link>
      }
    />
  );
}
