import { FilterX, NotebookPen, NotebookText, PanelLeft, Search as SearchIcon } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { useCommands } from '#renderer/lib/commands.tsx';
import { useLocalState } from '#renderer/lib/local-state.ts';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useNotePages } from '#renderer/entities/note/note-queries.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { useWindowTitle } from '#renderer/lib/use-window-title.ts';
import { NoteFilters } from './note-filters.tsx';
import { NoteList } from './note-list.tsx';
import { NoteListSkeleton } from './note-list-skeleton.tsx';
import { NotePane } from './note-pane.tsx';
import { isFiltered, toNoteQuery, withoutFilters, withoutRequest, type NoteSearch } from './note-search.ts';
import { useCreateNote, type NewNote } from './queries.ts';

export type NotesPageProps = {
  search: NoteSearch;
  onSearchChange(search: NoteSearch): void;
  activeId: string | null;
  onOpenNote(id: string): void;
  /** Back to the list alone. */
  onClose(): void;
};

/** The notes on the left, the one that is being read or written on the right. */
export function NotesPage(props: NotesPageProps) {
  const { search, onSearchChange, activeId, onOpenNote, onClose } = props;
  const { t } = useTranslation('notes');
  const query = useMemo(() => toNoteQuery(search), [search]);
  const pages = useNotePages(query);
  const pinned = useNotePages(useMemo(() => ({ ...query, pinnedOnly: true }), [query]));
  const [isFocused, setIsFocused] = useLocalState<boolean>('notes.focus', false);
  const { create, freshId } = useNewNote(search, onOpenNote);
  const [focusId, setFocusId] = useState<string>();
  const isListHidden = isFocused && activeId !== null;
  useWindowTitle(activeId === null ? t('title') : undefined);
  usePageCommands({ create, toggleFocus: () => setIsFocused(!isFocused) });
  useNewOnRequest(search, onSearchChange, create);
  const open = (id: string, withFocus: boolean): void => {
    setFocusId(withFocus ? id : undefined);
    onOpenNote(id);
  };
  return (
    <div className="@container/notes flex h-full animate-page">
      <section
        aria-label={t('list')}
        className={cn(
          'relative flex w-76 shrink-0 flex-col border-e border-border-subtle @5xl/notes:w-88 @max-2xl/notes:w-full @max-2xl/notes:border-e-0',
          activeId !== null && '@max-2xl/notes:hidden',
          isListHidden && 'hidden',
        )}
      >
        <ListHeader total={pages.total} onCreate={create} />
        <NoteFilters search={search} onSearchChange={onSearchChange} />
        <div className={cn('flex min-h-0 flex-1 flex-col transition-opacity', pages.isStale && 'opacity-60')}>
          {pages.isLoading ? (
            <NoteListSkeleton />
          ) : pages.error !== null && pages.items.length === 0 ? (
            <ErrorState error={pages.error} onRetry={pages.retry} />
          ) : pages.items.length === 0 ? (
            <NoNotes
              search={search}
              onClear={() => onSearchChange(withoutFilters(search))}
              onCreate={create}
            />
          ) : (
            <NoteList
              pinned={pinned.items}
              pages={pages}
              activeId={activeId}
              onOpen={open}
              onRemoved={onClose}
            />
          )}
        </div>
      </section>
      <section
        aria-label={t('note')}
        className={cn('relative min-w-0 flex-1 bg-card', activeId === null && '@max-2xl/notes:hidden')}
      >
        {activeId === null ? (
          <NothingOpen isEmpty={pages.total === 0 && !isFiltered(search)} onCreate={create} />
        ) : (
          <NotePane
            key={activeId}
            id={activeId}
            focusOn={freshId === activeId ? 'title' : focusId === activeId ? 'text' : undefined}
            placeAt={search.at}
            onPlaceShown={() => onSearchChange(withoutRequest(search))}
            isListHidden={isListHidden}
            onToggleList={() => setIsFocused(!isFocused)}
            onOpenNote={onOpenNote}
            onClose={onClose}
          />
        )}
      </section>
    </div>
  );
}

