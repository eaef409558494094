import { Check, Pencil, RefreshCw, X } from 'lucide-react';
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dataset, DatasetRecord, RecordReview } from '#shared/contracts/datasets.ts';
import { useCommands } from '#renderer/lib/commands.tsx';
import { filterOf, type DatasetSearch } from '../page/dataset-search.ts';
import { columnsOf, widthsOf } from './columns-of.ts';
import { useRecordActions, useRecordRows, type Chosen } from './record-queries.ts';
import { usePlace } from './use-place.ts';

const FIRST_PAGE: readonly number[] = [0];

/** The rows of the table, the person's place in them, and what is done with the record there or with those chosen. */
export function useReview(
  dataset: Dataset,
  search: DatasetSearch,
  onSearchChange: (next: DatasetSearch) => void,
) {
  const filter = useMemo(() => filterOf(search), [search]);
  const filterKey = JSON.stringify(filter);
  const [pages, setPages] = useState(FIRST_PAGE);
  const table = useRecordRows(dataset.id, filter, pages);
  const columns = useMemo(() => columnsOf(dataset.spec), [dataset.spec]);
  const widths = useMemo(() => widthsOf(dataset.spec, columns), [dataset.spec, columns]);
  const open = useOpen(search, onSearchChange);
  const place = usePlace({
    rows: table.rows,
    filterKey,
    openNumber: search.record,
    open,
  });
  const { cursor, choice } = place;
  const current = search.record ?? (cursor === null ? undefined : table.rows.get(cursor)?.number);
  const count = choice.isAll ? (table.total ?? 0) : choice.numbers.size;
  const step = (by: 1 | -1): void => {
    const openRow = [...table.rows].find(([, { number }]) => number === search.record)?.[0];
    const next = Math.min(Math.max((cursor ?? openRow ?? -1) + by, 0), (table.total ?? 1) - 1);
    if (table.total) place.moveTo(next, false);
  };
  const whom = (): Chosen | undefined => {
    if (choice.isAll) return { filter };
    if (count > 0) return { numbers: [...choice.numbers] };
    return current === undefined ? undefined : { numbers: [current] };
  };
  const record = [...table.rows.values()].find(({ number }) => number === current);
  // One by one: the next one comes by itself, unless the filter takes this one away.
  const onJudged = (): void => {
    if (count > 0) place.clear();
    else if (search.review === undefined) step(1);
  };
  const verbs = useVerbs({ datasetId: dataset.id, record, whom, onJudged, onRemade: place.clear });
  useRecordCommands({ ...verbs, step, hasCurrent: count > 0 || current !== undefined });
  const chosen = choice.isAll ? [] : [...choice.numbers];
  return { ...place, ...verbs, table, columns, widths, filterKey, count, chosen, setPages, open, step };
}

/** Opens a record beside the table, or none. */
function useOpen(search: DatasetSearch, onSearchChange: (next: DatasetSearch) => void) {
  const latest = useRef(search);
  useLayoutEffect(() => {
    latest.current = search;
  });
  return useCallback(
    (record: number | undefined) => onSearchChange({ ...latest.current, record }),
    [onSearchChange],
  );
}

type VerbOptions = {
  datasetId: string;
  record: DatasetRecord | undefined;
  whom(): Chosen | undefined;
  onJudged(): void;
  onRemade(): void;
};

function useVerbs({ datasetId, record, whom, onJudged, onRemade }: VerbOptions) {
  const actions = useRecordActions(datasetId);
  const [edited, setEdited] = useState<DatasetRecord>();
  const [compared, compare] = useState<readonly [number, number]>();
  const judge = (review: RecordReview): void => {
    const chosen = whom();
    if (chosen === undefined) return;
    actions.review.mutate({ chosen, review });
    onJudged();
  };
  const regenerate = (): void => {
    const chosen = whom();
    if (chosen === undefined || !('numbers' in chosen)) return;
    actions.regenerate.mutate(chosen.numbers);
    onRemade();
  };
  const startEdit = (): void => {
    if (record?.value != null) setEdited(record);
  };
  const endEdit = (): void => {
    actions.edit.reset();
    setEdited(undefined);
    returnToTable();
  };
  return { actions, judge, regenerate, edited, startEdit, endEdit, compared, compare };
}

/** What had the focus before a dialog may be gone by now, as the button of a message is; the keys go on in the table. */
function returnToTable(): void {
  window.setTimeout(() => {
    if (document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>('[data-record-table]')?.focus();
  }, 50);
}

type Verbs = {
  judge(review: RecordReview): void;
  startEdit(): void;
  regenerate(): void;
  step(by: 1 | -1): void;
  hasCurrent: boolean;
};

/** The keys work in the table, in the panel beside it, and with neither. */
function useRecordCommands({ judge, startEdit, regenerate, step, hasCurrent }: Verbs): void {
  const { t } = useTranslation('datasetPage');
  const group = t('recordsLabel');
  const move = { group, hiddenInPalette: true };
  const verb = { group, enabled: hasCurrent };
  useCommands([
    { id: 'records.next', title: t('next'), ...move, keys: 'j', run: () => step(1) },
    { id: 'records.previous', title: t('previous'), ...move, keys: 'k', run: () => step(-1) },
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
    {
      id: 'records.regenerate',
      title: t('regenerate'),
      ...verb,
      icon: RefreshCw,
      // Not the bare letter: that begins the keys of the pages.
      keys: 'shift+g',
      run: regenerate,
    },
  ]);
}
