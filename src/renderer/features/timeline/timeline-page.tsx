import { useNavigate } from '@tanstack/react-router';
import { CalendarRange, FolderPlus } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Timeline, TimelineItem } from '#shared/contracts/timeline.ts';
import { today } from '#renderer/lib/dates.ts';
import { useLocalState } from '#renderer/lib/local-state.ts';
import { useMediaQuery } from '#renderer/lib/use-media-query.ts';
import { useWindowTitle } from '#renderer/lib/use-window-title.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { laneKey, layoutLanes, openFirst, type LaneLayout, type PlacedItem } from './lane-layout.ts';
import { createTitleMeasure } from './measure-title.ts';
import {
  useCheckpoint,
  useTimeline,
  useTimelineWrites,
  useUndatedTasks,
  type TimelineWrites,
} from './queries.ts';
import { SelectionBar } from './selection-bar.tsx';
import { packingPx, toDay, type Span } from './time-scale.ts';
import { TimelineChart } from './timeline-chart.tsx';
import { TimelineList } from './timeline-list.tsx';
import { isFiltered, type TimelineSearch } from './timeline-search.ts';
import { TimelineToolbar, TimelineViewControls } from './timeline-toolbar.tsx';
import { UndatedTray } from './undated-tray.tsx';
import { withDraft, type MoveDraft } from './use-item-moves.ts';
import { useTimeWindow, type TimeWindow } from './use-time-window.ts';
import { useTimelineCommands } from './use-timeline-commands.ts';
import { useStable } from './use-stable.ts';
import { useTrayDrop } from './use-tray-drop.ts';

type TimelinePageProps = {
  search: TimelineSearch;
  onSearchChange(search: TimelineSearch): void;
  onOpenTask(id: string): void;
  onOpenProject(id: string): void;
};

const NO_LANES: Timeline['lanes'] = [];
const NO_EVENTS: Timeline['events'] = [];

/** The list has no place to be scrolled to: it tells of the time around today. */
function listWindow(): Span {
  const now = toDay(today());
  return { start: now - 60, end: now + 365 };
}

/** One change of days, however it was made, as the one write it is. */
function commit(writes: TimelineWrites, draft: MoveDraft): void {
  const { placed, mode, days } = draft;
  const named = { ids: [...draft.ids], title: placed.item.title };
  const span = withDraft(placed, draft);
  if (placed.item.kind === 'checkpoint') writes.moveCheckpoint({ ...named, ...span });
  else if (mode === 'move') writes.shift({ ...named, ...span, days });
  else writes.resize({ ...named, ...span });
}

function complete(writes: TimelineWrites, item: TimelineItem, isDone: boolean): void {
  const change = { ids: [item.id], title: item.title, isDone };
  if (item.kind === 'task') writes.complete(change);
  else writes.reach(change);
}

/** Folded lanes, remembered on this machine. */
function useFolded(lanes: Timeline['lanes']) {
  const [stored, store] = useLocalState<string>('timeline.folded', '');
  const folded = useMemo(() => new Set(stored.split(',').filter(Boolean)), [stored]);
  const areAllFolded = lanes.length > 0 && lanes.every((lane) => folded.has(laneKey(lane)));
  return {
    folded,
    areAllFolded,
    toggle: (key: string) => {
      const next = new Set(folded);
      if (!next.delete(key)) next.add(key);
      store([...next].join(','));
    },
    toggleAll: () => store(areAllFolded ? '' : lanes.map(laneKey).join(',')),
  };
}

function useLayouts(lanes: Timeline['lanes'], time: TimeWindow, collapsed: ReadonlySet<string>) {
  const [measure] = useState(createTitleMeasure);
  const px = packingPx(time.pxPerDay);
  const isDense = time.level === 'quarter';
  return useMemo(
    () => layoutLanes(lanes, { pxPerDay: px, collapsed, isDense, measure }),
    [lanes, px, collapsed, isDense, measure],
  );
}

