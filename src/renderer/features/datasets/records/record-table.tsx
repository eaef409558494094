import { useVirtualizer } from '@tanstack/react-virtual';
import { Check, CircleX, TriangleAlert, X } from 'lucide-react';
import { memo, useEffect, useId, useMemo, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetRecord } from '#shared/contracts/datasets.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat, type Formatter } from '#renderer/lib/format.ts';
import { isMac } from '#renderer/lib/shortcuts.ts';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { targetRow } from '#renderer/ui/row-keys.ts';
import { Skeleton } from '#renderer/ui/skeleton.tsx';
import { cellText } from './columns-of.ts';
import { isChosen, type RecordChoice } from './record-choice.ts';
import { PAGE } from './record-queries.ts';

const ROW = 40;
const HEAD = 36;

type RecordTableProps = {
  label: string;
  columns: readonly string[];
  /** Of the columns, as a grid has them. */
  widths: readonly string[];
  total: number;
  rows: ReadonlyMap<number, DatasetRecord>;
  cursor: number | null;
  choice: RecordChoice;
  openNumber: number | undefined;
  /** Other rows begin at the first. */
  filterKey: string;
  onCursor(index: number, extend: boolean): void;
  onToggle(index: number): void;
  onChooseAll(isOn: boolean): void;
  onOpen(index: number): void;
  onClear(): void;
  /** Pages of rows that are in view. */
  onPages(pages: readonly number[]): void;
};

const template = (widths: readonly string[]): string =>
  `2.25rem 4.5rem 3.5rem ${widths.length === 0 ? '1fr' : widths.join(' ')}`;

/** As many rows as there are records; those on screen are drawn, and the pages they stand on asked for. */
export function RecordTable(props: RecordTableProps) {
  const { label, columns, total, rows, cursor, choice, openNumber, onPages } = props;
  const { t } = useTranslation('datasetPage');
  const scroller = useRef<HTMLDivElement>(null);
  const gridId = useId();
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    paddingStart: HEAD,
    scrollPaddingStart: HEAD,
    overscan: 6,
    // A scroll goes on while rows are drawn.
    useFlushSync: false,
  });
  const drawn = virtualizer.getVirtualItems();
  const from = Math.floor((drawn[0]?.index ?? 0) / PAGE);
  const to = Math.floor((drawn.at(-1)?.index ?? 0) / PAGE);
  useEffect(() => onPages(from === to ? [from] : [from, to]), [from, to, onPages]);
  useEffect(() => {
    if (cursor !== null) virtualizer.scrollToIndex(cursor, { align: 'auto' });
  }, [cursor, virtualizer]);
  useEffect(() => {
    // What it answers is a promise in newer engines, and no clean-up.
    scroller.current?.scrollTo({ top: 0 });
  }, [props.filterKey]);
  const grid = template(props.widths);
  const words = useMarkWords();
  const format = useFormat();
  return (
    <div className="relative h-full min-h-0">
      <div ref={scroller} className="peer h-full overflow-auto">
        <div
          role="grid"
          aria-label={label}
          aria-rowcount={total + 1}
          aria-colcount={columns.length + 3}
          aria-multiselectable
          aria-activedescendant={cursor === null ? undefined : `${gridId}-${cursor}`}
          tabIndex={0}
          data-record-table=""
          onKeyDown={(event) => onGridKey(event, props)}
          onClick={(event) => onGridClick(event, props)}
          className="relative w-full min-w-max outline-none"
          style={{ height: virtualizer.getTotalSize() }}
        >
          <div
            role="row"
            aria-rowindex={1}
            className="sticky top-0 z-10 grid items-center border-b border-border-subtle bg-background text-xs font-medium text-muted-foreground"
            style={{ gridTemplateColumns: grid, height: HEAD }}
          >
            <span role="columnheader" className="ps-3">
              <Checkbox
                tabIndex={-1}
                aria-label={t('chooseAll')}
                checked={choice.isAll ? true : choice.numbers.size > 0 ? 'indeterminate' : false}
                onCheckedChange={(checked) => props.onChooseAll(checked === true)}
              />
            </span>
            <span role="columnheader" className="px-2">
              {t('numberShort')}
            </span>
            <span role="columnheader" className="px-2">
              {t('mark')}
            </span>
            {columns.map((column) => (
              <span key={column} role="columnheader" className="truncate px-2" title={column}>
                {column}
              </span>
            ))}
          </div>
          {drawn.map(({ index, start }) => {
            const record = rows.get(index);
            return (
              <Row
                key={index}
                id={`${gridId}-${index}`}
                index={index}
                start={start}
                grid={grid}
                columns={columns}
                record={record}
                isCursor={cursor === index}
                isChosen={record !== undefined && isChosen(choice, record.number)}
                isOpen={record !== undefined && record.number === openNumber}
                words={words}
                format={format}
              />
            );
          })}
        </div>
      </div>
      {/* Around the box: a ring of the grid is as tall as all rows, and painted again wherever it is scrolled to. */}
      <div className="pointer-events-none absolute inset-0 z-20 hidden rounded-lg border-2 border-ring peer-has-[>:focus-visible]:block" />
    </div>
  );
}

