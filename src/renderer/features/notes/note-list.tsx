import { useCallback, useMemo, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoteListItem } from '#shared/contracts/notes.ts';
import type { Pages } from '#renderer/api/use-pages.ts';
import { RowGroupHeading } from '#renderer/ui/list-row.tsx';
import { useListSelection } from '#renderer/ui/list-selection.ts';
import { VirtualList } from '#renderer/ui/virtual-list.tsx';
import { NoteRow } from '#renderer/entities/note/note-row.tsx';
import { NoteBulkActions } from './note-bulk-actions.tsx';
import { NoteMenu } from './note-menu.tsx';
import { useNoteWrites } from './queries.ts';

type NoteListProps = {
  /** Shown above the others; they are not repeated below. */
  pinned: readonly NoteListItem[];
  pages: Pages<NoteListItem>;
  activeId: string | null;
  /** `withFocus`: go on writing in it. */
  onOpen(id: string, withFocus: boolean): void;
  /** The note on screen went to the trash. */
  onRemoved(): void;
};

type Heading = { readonly id: string; readonly heading: 'pinned' | 'otherNotes' };
type Row = NoteListItem | Heading;

const keyOf = (row: Row): string => row.id;
const isHeading = (row: Row): row is Heading => 'heading' in row;

function rowsOf(pinned: readonly NoteListItem[], items: readonly NoteListItem[]): readonly Row[] {
  if (pinned.length === 0) return items;
  const above = new Set(pinned.map(({ id }) => id));
  const others = items.filter(({ id }) => !above.has(id));
  return [
    { id: 'pinned', heading: 'pinned' },
    ...pinned,
    ...(others.length === 0 ? [] : [{ id: 'others', heading: 'otherNotes' } as const, ...others]),
  ];
}

export function NoteList({ pages, pinned, activeId, onOpen, onRemoved }: NoteListProps) {
  const { t } = useTranslation('notes');
  const rows = useMemo(() => rowsOf(pinned, pages.items), [pinned, pages.items]);
  const items = useMemo(() => rows.filter((row): row is NoteListItem => !isHeading(row)), [rows]);
  const keys = useMemo(() => items.map(keyOf), [items]);
  const selection = useListSelection(keys);
  const writes = useNoteWrites();
  const remove = (notes: readonly NoteListItem[]): void => {
    writes.remove(notes);
    selection.clear();
    if (notes.some(({ id }) => id === activeId)) onRemoved();
  };
  const targets = (note: NoteListItem): readonly NoteListItem[] =>
    selection.isSelected(note.id) ? items.filter(({ id }) => selection.isSelected(id)) : [note];
  const onRowKeyDown = (event: KeyboardEvent, note: NoteListItem): boolean => {
    const notes = targets(note);
    if (event.key === 'Delete' || event.key === 'Backspace') remove(notes);
    else if (event.key === 'p')
      writes.pin({ ids: notes.map(keyOf), isPinned: !notes.every(({ isPinned }) => isPinned) });
    else if (event.key === 'Enter') onOpen(note.id, true);
    else return false;
    return true;
  };
  const notesAt = useCallback(
    (key: string) =>
      items.filter(({ id }) => (selection.isSelected(key) ? selection.isSelected(id) : id === key)),
    [items, selection],
  );
  const selected = items.filter(({ id }) => selection.isSelected(id));
  return (
    <>
      <NoteMenu notesAt={notesAt} writes={writes} onOpen={(id) => onOpen(id, true)} onRemove={remove}>
        <div className="min-h-0 flex-1 px-3">
          <VirtualList
            label={t('list')}
            items={rows}
            isHeading={isHeading}
            headingHeight={36}
            getKey={keyOf}
            rowHeight={84}
            selection={selection}
            activeKey={activeId}
            onActivate={(row) => onOpen(row.id, false)}
            onRowKeyDown={(event, row) => !isHeading(row) && onRowKeyDown(event, row)}
            onEndReached={pages.loadMore}
            onVisible={pages.onVisible}
            renderRow={(row) =>
              isHeading(row) ? <RowGroupHeading>{t(row.heading)}</RowGroupHeading> : <NoteRow note={row} />
            }
            footer={<div className="h-20" />}
          />
        </div>
      </NoteMenu>
      <NoteBulkActions notes={selected} writes={writes} onRemove={remove} onClear={selection.clear} />
    </>
  );
}
