import { Link } from '@tanstack/react-router';
import { ChartColumn, FilterX, Waypoints } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageFrame, PageHeader } from '#renderer/ui/page-header.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { ExportMenu } from './export-menu.tsx';
import { useExportTraces, useRemoveTraces, useTraces } from './queries.ts';
import { TraceFilters } from './trace-filters.tsx';
import { TraceList } from './trace-list.tsx';
import { isFiltered, toTraceFilter, type TracesSearch } from './traces-search.ts';

type TracesPageProps = {
  search: TracesSearch;
  onSearchChange(search: TracesSearch): void;
  onOpen(id: string): void;
};

/** What happened around each question to a model. */
export function TracesPage({ search, onSearchChange, onOpen }: TracesPageProps) {
  const { t } = useTranslation('traces');
  const filter = useMemo(() => toTraceFilter(search), [search]);
  const pages = useTraces(filter);
  const exportTraces = useExportTraces();
  const remove = useRemoveTraces();
  const [leaving, setLeaving] = useState<readonly string[]>();
  return (
    <PageFrame>
      <PageHeader
        title={t('title')}
        meta={t('subtitle')}
        actions={
          <>
            <Link to="/usage" className={buttonStyles({ variant: 'ghost' })}>
              <ChartColumn aria-hidden />
              {t('openUsage')}
            </Link>
            <ExportMenu
              isBusy={exportTraces.isPending}
              onExport={(withContent) => exportTraces.mutate({ ...filter, withContent })}
            />
          </>
        }
      />
      <TraceFilters search={search} total={pages.total} onSearchChange={onSearchChange} />
      <div className={cn('min-h-0 flex-1 transition-opacity', pages.isStale && 'opacity-60')}>
        {pages.isLoading ? (
          <ListSkeleton className="px-5" />
        ) : pages.error !== null && pages.items.length === 0 ? (
          <ErrorState error={pages.error} onRetry={pages.retry} />
        ) : pages.items.length === 0 ? (
          <NoTraces isNarrowed={isFiltered(search)} onClear={() => onSearchChange({})} />
        ) : (
          <TraceList
            pages={pages}
            onOpen={onOpen}
            onExport={(ids) => exportTraces.mutate({ ids: [...ids], withContent: false })}
            onRemove={setLeaving}
          />
        )}
      </div>
      <ConfirmDialog
        open={leaving !== undefined}
        onOpenChange={() => setLeaving(undefined)}
        danger
        title={t('removeTitle', { count: leaving?.length ?? 0 })}
        description={t('removeText')}
        confirmLabel={t('remove')}
        busy={remove.isPending}
        onConfirm={() => leaving && remove.mutate(leaving, { onSuccess: () => setLeaving(undefined) })}
      />
    </PageFrame>
  );
}

function NoTraces({ isNarrowed, onClear }: { isNarrowed: boolean; onClear(): void }) {
  const { t } = useTranslation('traces');
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
      icon={Waypoints}
      title={t('empty')}
      text={t('emptyText')}
      action={
        <Link to="/settings" search={{ section: 'models' }} className={buttonStyles({ variant: 'outline' })}>
          {t('emptyAction')}
        </Link>
      }
    />
  );
}
