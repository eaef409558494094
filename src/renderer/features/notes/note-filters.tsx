import { ArrowDownUp, FolderKanban, Hash, Pin, SlidersHorizontal, UserRound } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useClientOptions, useProjectOptions } from '#renderer/entities/task/project-options.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { MultiCombobox } from '#renderer/ui/combobox.tsx';
import {
  DropdownMenu,
  DropdownMenuCheckItem,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { FilterChip } from '#renderer/ui/filter-chip.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { SearchInput } from '#renderer/ui/input.tsx';
import type { PickerOption } from '#renderer/ui/picker-list.tsx';
import { isFiltered, NOTE_SORTS, sortOf, withoutFilters, type NoteSearch } from './note-search.ts';
import { useTagOptions } from './tag-options.tsx';

type NoteFiltersProps = { search: NoteSearch; onSearchChange(search: NoteSearch): void };

const SORT_WORDS = { '-updatedAt': 'sortUpdated', '-createdAt': 'sortCreated', title: 'sortTitle' } as const;

/** A field that narrows the list as one types; the other filters stand below it when asked for. */
export function NoteFilters({ search, onSearchChange }: NoteFiltersProps) {
  const { t } = useTranslation('notes');
  const hasChips = isFiltered({ ...search, q: undefined });
  const [isOpen, setIsOpen] = useState(hasChips);
  const set = (patch: NoteSearch): void => onSearchChange({ ...search, ...patch });
  return (
    <div className="flex shrink-0 flex-col gap-2 px-6 pe-4 pb-3">
      <div className="flex items-center gap-1">
        <TextFilter text={search.q ?? ''} onTextChange={(q) => set({ q: q === '' ? undefined : q })} />
        <IconButton
          label={t('filters')}
          aria-expanded={isOpen}
          aria-pressed={isOpen || hasChips}
          onClick={() => setIsOpen(!isOpen)}
          className={hasChips ? 'text-primary-text' : undefined}
        >
          <SlidersHorizontal aria-hidden />
        </IconButton>
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <IconButton label={t('sort')}>
              <ArrowDownUp aria-hidden />
            </IconButton>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end" className="w-52">
            <DropdownMenuLabel>{t('sort')}</DropdownMenuLabel>
            {NOTE_SORTS.map((sort) => (
              <DropdownMenuCheckItem
                key={sort}
                checked={sortOf(search) === sort}
                onCheckedChange={() => set({ sort })}
              >
                {t(SORT_WORDS[sort])}
              </DropdownMenuCheckItem>
            ))}
            <DropdownMenuSeparator />
            <DropdownMenuCheckItem
              checked={search.pinned === true}
              onCheckedChange={(pinned) => set({ pinned: pinned || undefined })}
              icon={<Pin aria-hidden />}
            >
              {t('pinnedOnly')}
            </DropdownMenuCheckItem>
          </DropdownMenuContent>
        </DropdownMenu>
      </div>
      {(isOpen || hasChips) && (
        <Chips search={search} set={set} onClear={() => onSearchChange(withoutFilters(search))} />
      )}
    </div>
  );
}

function TextFilter({ text, onTextChange }: { text: string; onTextChange(text: string): void }) {
  const { t } = useTranslation('notes');
  const [draft, setDraft] = useState(text);
  const [seen, setSeen] = useState(text);
  const [sent, setSent] = useState<string>();
  const timer = useRef(0);
  // A link or a cleared filter brings its own text; what was typed here comes back and is left alone.
  if (text !== seen) {
    setSeen(text);
    if (sent === undefined) setDraft(text);
    else if (sent === text) setSent(undefined);
  }
  const type = (next: string): void => {
    setDraft(next);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      setSent(next);
      onTextChange(next);
    }, 150);
  };
  return (
    <SearchInput
      label={t('filterText')}
      value={draft}
      onValueChange={type}
      data-note-filter=""
      className="min-w-0 flex-1 [&_input]:h-8 [&_svg]:top-2"
    />
  );
}

type ManyProps = {
  label: string;
  icon: ReactNode;
  options: readonly PickerOption[];
  values: readonly string[] | undefined;
  loading: boolean;
  onChange(values: string[] | undefined): void;
};

function Many({ label, icon, options, values, loading, onChange }: ManyProps) {
  const chosen = values ?? [];
  const names = chosen.map((value) => options.find((option) => option.value === value)?.label ?? '…');
  const [first] = names;
  const shown = first === undefined || names.length === 1 ? first : `${first} +${names.length - 1}`;
  return (
    <MultiCombobox
      label={label}
      options={options}
      values={chosen}
      loading={loading}
      onValuesChange={(next) => onChange(next.length === 0 ? undefined : next)}
      trigger={<FilterChip label={label} icon={icon} value={shown} title={names.join(', ')} />}
    />
  );
}

type ChipsProps = { search: NoteSearch; set(patch: NoteSearch): void; onClear(): void };

function Chips({ search, set, onClear }: ChipsProps) {
  const { t } = useTranslation('notes');
  const projects = useProjectOptions();
  const clients = useClientOptions();
  const tags = useTagOptions();
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Many
        label={t('project')}
        icon={<FolderKanban aria-hidden />}
        options={projects.options}
        loading={projects.isLoading}
        values={search.projects}
        onChange={(values) => set({ projects: values })}
      />
      <Many
        label={t('client')}
        icon={<UserRound aria-hidden />}
        options={clients.options}
        loading={clients.isLoading}
        values={search.clients}
        onChange={(values) => set({ clients: values })}
      />
      <Many
        label={t('tags')}
        icon={<Hash aria-hidden />}
        options={tags.options}
        loading={tags.isLoading}
        values={search.tags}
        onChange={(values) => set({ tags: values })}
      />
      {isFiltered(search) && (
        <Button size="xs" variant="ghost" onClick={onClear}>
          {t('clearFilters')}
        </Button>
      )}
    </div>
  );
}
