import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { today } from '#renderer/lib/dates.ts';
import { useLocalState } from '#renderer/lib/local-state.ts';
import { useMediaQuery } from '#renderer/lib/use-media-query.ts';
import {
  clampPx,
  LEVEL_PX,
  levelOf,
  toDay,
  type DayNumber,
  type Span,
  type ZoomLevel,
} from './time-scale.ts';

/** What of the chart is on screen, in pixels, in steps: what lies inside a step is painted anyway. */
export type View = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

const STEP = 240;
const EDGE = 700;
const GROW_DAYS = 365;
const ZOOM_MS = 220;
const FIRST_DAY = toDay('1950-01-01');
const LAST_DAY = toDay('2150-12-31');
/** Where the day that was asked for comes to stand: a third from the start, what is ahead matters more. */
const ANCHOR_SHARE = 0.3;

export type TimeWindow = ReturnType<typeof useTimeWindow>;

/** How much is asked for at a time, in days, so that a little scrolling asks for nothing. */
const CHUNK: Readonly<Record<ZoomLevel, number>> = { day: 60, week: 120, month: 360, quarter: 1080 };

function grown(range: Span, box: HTMLElement, pxPerDay: number): Span {
  const isNearStart = box.scrollLeft < EDGE;
  const isNearEnd = box.scrollLeft + box.clientWidth > (range.end - range.start) * pxPerDay - EDGE;
  const by = Math.max(GROW_DAYS, Math.ceil((2 * EDGE) / pxPerDay));
  const start = isNearStart ? Math.max(range.start - by, FIRST_DAY) : range.start;
  const end = isNearEnd ? Math.min(range.end + by, LAST_DAY) : range.end;
  return start === range.start && end === range.end ? range : { start, end };
}

function viewOf(box: HTMLElement, labelWidth: number): View {
  return {
    left: Math.floor(box.scrollLeft / STEP) * STEP,
    top: Math.floor(box.scrollTop / STEP) * STEP,
    width: Math.max(box.clientWidth - labelWidth, 0),
    height: box.clientHeight,
  };
}

function isSame(a: View, b: View): boolean {
  return a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
}

/** The axis: how wide a day is, which days exist, which are on screen. Zooming keeps the day under the pointer. */
export function useTimeWindow(labelWidth: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const [stored, store] = useLocalState<number>('timeline.dayWidth', LEVEL_PX.week);
  const [pxPerDay, setPx] = useState(() => clampPx(stored));
  const [range, setRange] = useState<Span>(() => {
    const now = toDay(today());
    return { start: now - GROW_DAYS, end: now + 2 * GROW_DAYS };
  });
  const [view, setView] = useState<View>({ left: 0, top: 0, width: 0, height: 0 });
  const latest = useRef({ pxPerDay, range });
  latest.current = { pxPerDay, range };
  /** The day to put at a place of the chart once the new width or range is on screen. */
  const anchor = useRef<{ readonly day: number; readonly x: number } | undefined>(undefined);

  const look = useCallback(() => {
    const box = scroller.current;
    if (box === null) return;
    const { range: now, pxPerDay: px } = latest.current;
    const next = grown(now, box, px);
    if (next !== now && anchor.current === undefined) {
      anchor.current = { day: now.start + box.scrollLeft / px, x: 0 };
      setRange(next);
    }
    const seen = viewOf(box, labelWidth);
    setView((current) => (isSame(current, seen) ? current : seen));
  }, [labelWidth]);

  useLayoutEffect(() => {
    const box = scroller.current;
    const target = anchor.current;
    if (box === null) return;
    anchor.current = undefined;
    if (target !== undefined) box.scrollLeft = (target.day - range.start) * pxPerDay - target.x;
    look();
  }, [pxPerDay, range, look]);

  const scrollToDay = useCallback(
    (day: DayNumber, behavior: ScrollBehavior = 'smooth') => {
      const box = scroller.current;
      if (box === null) return;
      const { range: now, pxPerDay: px } = latest.current;
      const x = (box.clientWidth - labelWidth) * ANCHOR_SHARE;
      if (day < now.start + 30 || day > now.end - 30) {
        anchor.current = { day, x };
        setRange({ start: Math.min(now.start, day - GROW_DAYS), end: Math.max(now.end, day + GROW_DAYS) });
      } else box.scrollTo({ left: (day - now.start) * px - x, behavior });
    },
    [labelWidth],
  );

  useEffect(() => {
    const box = scroller.current;
    if (box === null) return undefined;
    scrollToDay(toDay(today()), 'instant');
    const observer = new ResizeObserver(look);
    observer.observe(box);
    box.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', look);
    };
  }, [look, scrollToDay]);

  const zoom = useZoom({ scroller, latest, anchor, labelWidth, setPx, store });
  const level = levelOf(pxPerDay);
  const visible = useMemo<Span>(
    () => ({
      start: Math.floor(range.start + (view.left - STEP) / pxPerDay),
      end: Math.ceil(range.start + (view.left + view.width + 2 * STEP) / pxPerDay),
    }),
    [range.start, view.left, view.width, pxPerDay],
  );
  const asked = useAskedWindow(visible, level);
  return { scroller, pxPerDay, level, range, view, visible, asked, scrollToDay, ...zoom };
}