export function TimelinePage({ search, onSearchChange, onOpenTask, onOpenProject }: TimelinePageProps) {
  const { t } = useTranslation('timeline');
  const labelWidth = useMediaQuery('(max-width: 1200px)') ? 188 : 236;
  const isChart = search.view !== 'list';
  const { scroller, ...time } = useTimeWindow(labelWidth, isChart);
  const { data, error, isPending, refetch } = useTimeline(search, isChart ? time.asked : listWindow());
  const lanes = useMemo(() => openFirst(data?.lanes ?? NO_LANES), [data]);
  const { folded, areAllFolded, toggle, toggleAll } = useFolded(lanes);
  const layouts = useLayouts(lanes, time, folded);
  const writes = useTimelineWrites();
  const [isTrayOpen, setTrayOpen] = useLocalState<boolean>('timeline.tray', false);
  const undated = useUndatedTasks(search, true);
  const tray = useTrayDrop(time, layouts, labelWidth, writes);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const goToday = (): void => time.scrollToDay(toDay(today()));
  const focusId = useCheckpointFocus(search.checkpoint, time);
  useWindowTitle(t('title'));
  useTimelineCommands({
    isChart,
    onZoom: time.zoomBy,
    onToday: goToday,
    onFoldAll: toggleAll,
    onToggleTray: () => setTrayOpen(!isTrayOpen),
    onToggleView: () => onSearchChange({ ...search, view: isChart ? 'list' : undefined }),
  });
  const open = (item: TimelineItem, projectId: string | null): void => {
    if (item.kind === 'task') onOpenTask(item.id);
    else if (projectId !== null) onOpenProject(projectId);
  };
  const shiftItem = (item: TimelineItem, days: number): void => {
    const span = { start: toDay(item.start) + days, end: toDay(item.end) + days };
    if (item.kind === 'task') writes.shift({ ids: [item.id], title: item.title, days, ...span });
    else writes.moveCheckpoint({ ids: [item.id], title: item.title, ...span });
  };
  const toggleSelected = (id: string): void => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  };
  const stable = {
    onToggleLane: useStable(toggle),
    onSelect: useStable(({ item }: PlacedItem) => {
      if (item.kind === 'task') toggleSelected(item.id);
    }),
    onOpen: useStable(({ item, lane }: PlacedItem) => open(item, lane.projectId)),
    onComplete: useStable(({ item }: PlacedItem, isDone: boolean) => complete(writes, item, isDone)),
    onMove: useStable((draft: MoveDraft) => commit(writes, draft)),
  };
  const toolbar = {
    search,
    level: time.level,
    areAllFolded,
    undatedCount: undated.data?.total ?? 0,
    isTrayOpen,
    onLevel: time.zoomToLevel,
    onZoom: time.zoomBy,
    onSearchChange: useStable(onSearchChange),
    onToday: useStable(goToday),
    onFoldAll: useStable(toggleAll),
    onToggleTray: useStable(() => setTrayOpen(!isTrayOpen)),
  };
  return (
    <div className="relative flex h-full flex-col animate-page">
      <PageHeader title={t('title')} className="px-6 pb-3" actions={<TimelineViewControls {...toolbar} />} />
      <TimelineToolbar {...toolbar} />
      {data?.isTruncated === true && (
        <div className="px-6 pb-3">
          <Banner>{t('truncated')}</Banner>
        </div>
      )}
      <p id="timeline-keys" className="sr-only">
        {t('keysHelp')}
      </p>
      <div className="flex min-h-0 flex-1 border-t border-border-subtle">
        <div className="relative min-w-0 flex-1">
          {isChart ? (
            <TimelineChart
              layouts={layouts}
              events={data?.events ?? NO_EVENTS}
              window={time}
              scroller={scroller}
              labelWidth={labelWidth}
              selected={selected}
              drop={tray.drop}
              focusId={focusId}
              {...stable}
            />
          ) : (
            data && (
              <TimelineList
                timeline={data}
                onOpen={(item) => open(item, projectOf(layouts, item.id))}
                onComplete={(item, isDone) => complete(writes, item, isDone)}
                onShift={shiftItem}
              />
            )
          )}
          <TimelineStates
            {...{ search, isPending, error, lanes, onSearchChange, onToday: goToday }}
            hasUndated={(undated.data?.total ?? 0) > 0}
            onRetry={() => void refetch()}
            onShowUndated={() => setTrayOpen(true)}
          />
          <SelectionBar selected={selected} writes={writes} onClear={() => setSelected(new Set())} />
        </div>
        {isChart && isTrayOpen && (
          <UndatedTray
            tasks={undated.data?.items}
            total={undated.data?.total ?? 0}
            onPick={(task, date) => tray.onPick(task, toDay(date))}
            onDrag={tray.onDrag}
            onDrop={tray.onDrop}
            onClose={() => setTrayOpen(false)}
          />
        )}
      </div>
    </div>
  );
}

