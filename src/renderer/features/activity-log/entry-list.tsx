import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityEntry } from '#shared/contracts/activity.ts';
import type { Pages } from '#renderer/api/use-pages.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { isDayHeading, withDayHeadings, type DayHeading } from '#renderer/ui/day-headings.ts';
import { RowGroupHeading } from '#renderer/ui/list-row.tsx';
import { useListSelection } from '#renderer/ui/list-selection.ts';
import { VirtualList } from '#renderer/ui/virtual-list.tsx';
import { EntryRow } from './entry-row.tsx';

type Row = ActivityEntry | DayHeading;

const keyOf = (row: Row): string => (isDayHeading(row) ? row.day : String(row.seq));

type EntryListProps = {
  pages: Pages<ActivityEntry>;
  activeSeq: number | undefined;
  onOpen(entry: ActivityEntry): void;
};

export function EntryList({ pages, activeSeq, onOpen }: EntryListProps) {
  const { t } = useTranslation('activity');
  const format = useFormat();
  const rows = useMemo(() => withDayHeadings(pages.items, (entry) => entry.at), [pages.items]);
  const keys = useMemo(() => pages.items.map(keyOf), [pages.items]);
  const selection = useListSelection(keys);
  return (
    <VirtualList<Row>
      label={t('title')}
      items={rows}
      isHeading={isDayHeading}
      getKey={keyOf}
      rowHeight={40}
      headingHeight={44}
      selection={selection}
      activeKey={activeSeq === undefined ? null : String(activeSeq)}
      onActivate={(row) => !isDayHeading(row) && onOpen(row)}
      onEndReached={pages.loadMore}
      onVisible={pages.onVisible}
      renderRow={(row) =>
        isDayHeading(row) ? (
          <RowGroupHeading>{format.day(row.day)}</RowGroupHeading>
        ) : (
          <EntryRow entry={row} />
        )
      }
      className="px-5 pb-8"
    />
  );
}
