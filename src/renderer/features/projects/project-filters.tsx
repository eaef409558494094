import { Archive, ArrowDownUp, CircleDashed, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStatusOptions } from '#renderer/entities/project/project-status.tsx';
import { useClientOptions } from '#renderer/entities/task/project-options.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { MultiCombobox } from '#renderer/ui/combobox.tsx';
import {
  DropdownMenu,
  DropdownMenuCheckItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { FilterChip } from '#renderer/ui/filter-chip.tsx';
import { TextFilter } from '#renderer/ui/text-filter.tsx';
import { isFiltered, PROJECT_SORTS, withoutFilters, type ProjectSearch } from './project-search.ts';

const PAUSE_MS = 150;

type ProjectFiltersProps = { search: ProjectSearch; onSearchChange(search: ProjectSearch): void };

function summary(
  values: readonly string[] | undefined,
  options: readonly { value: string; label: string }[],
) {
  const names = (values ?? []).map((value) => options.find((option) => option.value === value)?.label ?? '…');
  return names.length > 1 ? `${names[0]} +${names.length - 1}` : names[0];
}

/** What the projects are narrowed to. */
export function ProjectFilters({ search, onSearchChange }: ProjectFiltersProps) {
  const { t } = useTranslation('projects');
  const { t: words } = useTranslation();
  const clients = useClientOptions();
  const statuses = useStatusOptions();
  const set = (patch: ProjectSearch): void => onSearchChange({ ...search, ...patch });
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 px-8 pb-3">
      <TextFilter
        label={t('filterText')}
        text={search.q ?? ''}
        onTextChange={(q) => set({ q: q === '' ? undefined : q })}
        pauseMs={PAUSE_MS}
      />
      <MultiCombobox
        label={words('status')}
        options={statuses}
        values={search.statuses ?? []}
        // The options are the only values it can report.
        onValuesChange={(values) =>
          set({ statuses: values.length === 0 ? undefined : (values as ProjectSearch['statuses']) })
        }
        trigger={
          <FilterChip
            label={words('status')}
            icon={<CircleDashed aria-hidden />}
            value={summary(search.statuses, statuses)}
          />
        }
      />
      <MultiCombobox
        label={t('client')}
        options={clients.options}
        loading={clients.isLoading}
        values={search.clients ?? []}
        // Ids gain their brand when the address is read.
        onValuesChange={(values) => set({ clients: values.length === 0 ? undefined : values })}
        trigger={
          <FilterChip
            label={t('client')}
            icon={<UserRound aria-hidden />}
            value={summary(search.clients, clients.options)}
          />
        }
      />
      {isFiltered(search) && (
        <Button size="sm" variant="ghost" onClick={() => onSearchChange(withoutFilters(search))}>
          {t('clearFilters')}
        </Button>
      )}
      <div className="ms-auto flex items-center gap-1">
        <SortMenu search={search} set={set} />
        <Button
          size="sm"
          variant={search.archived === true ? 'secondary' : 'ghost'}
          aria-pressed={search.archived === true}
          icon={<Archive aria-hidden />}
          onClick={() => set({ archived: search.archived === true ? undefined : true })}
        >
          {t('archivedOnes')}
        </Button>
      </div>
    </div>
  );
}

function SortMenu({ search, set }: { search: ProjectSearch; set(patch: ProjectSearch): void }) {
  const { t } = useTranslation('projects');
  const current = search.sort ?? 'name';
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          size="sm"
          variant="ghost"
          icon={<ArrowDownUp aria-hidden />}
          aria-label={`${t('sort')}: ${t(`sort_${current}`)}`}
        >
          {t(`sort_${current}`)}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {PROJECT_SORTS.map((sort) => (
          <DropdownMenuCheckItem
            key={sort}
            checked={sort === current}
            onCheckedChange={() => set({ sort: sort === 'name' ? undefined : sort })}
          >
            {t(`sort_${sort}`)}
          </DropdownMenuCheckItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
