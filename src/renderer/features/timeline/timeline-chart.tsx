import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { ExternalEvent } from '#shared/contracts/external-items.ts';
import { useFirstDayOfWeek } from '#renderer/lib/preferences.tsx';
import { ContextMenu, ContextMenuContent, ContextMenuTrigger } from '#renderer/ui/context-menu.tsx';
import { ChartBackdrop, TodayLine } from './chart-backdrop.tsx';
import { EventsLane } from './events-lane.tsx';
import { ItemMenu } from './item-menu.tsx';
import { Lanes } from './lanes.tsx';
import { LANE_PAD, layoutHeight, rowHeight, type LaneLayout, type PlacedItem } from './lane-layout.ts';
import { MoveBubble } from './move-bubble.tsx';
import { axisOf, type Axis, type Span } from './time-scale.ts';
import { AXIS_HEIGHT, TimelineAxis } from './timeline-axis.tsx';
import { useChartKeys } from './use-chart-keys.ts';
import { useItemMoves, withDraft, type MoveDraft } from './use-item-moves.ts';
import { useVisible, type TimeWindow } from './use-time-window.ts';

export type DropPreview = { readonly span: Span; readonly laneKey: string | undefined };

type TimelineChartProps = {
  layouts: readonly LaneLayout[];
  events: readonly ExternalEvent[];
  window: TimeWindow;
  scroller: RefObject<HTMLDivElement | null>;
  labelWidth: number;
  selected: ReadonlySet<string>;
  /** What is being dragged in from outside would land here. */
  drop: DropPreview | undefined;
  /** The item to show and put the cursor on. */
  focusId: string | undefined;
  onToggleLane(key: string): void;
  onSelect(placed: PlacedItem): void;
  onOpen(placed: PlacedItem): void;
  onComplete(placed: PlacedItem, isDone: boolean): void;
  onMove(draft: MoveDraft): void;
};

/** An empty part of the chart is a handle for the whole of it. */
function pan(event: PointerEvent<HTMLElement>): void {
  if (event.button !== 0 || event.pointerType !== 'mouse') return;
  if (!(event.target instanceof Element) || event.target.closest('button, a, [data-lane-label]') !== null)
    return;
  const box = event.currentTarget;
  const from = { x: event.clientX, y: event.clientY, left: box.scrollLeft, top: box.scrollTop };
  const onMove = (move: globalThis.PointerEvent): void => {
    box.scrollLeft = from.left - (move.clientX - from.x);
    box.scrollTop = from.top - (move.clientY - from.y);
  };
  const onUp = (): void => {
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
  };
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', onUp);
}

export function TimelineChart(props: TimelineChartProps) {
  const { scroller, focusId, events, ...shown } = props;
  const { layouts, window: time, labelWidth, selected, onSelect, onOpen, onComplete, onMove } = shown;
  const { t } = useTranslation('timeline');
  const origin = time.range.start;
  const [cursor, setCursor] = useState<string>();
  const [menuItem, setMenuItem] = useState<PlacedItem>();
  const idsOf = useCallback(
    (placed: PlacedItem) =>
      placed.item.kind === 'task' && selected.has(placed.item.id) ? [...selected] : [placed.item.id],
    [selected],
  );
  const moves = useItemMoves({
    box: time.box,
    pxPerDay: time.pxPerDay,
    labelWidth,
    idsOf,
    onCommit: onMove,
  });
  const goTo = useGoTo(time, layouts, setCursor);
  const keys = useChartKeys({
    layouts,
    onFocus: goTo,
    onNudge: moves.nudge,
    onFinish: moves.finish,
    onComplete: (placed) => onComplete(placed, !placed.item.isDone),
    onSelect,
  });
  useFocusOnce(focusId, keys.byId, goTo);
  const placedAt = (event: MouseEvent): PlacedItem | undefined => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-item]') : null;
    return keys.byId.get(element?.dataset['item'] ?? '')?.placed;
  };
  const { hasMoved } = moves;
  const onPress = useCallback(
    (placed: PlacedItem, event: MouseEvent) => {
      // The click that ends a drag is none.
      if (event.detail > 0 && hasMoved()) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey) onSelect(placed);
      else onOpen(placed);
    },
    [hasMoved, onSelect, onOpen],
  );
  const onContextMenu = (event: MouseEvent): void => {
    const placed = placedAt(event);
    setMenuItem(placed);
    if (placed === undefined) event.preventDefault();
  };
  const width = labelWidth + (time.range.end - origin) * time.pxPerDay;
  return (
    <ContextMenu>
      <ContextMenuTrigger asChild onContextMenu={onContextMenu}>
        <div
          ref={scroller}
          dir="ltr"
          role="group"
          aria-label={t('chart')}
          data-timeline-chart=""
          onPointerDown={pan}
          className="relative h-full overflow-auto overscroll-x-contain"
        >
          <div className="relative flex min-h-full flex-col" style={{ width }}>
            <Head window={time} labelWidth={labelWidth} />
            <EventsLane events={events} window={time} labelWidth={labelWidth} />
            <div className="relative flex-1" style={{ minHeight: layoutHeight(layouts) }}>
              <div className="absolute inset-0" style={{ left: labelWidth }}>
                <Backdrop window={time} />
              </div>
              <div aria-hidden className="pointer-events-none absolute inset-0">
                <div
                  className="sticky left-0 h-full border-e border-border-subtle bg-background"
                  style={{ width: labelWidth }}
                />
              </div>
              <TodayLine {...{ pxPerDay: time.pxPerDay, origin, labelWidth }} />
              <Lanes
                {...shown}
                order={keys.order}
                cursor={cursor !== undefined && keys.byId.has(cursor) ? cursor : undefined}
                draft={moves.draft}
                onGrab={moves.grab}
                onPress={onPress}
                onCursor={setCursor}
                onLeave={moves.rest}
                onKeyDown={keys.onKeyDown}
              />
              <Guides {...shown} draft={moves.draft} />
            </div>
          </div>
        </div>
      </ContextMenuTrigger>
      {menuItem !== undefined && (
        <ContextMenuContent className="w-60">
          <ItemMenu
            placed={menuItem}
            onOpen={onOpen}
            onComplete={onComplete}
            onShift={(placed, days) => onMove({ placed, ids: idsOf(placed), mode: 'move', days, by: 'keys' })}
          />
        </ContextMenuContent>
      )}
    </ContextMenu>
  );
}

