import { Download, Trash2 } from 'lucide-react';
import { useMemo, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceSummary } from '#shared/contracts/traces.ts';
import type { Pages } from '#renderer/api/use-pages.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { BulkBar } from '#renderer/ui/bulk-bar.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { isDayHeading, withDayHeadings, type DayHeading } from '#renderer/ui/day-headings.ts';
import { RowGroupHeading } from '#renderer/ui/list-row.tsx';
import { useListSelection } from '#renderer/ui/list-selection.ts';
import { VirtualList } from '#renderer/ui/virtual-list.tsx';
import { TraceRow } from './trace-row.tsx';

type Row = TraceSummary | DayHeading;

const keyOf = (row: Row): string => (isDayHeading(row) ? row.day : row.id);

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
  const rows = useMemo(() => withDayHeadings(pages.items, (trace) => trace.startedAt), [pages.items]);
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
        isHeading={isDayHeading}
        getKey={keyOf}
        rowHeight={40}
        headingHeight={44}
        selection={selection}
        onActivate={(row) => !isDayHeading(row) && onOpen(row.id)}
        onRowKeyDown={onRowKeyDown}
        onEndReached={pages.loadMore}
        onVisible={pages.onVisible}
        renderRow={(row) =>
          isDayHeading(row) ? (
            <RowGroupHeading>{format.day(row.day)}</RowGroupHeading>
          ) : (
            <TraceRow trace={row} />
          )
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
