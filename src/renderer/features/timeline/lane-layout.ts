import type { TimelineItem, TimelineLane } from '#shared/contracts/timeline.ts';
import { toDay, type DayNumber } from './time-scale.ts';

export type PlacedItem = {
  readonly item: TimelineItem;
  readonly lane: TimelineLane;
  readonly start: DayNumber;
  /** The last day, included. */
  readonly end: DayNumber;
  readonly row: number;
  readonly isLabelInside: boolean;
};

export type LaneLayout = {
  readonly key: string;
  readonly lane: TimelineLane;
  readonly isCollapsed: boolean;
  readonly top: number;
  readonly height: number;
  readonly items: readonly PlacedItem[];
};

export type LayoutOptions = {
  readonly pxPerDay: number;
  readonly collapsed: ReadonlySet<string>;
  /** Bars too small for words. */
  readonly isDense: boolean;
  /** How wide a title is drawn, in pixels. */
  measure(title: string): number;
};

export const LANE_PAD = 10;
export const COLLAPSED_HEIGHT = 44;
const MIN_LANE_HEIGHT = 60;
export const LABEL_MAX = 240;
const LABEL_GAP = 8;
const ITEM_GAP = 10;
/** Inside a bar: its padding and coloured edge. */
const BAR_INSET = 20;

export function rowHeight(isDense: boolean): number {
  return isDense ? 18 : 32;
}

export function laneKey(lane: TimelineLane): string {
  return lane.projectId ?? 'none';
}

type Extent = { readonly left: number; readonly right: number; readonly isLabelInside: boolean };

function extentOf(item: TimelineItem, start: DayNumber, end: DayNumber, options: LayoutOptions): Extent {
  const { pxPerDay, isDense, measure } = options;
  const label = Math.min(measure(item.title), LABEL_MAX);
  if (item.kind === 'checkpoint') {
    const centre = (start + 0.5) * pxPerDay;
    return { left: centre - 11, right: centre + 11 + LABEL_GAP + label, isLabelInside: false };
  }
  const left = start * pxPerDay;
  const right = Math.max((end + 1) * pxPerDay, left + 10);
  if (isDense) return { left, right, isLabelInside: false };
  const isLabelInside = right - left >= label + BAR_INSET;
  return { left, right: isLabelInside ? right : right + LABEL_GAP + label, isLabelInside };
}

/** The first row with room; rows are told apart by where their last item ends. */
function takeRow(ends: number[], extent: Extent): number {
  const free = ends.findIndex((end) => end + ITEM_GAP <= extent.left);
  const row = free === -1 ? ends.length : free;
  ends[row] = extent.right;
  return row;
}

function layoutItems(lane: TimelineLane, options: LayoutOptions): { items: PlacedItem[]; rows: number } {
  const dated = lane.items
    .map((item) => ({ item, start: toDay(item.start), end: toDay(item.end) }))
    .toSorted((a, b) => a.start - b.start || b.end - a.end || (a.item.id < b.item.id ? -1 : 1));
  const items: PlacedItem[] = [];
  let firstRow = 0;
  // Milestones stand together on top, where they are found.
  for (const kind of ['checkpoint', 'task'] as const) {
    const ends: number[] = [];
    for (const { item, start, end } of dated) {
      if (item.kind !== kind) continue;
      const extent = extentOf(item, start, end, options);
      const row = firstRow + takeRow(ends, extent);
      items.push({ item, lane, start, end, row, isLabelInside: extent.isLabelInside });
    }
    firstRow += ends.length;
  }
  return { items, rows: firstRow };
}

/** What is under way comes first; lanes where everything is done follow. */
export function openFirst(lanes: readonly TimelineLane[]): readonly TimelineLane[] {
  const isOver = (lane: TimelineLane): boolean =>
    lane.items.length > 0 && lane.items.every(({ isDone }) => isDone);
  return [...lanes.filter((lane) => !isOver(lane)), ...lanes.filter(isOver)];
}

/** Where every lane and every item of it stands, from top to bottom. */
export function layoutLanes(lanes: readonly TimelineLane[], options: LayoutOptions): readonly LaneLayout[] {
  let top = 0;
  return lanes.map((lane) => {
    const key = laneKey(lane);
    const isCollapsed = options.collapsed.has(key);
    const { items, rows } = layoutItems(lane, options);
    const full = Math.max(rows * rowHeight(options.isDense) + 2 * LANE_PAD, MIN_LANE_HEIGHT);
    const height = isCollapsed ? COLLAPSED_HEIGHT : full;
    const layout: LaneLayout = { key, lane, isCollapsed, top, height, items };
    top += height;
    return layout;
  });
}

export function layoutHeight(lanes: readonly LaneLayout[]): number {
  const last = lanes.at(-1);
  return last === undefined ? 0 : last.top + last.height;
}
