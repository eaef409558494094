import { Check, GitCompare, Pencil, RefreshCw, SearchX, Table2, X } from 'lucide-react';
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dataset, DatasetRecord, RecordReview } from '#shared/contracts/datasets.ts';
import { useCommands } from '#renderer/lib/commands.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { BulkBar } from '#renderer/ui/bulk-bar.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { filterOf, isFiltered, withoutFilter, type DatasetSearch } from '../page/dataset-search.ts';
import { columnsOf, widthsOf } from './columns-of.ts';
import { CompareDialog } from './compare-dialog.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { NOTHING_CHOSEN, toggled, withAlso, type RecordChoice } from './grid-keys.ts';
import { RecordFilters } from './record-filters.tsx';
import { RecordPanel } from './record-panel.tsx';
import { useRecordActions, useRecordRows, type Chosen } from './record-queries.ts';
import { RecordTable } from './record-table.tsx';

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

const FIRST_PAGE: readonly number[] = [0];

/** Where the person is in the table, and what is done with the record there or with those chosen. */
function useReview(dataset: Dataset, search: DatasetSearch, onSearchChange: (next: DatasetSearch) => void) {
  const filter = useMemo(() => filterOf(search), [search]);
  const filterKey = JSON.stringify(filter);
  const [pages, setPages] = useState(FIRST_PAGE);
  const table = useRecordRows(dataset.id, filter, pages);
  const actions = useRecordActions(dataset.id);
  const columns = useMemo(() => columnsOf(dataset.spec), [dataset.spec]);
  const widths = useMemo(() => widthsOf(dataset.spec, columns), [dataset.spec, columns]);
  const [place, setPlace] = useState({ filterKey, cursor: null as number | null, choice: NOTHING_CHOSEN });
  // Another filter shows other rows: what was chosen in the former ones is not acted on unseen.
  const isSame = place.filterKey === filterKey;
  const cursor = isSame ? place.cursor : null;
  const choice = isSame ? place.choice : NOTHING_CHOSEN;
  const [editedNumber, setEdited] = useState<DatasetRecord>();
  const [compared, setCompared] = useState<readonly [number, number]>();
  const latest = useRef({ table, cursor, choice, search });
  latest.current = { table, cursor, choice, search };
  const put = useCallback(
    (change: { cursor?: number | null; choice?: RecordChoice }) =>
      setPlace((now) => ({
        filterKey,
        cursor:
          change.cursor === undefined ? (now.filterKey === filterKey ? now.cursor : null) : change.cursor,
        choice: change.choice ?? (now.filterKey === filterKey ? now.choice : NOTHING_CHOSEN),
      })),
    [filterKey],
  );
  const open = useCallback(
    (number: number | undefined) => onSearchChange({ ...latest.current.search, record: number }),
    [onSearchChange],
  );
  const openRow = useCallback(
    (index: number) => {
      const record = latest.current.table.rows.get(index);
      if (record) open(record.number);
    },
    [open],
  );
  const moveTo = useCallback(
    (index: number, extend: boolean) => {
      const { table: now, cursor: from, choice: chosen, search: shown } = latest.current;
      if (extend) {
        const [low, high] = [Math.min(from ?? index, index), Math.max(from ?? index, index)];
        const loaded = [...now.rows].filter(([row]) => row >= low && row <= high);
        put({
          cursor: index,
          choice: withAlso(
            chosen,
            loaded.map(([, { number }]) => number),
          ),
        });
        return;
      }
      put({ cursor: index });
      const record = now.rows.get(index);
      if (shown.record !== undefined && record && record.number !== shown.record) open(record.number);
    },
    [open, put],
  );
  const toggle = useCallback(
    (index: number) => {
      const record = latest.current.table.rows.get(index);
      if (record) put({ cursor: index, choice: toggled(latest.current.choice, record.number) });
    },
    [put],
  );
  const chooseAll = useCallback(
    (isOn: boolean) => put({ choice: isOn ? { isAll: true, numbers: new Set() } : NOTHING_CHOSEN }),
    [put],
  );
  const clear = useCallback(() => put({ choice: NOTHING_CHOSEN }), [put]);

  const current = search.record ?? (cursor === null ? undefined : table.rows.get(cursor)?.number);
  const count = choice.isAll ? (table.total ?? 0) : choice.numbers.size;
  const chosen = (): Chosen | undefined => {
    if (choice.isAll) return { filter };
    if (choice.numbers.size > 0) return { numbers: [...choice.numbers] };
    return current === undefined ? undefined : { numbers: [current] };
  };
  const step = (by: 1 | -1): void => {
    const at = cursor ?? [...table.rows].find(([, { number }]) => number === search.record)?.[0] ?? -1;
    const next = Math.min(Math.max(at + by, 0), (table.total ?? 1) - 1);
    if (table.total) moveTo(next, false);
  };
  const judge = (word: RecordReview): void => {
    const whom = chosen();
    if (whom === undefined) return;
    actions.review.mutate({ chosen: whom, review: word });
    // One by one: the next one comes by itself, unless the filter has taken this one away.
    if (count === 0 && search.review === undefined) step(1);
    if (count > 0) clear();
  };
  const record = [...table.rows.values()].find(({ number }) => number === current);
  const startEdit = (): void => {
    if (record?.value != null) setEdited(record);
  };
  const endEdit = (): void => {
    actions.edit.reset();
    setEdited(undefined);
  };
  const regenerate = (): void => {
    const whom = chosen();
    if (whom === undefined || !('numbers' in whom)) return;
    actions.regenerate.mutate(whom.numbers);
    if (count > 0) clear();
  };
  const pair = choice.isAll ? [] : [...choice.numbers];
  const compare = (numbers: readonly [number, number] | undefined): void => setCompared(numbers);
  useRecordCommands({ judge, startEdit, regenerate, step, hasCurrent: count > 0 || current !== undefined });
  const shared = {
    table,
    columns,
    widths,
    actions,
    cursor,
    choice,
    count,
    pair,
    compared,
    edited: editedNumber,
  };
  const moves = { setPages, moveTo, toggle, chooseAll, clear, open, openRow, step };
  return { ...shared, ...moves, judge, startEdit, endEdit, regenerate, compare };
}

