import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityEntry } from '#shared/contracts/activity.ts';
import type { Pages } from '#renderer/api/use-pages.ts';
import { toLocalDate } from '#renderer/lib/dates.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { RowGroupHeading } from '#renderer/ui/list-row.tsx';
import { useListSelection } from '#renderer/ui/list-selection.ts';
import { VirtualList } from '#renderer/ui/virtual-list.tsx';
import { EntryRow } from './entry-row.tsx';

type DayHeading = { readonly day: string };
type Row = ActivityEntry | DayHeading;

const isHeading = (row: Row): row is DayHeading => 'day' in row;
const keyOf = (row: Row): string => (isHeading(row) ? row.day : String(row.seq));

/** The entries as they stand, a heading where another day begins. */
function rowsOf(entries: readonly ActivityEntry[]): readonly Row[] {
  let last = '';
  return entries.flatMap((entry): Row[] => {
    const day = toLocalDate(new Date(entry.at));
    if (day === last) return [entry];
    last = day;
    return [{ day }, entry];
  });
}

type EntryListProps = {
  pages: Pages<ActivityEntry>;
  activeSeq: number | undefined;
  onOpen(entry: ActivityEntry): void;
};

export function EntryList({ pages, activeSeq, onOpen }: EntryListProps) {
  const { t } = useTranslation('activity');
  const format = useFormat();
  const rows = useMemo(() => rowsOf(pages.items), [pages.items]);
  const keys = useMemo(() => pages.items.map(keyOf), [pages.items]);
  const selection = useListSelection(keys);
  return (
    <VirtualList<Row>
      label={t('title')}
      items={rows}
      isHeading={isHeading}
      getKey={keyOf}
      rowHeight={40}
      headingHeight={44}
      selection={selection}
      activeKey={activeSeq === undefined ? null : String(activeSeq)}
      onActivate={(row) => !isHeading(row) && onOpen(row)}
      onEndReached={pages.loadMore}
      onVisible={pages.onVisible}
      renderRow={(row) =>
        isHeading(row) ? <RowGroupHeading>{format.day(row.day)}</RowGroupHeading> : <EntryRow entry={row} />
      }
      className="px-5 pb-8"
    />
  );
}
