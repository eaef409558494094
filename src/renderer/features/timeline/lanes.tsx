import { memo } from 'react';
import { today } from '#renderer/lib/dates.ts';
import { LaneBand } from './lane-band.tsx';
import { LANE_PAD, rowHeight, type LaneLayout, type PlacedItem } from './lane-layout.ts';
import { fromDay, toDay, type DayNumber, type Span } from './time-scale.ts';
import { TimelineBar, type BarProps } from './timeline-bar.tsx';
import { withDraft, type MoveDraft } from './use-item-moves.ts';
import { useVisible, type TimeWindow } from './use-time-window.ts';

type Handlers = Pick<BarProps, 'onGrab' | 'onPress' | 'onCursor' | 'onLeave' | 'onKeyDown'>;

type LanesProps = Handlers & {
  layouts: readonly LaneLayout[];
  window: TimeWindow;
  labelWidth: number;
  selected: ReadonlySet<string>;
  /** Items in reading order. */
  order: readonly PlacedItem[];
  /** The item that was last under the keyboard, while it is there. */
  cursor: string | undefined;
  draft: MoveDraft | undefined;
  onToggleLane(key: string): void;
};

/** How far above and below the screen lanes are painted already. */
const OVERSCAN = 300;

/** The lanes and items on screen; the others exist as numbers only. */
export function Lanes({ layouts, window: time, order, cursor, draft, ...rest }: LanesProps) {
  const { view, visible } = useVisible(time);
  const tabStop = cursor ?? (order.find((placed) => placed.end >= visible.start) ?? order[0])?.item.id ?? '';
  const yFrom = view.top - OVERSCAN;
  const yTo = view.top + view.height + OVERSCAN;
  return layouts
    .filter((layout) => layout.top + layout.height > yFrom && layout.top < yTo)
    .map((layout) => (
      <Lane
        key={layout.key}
        {...rest}
        layout={layout}
        // Clamped to the lane: one that is wholly in view stays as it is while the chart scrolls past.
        yFrom={Math.max(yFrom - layout.top, 0)}
        yTo={Math.min(yTo - layout.top, layout.height)}
        visible={visible}
        origin={time.range.start}
        pxPerDay={time.pxPerDay}
        isDense={time.level === 'quarter'}
        tabStop={layout.items.some(({ item }) => item.id === tabStop) ? tabStop : undefined}
        draft={draft && isTouched(layout, draft) ? draft : undefined}
      />
    ));
}

function isTouched(layout: LaneLayout, { ids }: MoveDraft): boolean {
  return layout.items.some(({ item }) => ids.includes(item.id));
}

type LaneProps = Handlers & {
  layout: LaneLayout;
  yFrom: number;
  yTo: number;
  visible: Span;
  origin: DayNumber;
  pxPerDay: number;
  isDense: boolean;
  labelWidth: number;
  selected: ReadonlySet<string>;
  tabStop: string | undefined;
  draft: MoveDraft | undefined;
  onToggleLane(key: string): void;
};

function isOnScreen(placed: PlacedItem, lane: LaneProps): boolean {
  const { yFrom, yTo, visible, pxPerDay, isDense, draft, tabStop } = lane;
  if (placed.item.id === tabStop || draft?.ids.includes(placed.item.id) === true) return true;
  const y = LANE_PAD + placed.row * rowHeight(isDense);
  // A label beside a small shape may reach into view from the left.
  const reach = placed.isLabelInside || isDense ? 0 : 230 / pxPerDay;
  return y >= yFrom && y < yTo && placed.start <= visible.end && placed.end + reach >= visible.start;
}

const Lane = memo(function Lane(props: LaneProps) {
  const { layout, origin, pxPerDay, visible, labelWidth, onToggleLane } = props;
  const now = fromDay(toDay(today()));
  return (
    <LaneBand {...{ layout, origin, pxPerDay, visible, labelWidth, onToggle: onToggleLane }}>
      {layout.items
        .filter((placed) => isOnScreen(placed, props))
        .map((placed) => {
          const { isDense, draft, selected } = props;
          const { start, end } = withDraft(placed, draft);
          const isPoint = placed.item.kind === 'checkpoint';
          return (
            <TimelineBar
              key={placed.item.id}
              placed={placed}
              start={start}
              end={end}
              left={isPoint ? (start - origin + 0.5) * pxPerDay - 13 : (start - origin) * pxPerDay + 1}
              width={isPoint ? 26 : Math.max((end + 1 - start) * pxPerDay - 2, 8)}
              top={LANE_PAD + placed.row * rowHeight(isDense) + (isPoint && isDense ? -4 : 3)}
              height={isPoint ? 26 : rowHeight(isDense) - 6}
              stickyLeft={labelWidth}
              isDense={isDense && !isPoint}
              isLate={!placed.item.isDone && placed.item.end < now}
              isTabStop={placed.item.id === props.tabStop}
              isSelected={selected.has(placed.item.id)}
              isMoving={draft?.ids.includes(placed.item.id) === true}
              onGrab={props.onGrab}
              onPress={props.onPress}
              onCursor={props.onCursor}
              onLeave={props.onLeave}
              onKeyDown={props.onKeyDown}
            />
          );
        })}
    </LaneBand>
  );
});
