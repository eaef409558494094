import { CalendarRange, CircleDashed, FolderKanban, Hash, SignalHigh, UserRound } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { TASK_PRIORITIES, TASK_STATUSES } from '#shared/contracts/choices.ts';
import { colourFor } from '#renderer/lib/palette.ts';
import { Button } from '#renderer/ui/button.tsx';
import { MultiCombobox } from '#renderer/ui/combobox.tsx';
import { FilterChip } from '#renderer/ui/filter-chip.tsx';
import { SearchInput } from '#renderer/ui/input.tsx';
import type { PickerOption } from '#renderer/ui/picker-list.tsx';
import { ColourDot } from '#renderer/ui/tag-chip.tsx';
import { PriorityIcon, StatusIcon } from '#renderer/ui/task-icons.tsx';
import { useClientOptions, useProjectOptions } from '#renderer/entities/task/project-options.tsx';
import { useTaskTags } from '#renderer/entities/task/task-queries.ts';
import { DueRangeFilter } from './due-range-filter.tsx';
import { isFiltered, withoutFilters, type TaskSearch } from './task-search.ts';

type FilterBarProps = {
  search: TaskSearch;
  onSearchChange(search: TaskSearch): void;
  /** Stands at the end of the line. */
  children?: ReactNode;
};

/** What the list is narrowed to. A filter that is not set looks like an offer, one that is set like a fact. */
export function FilterBar({ search, onSearchChange, children }: FilterBarProps) {
  const { t } = useTranslation('tasks');
  const set = (patch: TaskSearch): void => onSearchChange({ ...search, ...patch });
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 px-8 pt-4 pb-2">
      <TextFilter text={search.q ?? ''} onTextChange={(q) => set({ q: q === '' ? undefined : q })} />
      <ProjectFilter search={search} set={set} />
      <StatusFilters search={search} set={set} />
      <TagFilter search={search} set={set} />
      <DueRangeFilter
        icon={<CalendarRange aria-hidden />}
        from={search.from}
        to={search.to}
        onChange={(from, to) => set({ from, to })}
      />
      {isFiltered(search) && (
        <Button size="sm" variant="ghost" onClick={() => onSearchChange(withoutFilters(search))}>
          {t('clearFilters')}
        </Button>
      )}
      <div className="ms-auto flex items-center gap-1">{children}</div>
    </div>
  );
}

function TextFilter({ text, onTextChange }: { text: string; onTextChange(text: string): void }) {
  const { t } = useTranslation('tasks');
  const [draft, setDraft] = useState(text);
  const [seen, setSeen] = useState(text);
  const [sent, setSent] = useState<string>();
  const timer = useRef(0);
  // Another view or a saved filter brings its own text; what was typed here comes back and is left alone.
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
      data-task-filter=""
      className="w-52 [&_input]:h-8 [&>button]:top-1 [&>svg]:top-2"
    />
  );
}

type SetProps = { search: TaskSearch; set(patch: TaskSearch): void };

type ManyProps = {
  label: string;
  icon: ReactNode;
  options: readonly PickerOption[];
  values: readonly string[] | undefined;
  loading?: boolean;
  onChange(values: string[] | undefined): void;
};

function Many({ label, icon, options, values, loading, onChange }: ManyProps) {
  const chosen = values ?? [];
  const names = chosen.map((value) => options.find((option) => option.value === value)?.label ?? '…');
  const [first] = names;
  const value =
    first === undefined ? undefined : names.length === 1 ? first : `${first} +${names.length - 1}`;
  return (
    <MultiCombobox
      label={label}
      options={options}
      values={chosen}
      loading={loading}
      onValuesChange={(next) => onChange(next.length === 0 ? undefined : next)}
      trigger={<FilterChip label={label} icon={icon} value={value} title={names.join(', ')} />}
    />
  );
}

function ProjectFilter({ search, set }: SetProps) {
  const { t } = useTranslation('tasks');
  const projects = useProjectOptions();
  const clients = useClientOptions();
  return (
    <>
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
    </>
  );
}

function StatusFilters({ search, set }: SetProps) {
  const { t } = useTranslation();
  const statuses = TASK_STATUSES.map((value) => ({
    value,
    label: t(`status_${value}`),
    icon: <StatusIcon status={value} />,
  }));
  const priorities = TASK_PRIORITIES.toReversed().map((value) => ({
    value,
    label: t(`priority_${value}`),
    icon: <PriorityIcon priority={value} />,
  }));
  return (
    <>
      <Many
        label={t('status')}
        icon={<CircleDashed aria-hidden />}
        options={statuses}
        values={search.statuses}
        // The options are the only values it can report.
        onChange={(values) => set({ statuses: values as TaskSearch['statuses'] })}
      />
      <Many
        label={t('priority')}
        icon={<SignalHigh aria-hidden />}
        options={priorities}
        values={search.priorities}
        onChange={(values) => set({ priorities: values as TaskSearch['priorities'] })}
      />
    </>
  );
}

function TagFilter({ search, set }: SetProps) {
  const { t } = useTranslation('tasks');
  const { data, isLoading } = useTaskTags();
  const options = (data ?? []).map(({ tag, count }) => ({
    value: tag,
    label: tag,
    hint: String(count),
    icon: <ColourDot colour={colourFor(tag)} className="size-2.5" />,
  }));
  return (
    <Many
      label={t('tags')}
      icon={<Hash aria-hidden />}
      options={options}
      loading={isLoading}
      values={search.tags}
      onChange={(tags) => set({ tags })}
    />
  );
}
