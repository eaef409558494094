import { Archive, ArrowDownUp, Plus, SearchX, Trash2, Users } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientListItem } from '#shared/contracts/clients.ts';
import { useClientActions } from '#renderer/entities/client/client-actions.ts';
import { RemoveClientsDialog } from '#renderer/entities/client/remove-clients-dialog.tsx';
import { useDebounced } from '#renderer/lib/use-debounced.ts';
import { BulkBar } from '#renderer/ui/bulk-bar.tsx';
import { Button } from '#renderer/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuCheckItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SearchInput } from '#renderer/ui/input.tsx';
import { useListSelection } from '#renderer/ui/list-selection.ts';
import { PageFrame, PageHeader } from '#renderer/ui/page-header.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { ClientList } from './client-list.tsx';
import { CLIENT_SORTS, toClientQuery, type ClientSearch } from './client-search.ts';
import { NewClientDialog } from './new-client-dialog.tsx';
import { useClientPages } from './queries.ts';

type ClientsPageProps = {
  search: ClientSearch;
  onSearchChange(search: ClientSearch): void;
  onOpen(id: string): void;
  onNewProject(clientId: string): void;
};

export function ClientsPage({ search, onSearchChange, onOpen, onNewProject }: ClientsPageProps) {
  const { t } = useTranslation('clients');
  const { new: isNew, ...filters } = search;
  const query = useMemo(() => toClientQuery(search), [search]);
  const pages = useClientPages(query);
  const actions = useClientActions();
  const keys = useMemo(() => pages.items.map(({ id }) => id), [pages.items]);
  const selection = useListSelection(keys);
  const [removing, setRemoving] = useState<readonly ClientListItem[]>([]);
  const newButton = (
    <Button
      variant="primary"
      icon={<Plus aria-hidden />}
      onClick={() => onSearchChange({ ...filters, new: true })}
    >
      {t('newClient')}
    </Button>
  );
  const chosen = pages.items.filter(({ id }) => selection.isSelected(id));
  return (
    <PageFrame className="relative">
      <PageHeader
        title={t('title')}
        meta={pages.total === undefined ? undefined : t('count', { count: pages.total })}
        actions={newButton}
      />
      <ClientFilters search={filters} onSearchChange={onSearchChange} />
      {pages.isLoading && <ListSkeleton className="px-5" />}
      {pages.error !== null && <ErrorState error={pages.error} onRetry={pages.retry} />}
      {!pages.isLoading && pages.error === null && pages.items.length === 0 && (
        <NoClients search={filters} newButton={newButton} onSearchChange={onSearchChange} />
      )}
      {pages.items.length > 0 && (
        <ClientList
          clients={pages.items}
          selection={selection}
          actions={actions}
          onOpen={({ id }) => onOpen(id)}
          onNewProject={({ id }) => onNewProject(id)}
          onRemove={setRemoving}
          onEndReached={pages.loadMore}
        />
      )}
      <BulkBar count={chosen.length} onClear={selection.clear}>
        <Button
          size="sm"
          variant="ghost"
          icon={<Archive aria-hidden />}
          onClick={() => actions.archive(chosen, search.archived !== true)}
        >
          {search.archived === true ? t('unarchive') : t('archive')}
        </Button>
        <Button
          size="sm"
          variant="danger-ghost"
          icon={<Trash2 aria-hidden />}
          onClick={() => setRemoving(chosen)}
        >
          {t('moveToTrash')}
        </Button>
      </BulkBar>
      <RemoveClientsDialog
        clients={removing}
        onClose={() => setRemoving([])}
        onRemove={(withContents) => {
          actions.remove(removing, withContents);
          setRemoving([]);
        }}
      />
      <NewClientDialog open={isNew === true} onClose={() => onSearchChange(filters)} onCreated={onOpen} />
    </PageFrame>
  );
}

type FiltersProps = Pick<ClientsPageProps, 'search' | 'onSearchChange'>;

function ClientFilters({ search, onSearchChange }: FiltersProps) {
  const { t } = useTranslation('clients');
  const [draft, setDraft] = useState(search.q ?? '');
  const settled = useDebounced(draft, 150);
  useEffect(() => setDraft(search.q ?? ''), [search.q]);
  useEffect(() => {
    if (settled === draft && settled !== (search.q ?? ''))
      onSearchChange({ ...search, q: settled === '' ? undefined : settled });
    // Only what was typed goes up; what comes down is not sent back.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  const sort = search.sort ?? 'name';
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 px-8 pb-3">
      <SearchInput label={t('filterText')} value={draft} onValueChange={setDraft} className="w-60" />
      <div className="ms-auto flex items-center gap-1">
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button
              size="sm"
              variant="ghost"
              icon={<ArrowDownUp aria-hidden />}
              aria-label={`${t('sort')}: ${t(`sort_${sort}`)}`}
            >
              {t(`sort_${sort}`)}
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            {CLIENT_SORTS.map((option) => (
              <DropdownMenuCheckItem
                key={option}
                checked={option === sort}
                onCheckedChange={() =>
                  onSearchChange({ ...search, sort: option === 'name' ? undefined : option })
                }
              >
                {t(`sort_${option}`)}
              </DropdownMenuCheckItem>
            ))}
          </DropdownMenuContent>
        </DropdownMenu>
        <Button
          size="sm"
          variant={search.archived === true ? 'secondary' : 'ghost'}
          aria-pressed={search.archived === true}
          icon={<Archive aria-hidden />}
          onClick={() => onSearchChange({ ...search, archived: search.archived === true ? undefined : true })}
        >
          {t('archivedOnes')}
        </Button>
      </div>
    </div>
  );
}

function NoClients({ search, newButton, onSearchChange }: FiltersProps & { newButton: ReactNode }) {
  const { t } = useTranslation('clients');
  if (search.q === undefined && search.archived !== true)
    return <EmptyState icon={Users} title={t('empty')} text={t('emptyText')} action={newButton} />;
  const isSearch = search.q !== undefined;
  return (
    <EmptyState
      icon={isSearch ? SearchX : Archive}
      title={isSearch ? t('noMatch', { text: search.q }) : t('noneArchived')}
      text={isSearch ? t('noMatchText') : t('noneArchivedText')}
      action={
        <Button variant="outline" onClick={() => onSearchChange(isSearch ? { ...search, q: undefined } : {})}>
          {isSearch ? t('clearFilters') : t('showCurrent')}
        </Button>
      }
    />
  );
}