function projectOf(layouts: readonly LaneLayout[], id: string): string | null {
  return layouts.find(({ items }) => items.some(({ item }) => item.id === id))?.lane.projectId ?? null;
}

/** Goes to the day of the checkpoint a link names; the chart then puts the cursor on it. */
function useCheckpointFocus(id: string | undefined, { scrollToDay }: TimeWindow): string | undefined {
  const { data } = useCheckpoint(id);
  const dueDate = data?.dueDate;
  useEffect(() => {
    if (dueDate !== undefined && dueDate !== null) scrollToDay(toDay(dueDate), 'instant');
  }, [dueDate, scrollToDay]);
  return id;
}

type TimelineStatesProps = {
  search: TimelineSearch;
  isPending: boolean;
  error: Error | null;
  lanes: Timeline['lanes'];
  hasUndated: boolean;
  onSearchChange(search: TimelineSearch): void;
  onToday(): void;
  onRetry(): void;
  onShowUndated(): void;
};

/** What lies over the chart while there is nothing in it to see. */
function TimelineStates(props: TimelineStatesProps) {
  const { search, isPending, error, lanes, hasUndated, onSearchChange, onToday, onRetry, onShowUndated } =
    props;
  const { t } = useTranslation('timeline');
  const navigate = useNavigate();
  const frame = 'absolute inset-x-0 bottom-0 top-15 z-30 grid place-items-center bg-background';
  if (isPending)
    return <ListSkeleton className="absolute inset-x-0 top-16 bottom-0 z-30 bg-background px-3" />;
  if (error !== null && lanes.length === 0)
    return (
      <div className={frame}>
        <ErrorState error={error} onRetry={onRetry} />
      </div>
    );
  if (lanes.length > 0) return null;
  const isNarrowed = isFiltered(search);
  const clear = (
    <Button variant="outline" onClick={() => onSearchChange({ view: search.view })}>
      {t('clearFilters')}
    </Button>
  );
  const begin = hasUndated ? (
    <Button variant="primary" onClick={onShowUndated}>
      {t('showUndated')}
    </Button>
  ) : (
    <Button
      variant="primary"
      icon={<FolderPlus aria-hidden />}
      onClick={() => void navigate({ to: '/projects', search: { new: true } })}
    >
      {t('newProject')}
    </Button>
  );
  return (
    <div className="pointer-events-none absolute inset-x-0 top-15 bottom-0 z-30 grid place-items-center">
      <div className="pointer-events-auto rounded-2xl bg-background/90">
        <EmptyState
          icon={CalendarRange}
          title={isNarrowed ? t('noMatch') : t('empty')}
          text={isNarrowed ? t('noMatchText') : t('emptyText')}
          action={isNarrowed ? clear : begin}
          secondaryAction={
            <Button variant="ghost" onClick={onToday}>
              {t('goToday')}
            </Button>
          }
        />
      </div>
    </div>
  );
}
