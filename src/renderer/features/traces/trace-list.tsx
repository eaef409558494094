import { Download, Trash2 } from 'lucide-react';
import { useMemo, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceSummary } from '#shared/contracts/traces.ts';
import type { Pages } from '#renderer/api/use-pages.ts';
import { toLocalDate } from '#renderer/lib/dates.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { BulkBar } from '#renderer/ui/bulk-bar.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { RowGroupHeading } from '#renderer/ui/list-row.tsx';
import { useListSelection } from '#renderer/ui/list-selection.ts';
import { VirtualList } from '#renderer/ui/virtual-list.tsx';
import { TraceRow } from './trace-row.tsx';

type DayHeading = { readonly day: string };
type Row = TraceSummary | DayHeading;

const isHeading = (row: Row): row is DayHeading => 'day' in row;
const keyOf = (row: Row): string => (isHeading(row) ? row.day : row.id);

/** A heading where another day begins. */
function rowsOf(traces: readonly TraceSummary[]): readonly Row[] {
  let last = '';
  return traces.flatMap((trace): Row[] => {
    const day = toLocalDate(new Date(trace.startedAt));
    if (day === last) return [trace];
    last = day;
    return [{ day }, trace];
  });
}

type TraceListProps = {
  pages: Pages<TraceSummary>;
  onOpen(id: string): void;
  onExport(ids: readonly string[]): void;
  onRemove(ids: readonly string[]): void;
};

export function TraceList({ pages, onOpen, onExport, onRemove }: TraceListProps) {
  const { t } = useTranslation('traces');
  const { t: common } = useTranslation();
  const format = useFormat();
  const rows = useMemo(() => rowsOf(pages.items), [pages.items]);
  const keys = useMemo(() => pages.items.map(keyOf), [pages.items]);
  const selection = useListSelection(keys);
  const { selectedKeys } = selection;
  const onRowKeyDown = (event: KeyboardEvent, row: Row): boolean => {
    if (event.key !== 'Delete' && event.key !== 'Backspace') return false;
    onRemove(selectedKeys.length > 0 ? selectedKeys : [keyOf(row)]);
    return true;
  };
  return (
    <div className="relative h-full min-h-0">
      <VirtualList<Row>
        label={t('title')}
        items={rows}
        isHeading={isHeading}
        getKey={keyOf}
        rowHeight={40}
        headingHeight={44}
        selection={selection}
        onActivate={(row) => !isHeading(row) && onOpen(row.id)}
        onRowKeyDown={onRowKeyDown}
        onEndReached={pages.loadMore}
        onVisible={pages.onVisible}
        renderRow={(row) =>
          isHeading(row) ? <RowGroupHeading>{format.day(row.day)}</RowGroupHeading> : <TraceRow trace={row} />
        }
        className="px-5 pb-24"
      />
      <BulkBar count={selectedKeys.length} onClear={selection.clear}>
        <Button
          size="sm"
          variant="ghost"
          icon={<Download aria-hidden />}
          onClick={() => onExport(selectedKeys)}
        >
          {t('export')}
        </Button>
        <Button
          size="sm"
          variant="danger-ghost"
          icon={<Trash2 aria-hidden />}
          onClick={() => onRemove(selectedKeys)}
        >
          {common('remove')}
        </Button>
      </BulkBar>
    </div>
  );
}