function onGridKey(event: KeyboardEvent, props: RecordTableProps): void {
  const { cursor, total, onCursor } = props;
  const mod = isMac() ? event.metaKey : event.ctrlKey;
  const target = mod || event.altKey ? undefined : targetRow(event.key, cursor ?? -1, total);
  if (target !== undefined) onCursor(target, event.shiftKey);
  else if (mod && event.key.toLowerCase() === 'a') props.onChooseAll(true);
  else if (event.key === 'Escape' && !mod) {
    // Nothing chosen: the key belongs to whatever is open beside the table.
    if (!props.choice.isAll && props.choice.numbers.size === 0) return;
    props.onClear();
  } else if (mod || event.altKey || cursor === null) return;
  else if (event.key === ' ' || event.key === 'x') props.onToggle(cursor);
  else if (event.key === 'Enter') props.onOpen(cursor);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** One click for all rows: a row that comes into view has nothing to be wired. */
function onGridClick(event: MouseEvent, { onCursor, onToggle, onOpen }: RecordTableProps): void {
  if (!(event.target instanceof Element) || event.target.closest('button')) return;
  const row = event.target.closest<HTMLElement>('[data-index]');
  if (row === null) return;
  const index = Number(row.dataset['index']);
  const mod = (isMac() ? event.metaKey : event.ctrlKey) || event.target.closest('[data-choose]') !== null;
  if (mod) onToggle(index);
  else onCursor(index, event.shiftKey);
  if (!mod && !event.shiftKey) onOpen(index);
}

type Words = { readonly [Mark in 'failed' | 'accepted' | 'rejected' | 'finding']: string };

/** Said once for the whole table: asking for each row what a word is takes longer than drawing it. */
function useMarkWords(): Words {
  const { t } = useTranslation('datasetPage');
  return useMemo(
    () => ({
      failed: t('mark_failed'),
      accepted: t('mark_accepted'),
      rejected: t('mark_rejected'),
      finding: t('mark_finding'),
    }),
    [t],
  );
}

type RowProps = {
  id: string;
  index: number;
  start: number;
  grid: string;
  columns: readonly string[];
  words: Words;
  format: Formatter;
  record: DatasetRecord | undefined;
  isCursor: boolean;
  isChosen: boolean;
  isOpen: boolean;
};

/** While the table is scrolled a row that stays is not drawn again. */
const Row = memo(RecordRow);

function RecordRow(props: RowProps) {
  const { id, index, start, grid, columns, record, isCursor, isChosen: chosen, isOpen } = props;
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      data-cursor={isCursor}
      data-index={index}
      className={cn(
        'absolute inset-x-0 top-0 grid cursor-default items-center contain-content border-b border-border-subtle text-sm select-none hover:bg-muted',
        isOpen && 'bg-accent hover:bg-accent',
        chosen && 'bg-primary-soft hover:bg-primary-soft',
        isCursor && 'shadow-[inset_2px_0_0_var(--primary)]',
        record?.review === 'rejected' && 'text-muted-foreground',
      )}
      style={{ gridTemplateColumns: grid, height: ROW, transform: `translateY(${start}px)` }}
    >
      <span role="gridcell" className="grid h-full items-center ps-3" data-choose="">
        {record && <ChoiceMark isOn={chosen} />}
      </span>
      {record === undefined ? (
        <span role="gridcell" className="col-span-2 px-2">
          <Skeleton className="h-3 w-16" />
        </span>
      ) : (
        <RecordCells record={record} columns={columns} words={props.words} format={props.format} />
      )}
    </div>
  );
}

/** What the row says by `aria-selected`, to be seen and clicked; a control of its own in each row is slow to scroll. */
function ChoiceMark({ isOn }: { isOn: boolean }) {
  return (
    <span
      aria-hidden
      className={cn(
        'grid size-[18px] place-items-center rounded-[5px] border',
        isOn ? 'border-primary bg-primary text-primary-foreground' : 'border-control bg-field',
      )}
    >
      {isOn && <Check className="size-3.5" strokeWidth={3} />}
    </span>
  );
}

type CellsProps = Pick<RowProps, 'columns' | 'words' | 'format'> & { record: DatasetRecord };

function RecordCells({ record, columns, words, format }: CellsProps) {
  return (
    <>
      <span role="gridcell" className="px-2 text-xs text-muted-foreground tabular-nums">
        {format.number(record.number + 1)}
      </span>
      <span role="gridcell" className="flex items-center gap-1 px-2">
        <Marks record={record} words={words} />
      </span>
      {record.value === null ? (
        <span role="gridcell" className="truncate px-2 text-danger-text" style={{ gridColumn: '4 / -1' }}>
          {record.problem}
        </span>
      ) : (
        columns.map((column) => (
          <span key={column} role="gridcell" dir="auto" className="truncate px-2">
            {cellText(record.value?.[column])}
          </span>
        ))
      )}
    </>
  );
}

/** How a record stands: the person's word, and whether a check found something. */
function Marks({ record, words }: { record: DatasetRecord; words: Words }) {
  const { state, review, issues } = record;
  return (
    <>
      {state === 'failed' && <CircleX role="img" aria-label={words.failed} className="size-4 text-danger" />}
      {review === 'accepted' && (
        <Check role="img" aria-label={words.accepted} className="size-4 text-success" />
      )}
      {review === 'rejected' && <X role="img" aria-label={words.rejected} className="size-4" />}
      {issues.length > 0 && (
        <TriangleAlert role="img" aria-label={words.finding} className="size-4 text-warning" />
      )}
    </>
  );
}