/** Begins a note where the list is: one project or client that is filtered by becomes the note's own. */
function useNewNote(search: NoteSearch, onOpenNote: (id: string) => void) {
  const create = useCreateNote();
  const [freshId, setFreshId] = useState<string>();
  const only = <T,>(values: readonly T[] | undefined): T | undefined =>
    values?.length === 1 ? values[0] : undefined;
  return {
    freshId,
    create: (): void => {
      if (create.isPending) return;
      const input: NewNote = {
        projectId: search.project ?? only(search.projects) ?? null,
        clientId: search.client ?? only(search.clients) ?? null,
        tags: search.tags ?? [],
      };
      create.mutate(input, {
        onSuccess: ({ item }) => {
          setFreshId(item.id);
          onOpenNote(item.id);
        },
      });
    },
  };
}

function useNewOnRequest(
  search: NoteSearch,
  onSearchChange: (search: NoteSearch) => void,
  create: () => void,
): void {
  const isAsked = search.new === true;
  const isDone = useRef(false);
  useEffect(() => {
    if (!isAsked) isDone.current = false;
    if (!isAsked || isDone.current) return;
    isDone.current = true;
    create();
    onSearchChange(withoutRequest(search));
  });
}

function usePageCommands({ create, toggleFocus }: { create(): void; toggleFocus(): void }): void {
  const { t } = useTranslation('notes');
  const group = t('title');
  const focusList = (): void =>
    document.querySelector<HTMLElement>('#content [role="row"][tabindex="0"]')?.focus();
  useCommands([
    { id: 'notes.new', title: t('newNote'), group, icon: NotebookPen, keys: 'n', run: create },
    { id: 'notes.to-list', title: t('goToList'), group, keys: 'j', hiddenInPalette: true, run: focusList },
    {
      id: 'notes.to-list-arrow',
      title: t('goToList'),
      group,
      keys: 'arrowdown',
      hiddenInPalette: true,
      run: focusList,
    },
    {
      id: 'notes.filter',
      title: t('filterText'),
      group,
      icon: SearchIcon,
      keys: 'f',
      run: () => document.querySelector<HTMLElement>('[data-note-filter]')?.focus(),
    },
    {
      id: 'notes.focus',
      title: t('toggleFocus'),
      group,
      icon: PanelLeft,
      keys: 'mod+.',
      inFields: true,
      run: toggleFocus,
    },
  ]);
}

function ListHeader({ total, onCreate }: { total: number | undefined; onCreate(): void }) {
  const { t } = useTranslation('notes');
  const format = useFormat();
  return (
    <header className="flex items-center gap-2 ps-6 pe-4 pt-7 pb-3">
      <h1 className="text-2xl leading-8 font-semibold">{t('title')}</h1>
      {total !== undefined && <span className="mt-1.5 text-meta tabular-nums">{format.number(total)}</span>}
      <IconButton
        variant="primary"
        size="sm"
        label={t('newNote')}
        keys="n"
        className="ms-auto"
        onClick={onCreate}
      >
        <NotebookPen aria-hidden />
      </IconButton>
    </header>
  );
}

type NoNotesProps = { search: NoteSearch; onClear(): void; onCreate(): void };

function NoNotes({ search, onClear, onCreate }: NoNotesProps) {
  const { t } = useTranslation('notes');
  return isFiltered(search) ? (
    <EmptyState
      icon={FilterX}
      title={t('noMatch')}
      text={t('noMatchText')}
      action={<Button onClick={onClear}>{t('clearFilters')}</Button>}
    />
  ) : (
    <EmptyState
      icon={NotebookText}
      title={t('empty')}
      text={t('emptyText')}
      action={
        <Button variant="outline" onClick={onCreate}>
          {t('newNote')}
        </Button>
      }
    />
  );
}

function NothingOpen({ isEmpty, onCreate }: { isEmpty: boolean; onCreate(): void }) {
  const { t } = useTranslation('notes');
  return (
    <div className="grid h-full place-items-center">
      <EmptyState
        icon={NotebookPen}
        title={t(isEmpty ? 'startWriting' : 'nothingOpen')}
        text={t(isEmpty ? 'startWritingText' : 'nothingOpenText')}
        action={
          <Button variant="outline" icon={<NotebookPen aria-hidden />} onClick={onCreate}>
            {t('newNote')}
            <Kbd keys="n" decorative className="ms-1" />
          </Button>
        }
      />
    </div>
  );
}
