import {
  CalendarX2,
  CircleCheck,
  FolderKanban,
  LocateFixed,
  Minus,
  Plus,
  Rows3,
  ChartGantt,
  UserRound,
  UnfoldVertical,
  FoldVertical,
} from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useClientOptions, useProjectOptions } from '#renderer/entities/task/project-options.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { MultiCombobox } from '#renderer/ui/combobox.tsx';
import { FilterChip } from '#renderer/ui/filter-chip.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import type { PickerOption } from '#renderer/ui/picker-list.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { ZOOM_LEVELS, type ZoomLevel } from './time-scale.ts';
import { isFiltered, type TimelineSearch } from './timeline-search.ts';

type TimelineToolbarProps = {
  search: TimelineSearch;
  level: ZoomLevel;
  areAllFolded: boolean;
  undatedCount: number;
  isTrayOpen: boolean;
  onSearchChange(search: TimelineSearch): void;
  onLevel(level: ZoomLevel): void;
  onZoom(factor: number): void;
  onToday(): void;
  onFoldAll(): void;
  onToggleTray(): void;
};

function summary(
  values: readonly string[] | undefined,
  options: readonly PickerOption[],
): string | undefined {
  const names = (values ?? []).map((value) => options.find((option) => option.value === value)?.label ?? '…');
  return names.length > 1 ? `${names[0]} +${names.length - 1}` : names[0];
}

export const TimelineToolbar = memo(function TimelineToolbar(props: TimelineToolbarProps) {
  const { search, onSearchChange } = props;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1.5 px-6 pb-3">
      <Filters search={search} onSearchChange={onSearchChange} />
      {search.view !== 'list' && (
        <div className="ms-auto flex flex-wrap items-center gap-1.5">
          <ZoomControls {...props} />
        </div>
      )}
    </div>
  );
});

/** What the page shows at all, beside its title: as a chart or as a list, folded, with the tray of the undated. */
export const TimelineViewControls = memo(function TimelineViewControls({
  search,
  areAllFolded,
  undatedCount,
  isTrayOpen,
  onSearchChange,
  onToday,
  onFoldAll,
  onToggleTray,
}: TimelineToolbarProps) {
  const { t } = useTranslation('timeline');
  const { t: words } = useTranslation();
  const isChart = search.view !== 'list';
  return (
    <>
      {isChart && (
        <Button
          size="sm"
          variant="ghost"
          icon={<LocateFixed aria-hidden />}
          onClick={onToday}
          aria-keyshortcuts="t"
        >
          {words('today')}
        </Button>
      )}
      {isChart && (
        <IconButton label={areAllFolded ? t('unfoldAll') : t('foldAll')} onClick={onFoldAll}>
          {areAllFolded ? <UnfoldVertical aria-hidden /> : <FoldVertical aria-hidden />}
        </IconButton>
      )}
      {isChart && (
        <Button
          size="sm"
          variant={isTrayOpen ? 'secondary' : 'ghost'}
          aria-pressed={isTrayOpen}
          icon={<CalendarX2 aria-hidden />}
          onClick={onToggleTray}
        >
          {t('undatedShort')}
          <span className="tabular-nums">{undatedCount}</span>
        </Button>
      )}
      <Segmented<'chart' | 'list'>
        label={t('view')}
        iconOnly
        value={isChart ? 'chart' : 'list'}
        onValueChange={(view) => onSearchChange({ ...search, view: view === 'chart' ? undefined : 'list' })}
        segments={[
          { value: 'chart', label: t('viewChart'), icon: <ChartGantt aria-hidden /> },
          { value: 'list', label: t('viewList'), icon: <Rows3 aria-hidden /> },
        ]}
        className="h-8"
      />
    </>
  );
});

function ZoomControls({ level, onLevel, onZoom }: TimelineToolbarProps) {
  const { t } = useTranslation('timeline');
  return (
    <>
      <IconButton label={t('zoomOut')} keys="-" onClick={() => onZoom(1 / 1.6)}>
        <Minus aria-hidden />
      </IconButton>
      <Segmented
        label={t('zoom')}
        value={level}
        onValueChange={onLevel}
        segments={ZOOM_LEVELS.map((value) => ({ value, label: t(`zoom_${value}`) }))}
        className="h-8"
      />
      <IconButton label={t('zoomIn')} keys="+" onClick={() => onZoom(1.6)}>
        <Plus aria-hidden />
      </IconButton>
    </>
  );
}

function Filters({ search, onSearchChange }: Pick<TimelineToolbarProps, 'search' | 'onSearchChange'>) {
  const { t } = useTranslation('timeline');
  const projects = useProjectOptions();
  const clients = useClientOptions();
  return (
    <>
      <MultiCombobox
        label={t('project')}
        options={projects.options}
        loading={projects.isLoading}
        values={search.projects ?? []}
        onValuesChange={(values) =>
          onSearchChange({
            ...search,
            projects: values.length === 0 ? undefined : values,
          })
        }
        trigger={
          <FilterChip
            label={t('project')}
            icon={<FolderKanban aria-hidden />}
            value={summary(search.projects, projects.options)}
          />
        }
      />
      <MultiCombobox
        label={t('client')}
        options={clients.options}
        loading={clients.isLoading}
        values={search.clients ?? []}
        onValuesChange={(values) =>
          onSearchChange({
            ...search,
            clients: values.length === 0 ? undefined : values,
          })
        }
        trigger={
          <FilterChip
            label={t('client')}
            icon={<UserRound aria-hidden />}
            value={summary(search.clients, clients.options)}
          />
        }
      />
      <Button
        size="sm"
        variant={search.open === true ? 'secondary' : 'ghost'}
        aria-pressed={search.open === true}
        icon={<CircleCheck aria-hidden />}
        onClick={() => onSearchChange({ ...search, open: search.open === true ? undefined : true })}
      >
        {t('hideDone')}
      </Button>
      {isFiltered(search) && (
        <Button size="sm" variant="ghost" onClick={() => onSearchChange({ view: search.view })}>
          {t('clearFilters')}
        </Button>
      )}
    </>
  );
}