type Verbs = {
  judge(word: RecordReview): void;
  startEdit(): void;
  regenerate(): void;
  step(by: 1 | -1): void;
  hasCurrent: boolean;
};

/** The keys work in the table, in the panel beside it, and with neither. */
function useRecordCommands({ judge, startEdit, regenerate, step, hasCurrent }: Verbs): void {
  const { t } = useTranslation('datasetPage');
  const group = t('recordsLabel');
  const verb = { group, enabled: hasCurrent };
  useCommands([
    { id: 'records.next', title: t('next'), group, keys: 'j', hiddenInPalette: true, run: () => step(1) },
    {
      id: 'records.previous',
      title: t('previous'),
      group,
      keys: 'k',
      hiddenInPalette: true,
      run: () => step(-1),
    },
    {
      id: 'records.accept',
      title: t('accept'),
      ...verb,
      icon: Check,
      keys: 'a',
      run: () => judge('accepted'),
    },
    { id: 'records.reject', title: t('reject'), ...verb, icon: X, keys: 'r', run: () => judge('rejected') },
    { id: 'records.reopen', title: t('reopen'), ...verb, keys: 'u', run: () => judge('open') },
    { id: 'records.edit', title: t('edit'), ...verb, icon: Pencil, keys: 'e', run: startEdit },
    // Not the bare letter: that begins the keys of the pages.
    {
      id: 'records.regenerate',
      title: t('regenerate'),
      ...verb,
      icon: RefreshCw,
      keys: 'shift+g',
      run: regenerate,
    },
  ]);
}

function Bulk({ review }: { review: ReturnType<typeof useReview> }) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const { count, pair, judge } = review;
  const [left, right] = pair;
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
      {pair.length > 0 && pair.length <= 1000 && (
        <Button size="sm" variant="ghost" icon={<RefreshCw aria-hidden />} onClick={review.regenerate}>
          {t('regenerate')}
        </Button>
      )}
      {pair.length === 2 && left !== undefined && right !== undefined && (
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
