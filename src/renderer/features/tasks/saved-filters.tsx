import { Bookmark, Check, Link as LinkIcon, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedFilter } from '#shared/contracts/saved-filters.ts';
import { NameDialog } from '#renderer/entities/saved-filter/name-dialog.tsx';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import { Button } from '#renderer/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { useSavedFilterWrites, useSavedTaskFilters } from './queries.ts';
import { parseTaskSearch, type TaskSearch } from './task-search.ts';

type SavedFiltersProps = { search: TaskSearch; onSearchChange(search: TaskSearch): void };

function isSame(left: TaskSearch, right: TaskSearch): boolean {
  // The schema puts the parts in one order and JSON leaves out what is not set.
  return JSON.stringify(parseTaskSearch(left)) === JSON.stringify(parseTaskSearch(right));
}

/** Filters kept under a name: apply, save, rename, update, remove. */
export function SavedFilters({ search, onSearchChange }: SavedFiltersProps) {
  const { t } = useTranslation('tasks');
  const { data: filters = [] } = useSavedTaskFilters();
  const writes = useSavedFilterWrites();
  const [naming, setNaming] = useState<{ filter?: SavedFilter }>();
  const searchOf = (filter: SavedFilter): TaskSearch => parseTaskSearch(filter.query);
  const current = filters.find((filter) => isSame(searchOf(filter), search));
  const copyLink = (): void => {
    navigator.clipboard
      .writeText(window.location.href)
      .then(() => toastDone({ message: t('linkCopied') }), toastError);
  };
  const saveName = (name: string): void => {
    if (naming?.filter) writes.update.mutate({ id: naming.filter.id, name });
    else writes.create.mutate({ name, search });
    setNaming(undefined);
  };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="sm" variant="ghost" icon={<Bookmark aria-hidden />}>
            <span className="max-w-40 truncate">{current?.name ?? t('savedFilters')}</span>
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end" className="w-64">
          <DropdownMenuLabel>{t('savedFilters')}</DropdownMenuLabel>
          {filters.length === 0 && <p className="px-2 pb-2 text-meta">{t('noSavedFilters')}</p>}
          {filters.map((filter) => (
            <DropdownMenuItem
              key={filter.id}
              icon={filter.id === current?.id ? <Check aria-hidden /> : <Bookmark aria-hidden />}
              onSelect={() => onSearchChange(searchOf(filter))}
            >
              {filter.name}
            </DropdownMenuItem>
          ))}
          <DropdownMenuSeparator />
          {current === undefined ? (
            <DropdownMenuItem icon={<Plus aria-hidden />} onSelect={() => setNaming({})}>
              {t('saveFilter')}
            </DropdownMenuItem>
          ) : (
            <>
              <DropdownMenuItem icon={<Pencil aria-hidden />} onSelect={() => setNaming({ filter: current })}>
                {t('renameFilter')}
              </DropdownMenuItem>
              <DropdownMenuItem
                danger
                icon={<Trash2 aria-hidden />}
                onSelect={() => writes.remove.mutate({ id: current.id, name: current.name })}
              >
                {t('removeFilter')}
              </DropdownMenuItem>
            </>
          )}
          <DropdownMenuItem icon={<LinkIcon aria-hidden />} onSelect={copyLink}>
            {t('copyAddress')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {naming !== undefined && (
        <NameDialog
          title={t(naming.filter ? 'renameFilter' : 'saveFilter')}
          name={naming.filter?.name ?? ''}
          label={t('filterName')}
          hint={t('filterNameHint')}
          onSave={saveName}
          onClose={() => setNaming(undefined)}
        />
      )}
    </>
  );
}