/** The visible days, widened to whole chunks. */
function useAskedWindow(visible: Span, level: ZoomLevel): Span {
  const chunk = CHUNK[level];
  const start = Math.floor((visible.start - chunk / 4) / chunk) * chunk;
  const end = Math.ceil((visible.end + chunk / 4) / chunk) * chunk;
  return useMemo(() => ({ start, end }), [start, end]);
}

type ZoomParts = {
  readonly scroller: { readonly current: HTMLDivElement | null };
  readonly latest: { readonly current: { readonly pxPerDay: number; readonly range: Span } };
  readonly anchor: { current: { readonly day: number; readonly x: number } | undefined };
  readonly labelWidth: number;
  setPx(px: number): void;
  store(px: number): void;
};

function useZoom({ scroller, latest, anchor, labelWidth, setPx, store }: ZoomParts) {
  const isCalm = useMediaQuery('(prefers-reduced-motion: reduce)');
  const running = useRef(0);
  const zoomTo = useCallback(
    (target: number, at?: number) => {
      const box = scroller.current;
      if (box === null) return;
      const { pxPerDay, range } = latest.current;
      const x = at ?? (box.clientWidth - labelWidth) * ANCHOR_SHARE;
      anchor.current = { day: range.start + (box.scrollLeft + x) / pxPerDay, x };
      setPx(clampPx(target));
      store(clampPx(target));
    },
    [scroller, latest, anchor, labelWidth, setPx, store],
  );
  /** Step by step, so that the eye can follow where things went. */
  const glideTo = useCallback(
    (target: number) => {
      cancelAnimationFrame(running.current);
      if (isCalm) return zoomTo(target);
      const from = latest.current.pxPerDay;
      const startMs = performance.now();
      const frame = (nowMs: number): void => {
        const share = Math.min(Math.max((nowMs - startMs) / ZOOM_MS, 0), 1);
        const eased = 1 - (1 - share) ** 3;
        zoomTo(from * (target / from) ** eased);
        if (share < 1) running.current = requestAnimationFrame(frame);
      };
      running.current = requestAnimationFrame(frame);
      return undefined;
    },
    [isCalm, latest, zoomTo],
  );
  useEffect(() => () => cancelAnimationFrame(running.current), []);
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      cancelAnimationFrame(running.current);
      const x = event.clientX - box.getBoundingClientRect().left - labelWidth;
      const notch = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY;
      zoomTo(latest.current.pxPerDay * Math.exp(-notch * 0.0022), Math.max(x, 0));
    };
    // Not passive: the browser would zoom the whole page.
    box.addEventListener('wheel', onWheel, { passive: false });
    return () => box.removeEventListener('wheel', onWheel);
  }, [scroller, latest, labelWidth, zoomTo]);
  return {
    zoomToLevel: (level: ZoomLevel) => glideTo(LEVEL_PX[level]),
    zoomBy: (factor: number) => glideTo(clampPx(latest.current.pxPerDay * factor)),
  };
}