type WindowProps = { window: TimeWindow };

function useAxis(time: TimeWindow): Axis {
  const { visible } = useVisible(time);
  const firstDay = useFirstDayOfWeek();
  return useMemo(() => axisOf(time.pxPerDay, visible, firstDay), [time.pxPerDay, visible, firstDay]);
}

function Backdrop({ window: time }: WindowProps) {
  return <ChartBackdrop axis={useAxis(time)} pxPerDay={time.pxPerDay} origin={time.range.start} />;
}

function Head({ window: time, labelWidth }: WindowProps & { labelWidth: number }) {
  const { t } = useTranslation('timeline');
  const axis = useAxis(time);
  return (
    <div
      className="sticky top-0 z-30 shrink-0 border-b border-border-subtle bg-background"
      style={{ height: AXIS_HEIGHT }}
    >
      <TimelineAxis axis={axis} pxPerDay={time.pxPerDay} origin={time.range.start} labelWidth={labelWidth} />
      <div
        data-lane-label=""
        className="sticky left-0 z-10 flex h-full items-end border-e border-border-subtle bg-background px-4 pb-2.5 text-xs font-medium text-muted-foreground"
        style={{ width: labelWidth }}
      >
        {t('lanes')}
      </div>
    </div>
  );
}

/** Brings an item on screen and puts the keyboard on it, once it has been painted. */
function useGoTo(time: TimeWindow, layouts: readonly LaneLayout[], setCursor: (id: string) => void) {
  const latest = useRef(layouts);
  useEffect(() => {
    latest.current = layouts;
  }, [layouts]);
  const { box: boxOf, range, pxPerDay, scrollToDay } = time;
  return useCallback(
    (placed: PlacedItem) => {
      const box = boxOf();
      const layout = latest.current.find(({ items }) => items.includes(placed));
      if (box === null || layout === undefined) return;
      setCursor(placed.item.id);
      const x = (placed.start - range.start) * pxPerDay - box.scrollLeft;
      if (x < 0 || x > box.clientWidth - 360) scrollToDay(placed.start, 'instant');
      const top = layout.top + LANE_PAD + placed.row * rowHeight(time.level === 'quarter');
      if (top < box.scrollTop || top > box.scrollTop + box.clientHeight - AXIS_HEIGHT - 40)
        box.scrollTo({ top: top - box.clientHeight / 3 });
      const focus = (): void =>
        box.querySelector<HTMLElement>(`[data-item="${placed.item.id}"]`)?.focus({ preventScroll: true });
      requestAnimationFrame(() => requestAnimationFrame(focus));
    },
    [boxOf, range.start, pxPerDay, scrollToDay, setCursor, time.level],
  );
}

/** A deep link leads to one item; it is gone to when it has been loaded, and only once. */
function useFocusOnce(
  id: string | undefined,
  byId: ReadonlyMap<string, { readonly placed: PlacedItem }>,
  goTo: (placed: PlacedItem) => void,
): void {
  const done = useRef<string>(undefined);
  useEffect(() => {
    const found = id === undefined || done.current === id ? undefined : byId.get(id);
    if (found === undefined) return;
    done.current = id;
    goTo(found.placed);
  }, [id, byId, goTo]);
}

type ShownProps = Omit<TimelineChartProps, 'scroller' | 'focusId' | 'events'>;

/** The days something would land on, drawn through all lanes. */
function Guides({
  layouts,
  window: time,
  labelWidth,
  draft,
  drop,
}: ShownProps & { draft: MoveDraft | undefined }) {
  const { pxPerDay, range, level } = time;
  const layout = layouts.find(({ key, items }) =>
    draft ? items.includes(draft.placed) : key === drop?.laneKey,
  );
  const isShown = draft !== undefined && (draft.days !== 0 || draft.by === 'keys');
  const span = draft ? (isShown ? withDraft(draft.placed, draft) : undefined) : drop?.span;
  if (span === undefined) return null;
  const left = labelWidth + (span.start - range.start) * pxPerDay;
  const row = draft?.placed.row ?? 0;
  return (
    <>
      <div
        aria-hidden
        className="pointer-events-none absolute inset-y-0 z-10 border-x border-dashed border-ring/60 bg-primary/10"
        style={{ left, width: (span.end + 1 - span.start) * pxPerDay }}
      />
      <MoveBubble
        span={span}
        days={draft?.days}
        place={draft ? undefined : layout?.lane.projectName}
        left={left}
        top={(layout?.top ?? 0) + LANE_PAD + row * rowHeight(level === 'quarter') - 2}
        isSpoken={draft?.by === 'keys'}
      />
    </>
  );
}
