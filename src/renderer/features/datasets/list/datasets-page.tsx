import { Link } from '@tanstack/react-router';
import { ArrowDownUp, Plus, SearchX, Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeletedCount } from '#renderer/entities/dataset/deleted-count.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Page, PageHeader } from '#renderer/ui/page-header.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { TextFilter } from '#renderer/ui/text-filter.tsx';
import { DatasetRow } from './dataset-row.tsx';
import { DATASET_SORTS, type DatasetsSearch } from './datasets-search.ts';
import { DeletedRow } from './deleted-row.tsx';
import { DraftStrip } from './draft-strip.tsx';
import { useDatasetPages, useDrafts } from './list-queries.ts';
import { MetricsStrip } from './metrics-strip.tsx';
import { StartChoices } from './start-choices.tsx';

const PAUSE_MS = 150;

type DatasetsPageProps = { search: DatasetsSearch; onSearchChange(search: DatasetsSearch): void };

/** All datasets and how their runs stand. */
export function DatasetsPage({ search, onSearchChange }: DatasetsPageProps) {
  const { t } = useTranslation('datasets');
  const pages = useDatasetPages(search);
  const { data: drafts } = useDrafts();
  const isEmpty = pages.total === 0 && !search.q && !search.deleted && !pages.isStale;
  return (
    <Page>
      <PageHeader
        title={t('title')}
        meta={t('subtitle')}
        actions={
          !isEmpty && (
            <Button asChild variant="primary">
              <Link to="/datasets/new">
                <Plus aria-hidden />
                {t('new')}
              </Link>
            </Button>
          )
        }
      />
      <div className="flex flex-col gap-6 px-8 pt-1">
        {!isEmpty && !search.deleted && <MetricsStrip />}
        {!search.deleted && drafts !== undefined && drafts.length > 0 && <DraftStrip drafts={drafts} />}
        {isEmpty ? (
          <>
            <StartChoices />
            <DeletedToggle className="self-center" search={search} onSearchChange={onSearchChange} />
          </>
        ) : (
          <section aria-label={t('list')} className="flex flex-col gap-3">
            <Toolbar search={search} onSearchChange={onSearchChange} />
            <Rows
              search={search}
              pages={pages}
              onClear={() => onSearchChange({ sort: search.sort, deleted: search.deleted })}
            />
          </section>
        )}
      </div>
    </Page>
  );
}

function Toolbar({ search, onSearchChange }: DatasetsPageProps) {
  const { t } = useTranslation('datasets');
  return (
    <div className="flex flex-wrap items-center gap-2">
      <TextFilter
        label={t('filterText')}
        text={search.q ?? ''}
        onTextChange={(q) => onSearchChange({ ...search, q: q === '' ? undefined : q })}
        pauseMs={PAUSE_MS}
      />
      <DeletedToggle search={search} onSearchChange={onSearchChange} />
      <span className="ms-auto flex items-center gap-1 text-muted-foreground">
        <ArrowDownUp aria-hidden className="size-3.5" />
        <Select
          variant="ghost"
          label={t('sort')}
          value={search.sort ?? 'updated'}
          options={DATASET_SORTS.map((sort) => ({ value: sort, label: t(`sort_${sort}`) }))}
          onValueChange={(sort) => onSearchChange({ ...search, sort: sort === 'updated' ? undefined : sort })}
        />
      </span>
    </div>
  );
}

/** Leads to what was thrown away and back; where there is nothing of it, nothing is offered. */
function DeletedToggle({ search, onSearchChange, className }: DatasetsPageProps & { className?: string }) {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  const count = useDeletedCount();
  const isOn = search.deleted === true;
  if (count === 0 && !isOn) return null;
  return (
    <Button
      size="sm"
      variant={isOn ? 'secondary' : 'ghost'}
      aria-pressed={isOn}
      icon={<Trash2 aria-hidden />}
      className={className}
      onClick={() => onSearchChange({ sort: search.sort, deleted: isOn ? undefined : true })}
    >
      {t('inTrash', { number: format.number(count) })}
    </Button>
  );
}

type RowsProps = {
  search: DatasetsSearch;
  pages: ReturnType<typeof useDatasetPages>;
  onClear(): void;
};

function Rows({ search, pages, onClear }: RowsProps) {
  const { t } = useTranslation('datasets');
  if (pages.error && pages.total === undefined)
    return <ErrorState error={pages.error} onRetry={pages.retry} />;
  if (pages.isLoading) {
    return (
      <Card>
        <ListSkeleton rows={5} className="p-2" />
      </Card>
    );
  }
  if (pages.items.length === 0 && search.deleted && !search.q) {
    return <EmptyState icon={Trash2} title={t('trashEmpty')} text={t('trashEmptyText')} />;
  }
  if (pages.items.length === 0) {
    return (
      <EmptyState
        icon={SearchX}
        title={t('noneFound', { query: search.q ?? '' })}
        text={t('noneFoundText')}
        action={
          <Button variant="outline" onClick={onClear}>
            {t('dropFilter')}
          </Button>
        }
      />
    );
  }
  return (
    <>
      <Card>
        <ul className="divide-y divide-border-subtle">
          {pages.items.map((dataset) =>
            dataset.deletedAt === null ? (
              <DatasetRow key={dataset.id} dataset={dataset} />
            ) : (
              <DeletedRow key={dataset.id} dataset={dataset} deletedAt={dataset.deletedAt} />
            ),
          )}
        </ul>
      </Card>
      <MoreBelow onSeen={pages.loadMore} />
    </>
  );
}

/** The next page is fetched as the end of this one comes near. */
function MoreBelow({ onSeen }: { onSeen(): void }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onSeen(), {
      rootMargin: '400px',
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [onSeen]);
  return <div ref={place} aria-hidden />;
}
