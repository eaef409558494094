import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import {
  useProposal,
  useProposalCounts,
  useProposals,
  type ShownProposal,
} from '#renderer/entities/proposal/proposal-queries.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { useWindowTitle } from '#renderer/lib/use-window-title.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { useListSelection, type ListSelection } from '#renderer/ui/list-selection.ts';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { VirtualList } from '#renderer/ui/virtual-list.tsx';
import { DetailPane } from './detail-pane.tsx';
import { InboxBulkBar } from './inbox-bulk-bar.tsx';
import { InboxDialogs } from './inbox-dialogs.tsx';
import { InboxEmpty } from './inbox-empty.tsx';
import { InboxFilters } from './inbox-filters.tsx';
import { isFiltered, toProposalQuery, withoutFilters, type InboxSearch } from './inbox-search.ts';
import { ProposalRow } from './proposal-row.tsx';
import { useDecisions } from './use-decisions.ts';
import { useInboxCommands, useListCommands } from './use-inbox-commands.ts';

type InboxPageProps = { search: InboxSearch; onSearchChange(search: InboxSearch): void };

const keyOf = (proposal: ShownProposal): string => proposal.id;

/** What others want to change: the list on the left, the one that is looked at on the right. */
export function InboxPage({ search, onSearchChange }: InboxPageProps) {
  const { t } = useTranslation('inbox');
  useWindowTitle(t('title'));
  const pages = useProposals(useMemo(() => toProposalQuery(search), [search]));
  const keys = useMemo(() => pages.items.map(keyOf), [pages.items]);
  const selection = useListSelection(keys);
  const activeId = search.proposal ?? keys[0];
  const active = useActive(activeId, pages.items);
  const open = (id: string | undefined): void => onSearchChange({ ...search, proposal: id });
  useFollowCursor(selection.state.focus, search.proposal, open);
  const decisions = useDecisions({
    onDeciding: (ids) => {
      selection.clear();
      open(idAfter(keys, ids, activeId));
    },
    onFailed: open,
  });
  const selected = pages.items.filter(({ id }) => selection.isSelected(id));
  const targets = selected.length > 0 ? selected : active.data ? [active.data] : [];
  useInboxCommands({ targets, decisions });
  useListCommands();
  const isListOnly = search.proposal === undefined;
  return (
    <div className="@container/inbox flex h-full animate-page">
      <section
        aria-label={t('list')}
        className={cn(
          'relative flex w-84 shrink-0 flex-col border-e border-border-subtle @5xl/inbox:w-98 @max-2xl/inbox:w-full @max-2xl/inbox:border-e-0',
          !isListOnly && '@max-2xl/inbox:hidden',
        )}
      >
        <ListHeader total={pages.total} />
        <Filters search={search} items={pages.items} onSearchChange={onSearchChange} />
        <div className={cn('flex min-h-0 flex-1 flex-col transition-opacity', pages.isStale && 'opacity-60')}>
          {pages.isLoading ? (
            <ListSkeleton className="px-3" />
          ) : pages.error !== null && pages.items.length === 0 ? (
            <ErrorState error={pages.error} onRetry={pages.retry} />
          ) : pages.items.length === 0 ? (
            <InboxEmpty
              isHistory={search.show === 'history'}
              isFiltered={isFiltered(search)}
              onClear={() => onSearchChange(withoutFilters(search))}
              onSeeHistory={() => onSearchChange({ show: 'history' })}
            />
          ) : (
            <List pages={pages} selection={selection} activeId={activeId} onOpen={open} />
          )}
        </div>
        <InboxBulkBar proposals={selected} decisions={decisions} onClear={selection.clear} />
      </section>
      <section
        aria-label={t('detail')}
        className={cn('relative min-w-0 flex-1 bg-card', isListOnly && '@max-2xl/inbox:hidden')}
      >
        <DetailPane
          key={activeId}
          id={activeId}
          query={active}
          decisions={decisions}
          isEmpty={pages.items.length === 0}
          onBack={() => open(undefined)}
        />
      </section>
      <InboxDialogs decisions={decisions} onDecided={(id) => open(idAfter(keys, [id], activeId))} />
    </div>
  );
}

type ListProps = {
  pages: ReturnType<typeof useProposals>;
  selection: ListSelection;
  activeId: string | undefined;
  onOpen(id: string): void;
};

function List({ pages, selection, activeId, onOpen }: ListProps) {
  const { t } = useTranslation('inbox');
  return (
    <div className="min-h-0 flex-1 px-3">
      <VirtualList
        label={t('list')}
        items={pages.items}
        getKey={keyOf}
        rowHeight={84}
        selection={selection}
        activeKey={activeId ?? null}
        onActivate={({ id }) => onOpen(id)}
        onEndReached={pages.loadMore}
        renderRow={(proposal, { isActive, isSelected }) => (
          <ProposalRow proposal={proposal} isActive={isActive} isSelected={isSelected} />
        )}
        footer={<div className="h-20" />}
      />
    </div>
  );
}

/** The row in the list is there at once; one that is not listed is fetched. */
function useActive(id: string | undefined, items: readonly ShownProposal[]) {
  const listed = items.find((item) => item.id === id);
  const fetched = useProposal(listed === undefined ? id : undefined);
  return {
    data: listed ?? fetched.data,
    error: listed === undefined ? fetched.error : null,
    refetch: fetched.refetch,
  };
}

/** As in a mail program: the row under the cursor is the one that is shown. */
function useFollowCursor(focus: string | null, shown: string | undefined, open: (id: string) => void): void {
  const followed = useRef(focus);
  useEffect(() => {
    if (focus === followed.current) return;
    followed.current = focus;
    if (focus !== null && focus !== shown) open(focus);
  });
}

/** What is shown once these have left the list: the next one, or the one before the last. */
function idAfter(
  keys: readonly string[],
  leaving: readonly string[],
  activeId: string | undefined,
): string | undefined {
  const gone = new Set(leaving);
  if (activeId !== undefined && !gone.has(activeId)) return activeId;
  const index = activeId === undefined ? -1 : keys.indexOf(activeId);
  const stays = (key: string): boolean => !gone.has(key);
  return keys.slice(index + 1).find(stays) ?? keys.slice(0, Math.max(index, 0)).findLast(stays);
}

type FiltersProps = InboxPageProps & { items: readonly ShownProposal[] };

function Filters({ search, items, onSearchChange }: FiltersProps) {
  const counts = useProposalCounts();
  const principals = useMemo(
    () => [
      ...new Set([
        ...(counts.data?.byPrincipal ?? []).map(({ principal }) => principal),
        ...items.map(({ principal }) => principal),
      ]),
    ],
    [counts.data, items],
  );
  return <InboxFilters search={search} principals={principals} onSearchChange={onSearchChange} />;
}

function ListHeader({ total }: { total: number | undefined }) {
  const { t } = useTranslation('inbox');
  const format = useFormat();
  return (
    <header className="flex items-center gap-2 px-6 pt-7 pb-3">
      <h1 className="text-2xl leading-8 font-semibold">{t('title')}</h1>
      {total !== undefined && total > 0 && (
        <span className="mt-1.5 text-meta tabular-nums">{format.number(total)}</span>
      )}
    </header>
  );
}
