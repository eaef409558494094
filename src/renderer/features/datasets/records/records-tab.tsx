import { Check, GitCompare, RefreshCw, SearchX, Table2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dataset } from '#shared/contracts/datasets.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { BulkBar } from '#renderer/ui/bulk-bar.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { isFiltered, withoutFilter, type DatasetSearch } from '../page/dataset-search.ts';
import { CompareDialog } from './compare-dialog.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { RecordFilters } from './record-filters.tsx';
import { RecordPanel } from './record-panel.tsx';
import { RecordTable } from './record-table.tsx';
import { useReview } from './use-review.ts';

type RecordsTabProps = {
  dataset: Dataset;
  search: DatasetSearch;
  onSearchChange(search: DatasetSearch): void;
  /** What to do where there is nothing yet. */
  emptyAction: ReactNode;
};

/** The records of a dataset: looked at one by one or many at once, accepted, rejected, corrected, made anew. */
export function RecordsTab({ dataset, search, onSearchChange, emptyAction }: RecordsTabProps) {
  const { t } = useTranslation('datasetPage');
  const review = useReview(dataset, search, onSearchChange);
  const { table, columns } = review;
  const isEmpty = table.total === 0;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <RecordFilters dataset={dataset} search={search} onSearchChange={onSearchChange} />
      <div className="relative min-h-0 flex-1 px-6 pb-2">
        {table.error && <ErrorState error={table.error} onRetry={table.retry} />}
        {table.isLoading && <ListSkeleton className="px-2" />}
        {isEmpty && isFiltered(search) && (
          <EmptyState
            icon={SearchX}
            title={t('noMatch')}
            text={t('noMatchText')}
            action={
              <Button onClick={() => onSearchChange(withoutFilter(search))}>{t('clearFilters')}</Button>
            }
          />
        )}
        {isEmpty && !isFiltered(search) && (
          <EmptyState icon={Table2} title={t('noRecords')} text={t('noRecordsText')} action={emptyAction} />
        )}
        {!isEmpty && table.total !== undefined && (
          <RecordTable
            label={t('recordsOf', { title: dataset.title })}
            columns={columns}
            widths={review.widths}
            total={table.total}
            rows={table.rows}
            cursor={review.cursor}
            choice={review.choice}
            openNumber={search.record}
            filterKey={review.filterKey}
            onCursor={review.moveTo}
            onToggle={review.toggle}
            onChooseAll={review.chooseAll}
            onOpen={review.openRow}
            onClear={review.clear}
            onPages={review.setPages}
          />
        )}
        <Bulk review={review} />
      </div>
      <RecordPanel
        datasetId={dataset.id}
        number={search.record}
        onClose={() => review.open(undefined)}
        onAccept={() => review.judge('accepted')}
        onReject={() => review.judge('rejected')}
        onEdit={review.startEdit}
        onRegenerate={review.regenerate}
        onStep={review.step}
      />
      {review.edited && (
        <EditDialog
          key={review.edited.number}
          spec={dataset.spec}
          record={review.edited}
          edit={review.actions.edit}
          onClose={review.endEdit}
        />
      )}
      {review.compared && (
        <CompareDialog
          datasetId={dataset.id}
          numbers={review.compared}
          columns={columns}
          onClose={() => review.compare(undefined)}
        />
      )}
    </div>
  );
}

function Bulk({ review }: { review: ReturnType<typeof useReview> }) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const { count, chosen, judge } = review;
  const [left, right] = chosen;
  return (
    <BulkBar count={count} onClear={review.clear}>
      <Button size="sm" variant="ghost" icon={<Check aria-hidden />} onClick={() => judge('accepted')}>
        {t('accept')}
      </Button>
      <Button size="sm" variant="ghost" icon={<X aria-hidden />} onClick={() => judge('rejected')}>
        {t('reject')}
      </Button>
      <Button size="sm" variant="ghost" onClick={() => judge('open')}>
        {t('reopen')}
      </Button>
      {chosen.length > 0 && chosen.length <= 1000 && (
        <Button size="sm" variant="ghost" icon={<RefreshCw aria-hidden />} onClick={review.regenerate}>
          {t('regenerate')}
        </Button>
      )}
      {chosen.length === 2 && left !== undefined && right !== undefined && (
        <Button
          size="sm"
          variant="ghost"
          icon={<GitCompare aria-hidden />}
          onClick={() => review.compare([Math.min(left, right), Math.max(left, right)])}
        >
          {t('compare')}
        </Button>
      )}
      {!review.choice.isAll && review.table.total !== undefined && review.table.total > count && (
        <Button size="sm" variant="link" onClick={() => review.chooseAll(true)}>
          {t('chooseAllOf', { number: format.number(review.table.total) })}
        </Button>
      )}
    </BulkBar>
  );
}
