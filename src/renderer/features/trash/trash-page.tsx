import { Link } from '@tanstack/react-router';
import { FilterX, RotateCcw, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ITEM_KINDS } from '#shared/contracts/choices.ts';
import type { ItemKind } from '#shared/contracts/common.ts';
import type { TrashItem } from '#shared/contracts/trash.ts';
import { useDeletedCount } from '#renderer/entities/dataset/deleted-count.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { useDebounced } from '#renderer/lib/use-debounced.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { BulkBar } from '#renderer/ui/bulk-bar.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SearchInput } from '#renderer/ui/input.tsx';
import { useListSelection } from '#renderer/ui/list-selection.ts';
import { PageFrame, PageHeader } from '#renderer/ui/page-header.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { VirtualList } from '#renderer/ui/virtual-list.tsx';
import { PurgeDialog, type PurgeRequest } from './purge-dialog.tsx';
import { useHeldBack, useRestore, useRetentionDays, useTrash, useTrashCount } from './queries.ts';
import type { TrashSearch } from './trash-search.ts';
import { TrashRow } from './trash-row.tsx';

type TrashPageProps = { search: TrashSearch; onSearchChange(search: TrashSearch): void };

const keyOf = (item: TrashItem): string => item.id;

/** Everything that was deleted and can still come back. */
export function TrashPage({ search, onSearchChange }: TrashPageProps) {
  const { t } = useTranslation('trash');
  const count = useTrashCount();
  const [request, setRequest] = useState<PurgeRequest>();
  return (
    <PageFrame>
      <PageHeader
        title={t('title')}
        meta={<RetentionNote />}
        actions={
          <Button
            variant="danger-ghost"
            icon={<Trash2 aria-hidden />}
            disabled={count === 0}
            onClick={() => setRequest({ items: 'all', count })}
          >
            {t('empty')}
          </Button>
        }
      />
      <div className="flex flex-wrap items-center gap-2 px-8 pb-3">
        <SearchInput
          label={t('search')}
          value={search.q ?? ''}
          onValueChange={(q) => onSearchChange({ ...search, q: q || undefined })}
          className="w-64"
        />
        <Select<ItemKind | 'all'>
          label={t('kind')}
          value={search.kind ?? 'all'}
          onValueChange={(kind) => onSearchChange({ ...search, kind: kind === 'all' ? undefined : kind })}
          options={[
            { value: 'all', label: t('kind_all') },
            ...ITEM_KINDS.map((kind) => ({ value: kind, label: t(`kind_${kind}`) })),
          ]}
          className="w-44"
        />
      </div>
      <HeldBackNote onPurge={setRequest} />
      <DatasetsNote />
      <TrashList search={search} onClearFilters={() => onSearchChange({})} onPurge={setRequest} />
      <PurgeDialog request={request} onClose={() => setRequest(undefined)} />
    </PageFrame>
  );
}

function RetentionNote() {
  const { t } = useTranslation('trash');
  const days = useRetentionDays();
  if (days === undefined) return null;
  return (
    <>
      {days === 0 ? t('kept') : t('retention', { count: days })}{' '}
      <Link
        to="/settings"
        search={{ section: 'workspace' }}
        className="rounded-sm font-medium text-primary-text hover:underline"
      >
        {t('change')}
      </Link>
    </>
  );
}

/** Nothing disappears in bulk by itself: what is past its time waits for a word. */
function HeldBackNote({ onPurge }: { onPurge(request: PurgeRequest): void }) {
  const { t } = useTranslation('trash');
  const format = useFormat();
  const items = useHeldBack();
  const count = items.length;
  if (count === 0) return null;
  return (
    <Banner
      tone="warning"
      className="mx-8 mb-3"
      actions={
        <Button size="sm" variant="outline" onClick={() => onPurge({ items, count })}>
          {t('heldBackPurge')}
        </Button>
      }
    >
      {t('heldBack', { count, number: format.number(count) })}
    </Banner>
  );
}

/** Datasets are no items of this list: one of them may be a hundred thousand records. */
function DatasetsNote() {
  const { t } = useTranslation('trash');
  const format = useFormat();
  const count = useDeletedCount();
  if (count === 0) return null;
  return (
    <p className="px-8 pb-3 text-sm text-muted-foreground">
      {t('datasets', { count, number: format.number(count) })}{' '}
      <Link
        to="/datasets"
        search={{ deleted: true }}
        className="rounded-sm font-medium text-primary-text hover:underline"
      >
        {t('showDatasets')}
      </Link>
    </p>
  );
}

type TrashListProps = {
  search: TrashSearch;
  onClearFilters(): void;
  onPurge(request: PurgeRequest): void;
};

function TrashList({ search, onClearFilters, onPurge }: TrashListProps) {
  const { t } = useTranslation('trash');
  const text = useDebounced(search.q, 120);
  const pages = useTrash({ kind: search.kind, text: text?.trim() || undefined });
  const selection = useListSelection(useMemo(() => pages.items.map(keyOf), [pages.items]));
  const restore = useRestore();
  const selected = pages.items.filter((item) => selection.isSelected(item.id));
  /** The rows an action on this one means: the whole selection when it is part of it. */
  const meant = (item: TrashItem): readonly TrashItem[] =>
    selection.isSelected(item.id) ? selected : [item];
  const purge = (items: readonly TrashItem[]): void => onPurge({ items, count: items.length });
  if (pages.error) return <ErrorState error={pages.error} onRetry={pages.retry} />;
  if (pages.isLoading) return <ListSkeleton className="px-5" />;
  if (pages.items.length === 0) {
    return search.q === undefined && search.kind === undefined ? (
      <EmptyState icon={Trash2} title={t('nothing')} text={t('nothingText')} />
    ) : (
      <EmptyState
        icon={FilterX}
        title={t('noResults')}
        text={t('noResultsText')}
        action={<Button onClick={onClearFilters}>{t('clearFilters')}</Button>}
      />
    );
  }
  return (
    <div className="relative min-h-0 flex-1 px-5">
      <VirtualList
        label={t('title')}
        items={pages.items}
        getKey={keyOf}
        selection={selection}
        onEndReached={pages.loadMore}
        onRowKeyDown={(event, item) => {
          if (event.key === 'r') restore.mutate(meant(item));
          else if (event.key === 'Delete') purge(meant(item));
          else return false;
          return true;
        }}
        renderRow={(item) => (
          <TrashRow item={item} meant={meant(item)} onRestore={restore.mutate} onPurge={purge} />
        )}
        className="pb-20"
      />
      <BulkBar count={selected.length} onClear={selection.clear}>
        <Button
          variant="ghost"
          size="sm"
          icon={<RotateCcw aria-hidden />}
          onClick={() => restore.mutate(selected)}
        >
          {t('restore')}
        </Button>
        <Button
          variant="danger-ghost"
          size="sm"
          icon={<Trash2 aria-hidden />}
          onClick={() => purge(selected)}
        >
          {t('purge')}
        </Button>
      </BulkBar>
    </div>
  );
}
