import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
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
import { createViewStore, viewOf, visibleDays, type View, type ViewStore } from './view-store.ts';

const EDGE = 700;
const GROW_DAYS = 365;
const ZOOM_MS = 220;
const FIRST_DAY = toDay('1950-01-01');
const LAST_DAY = toDay('2150-12-31');
/** Where the day that was asked for comes to stand: a third from the start, what is ahead matters more. */
const ANCHOR_SHARE = 0.3;

export type TimeWindow = Omit<ReturnType<typeof useTimeWindow>, 'scroller'>;

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

/** The day that is to stand at a place of the chart once the new width or range is on screen. */
type Anchor = { readonly day: number; readonly x: number };

type AxisState = {
  /** The scrolling box, once it is on screen. */
  box(): HTMLDivElement | null;
  readonly labelWidth: number;
  /** What the last paint showed. */
  now(): { readonly pxPerDay: number; readonly range: Span };
  setAnchor(anchor: Anchor): void;
  setRange(range: Span): void;
  setPx(pxPerDay: number): void;
};

/** Called from outside render only: a hook may not write to what it was given. */
function scrollBox(box: HTMLElement, left: number, behavior: ScrollBehavior = 'instant'): void {
  box.scrollTo({ left, behavior });
}

function initialRange(): Span {
  const now = toDay(today());
  return { start: now - GROW_DAYS, end: now + 2 * GROW_DAYS };
}

/** The axis: how wide a day is, which days exist, which are on screen. Zooming keeps the day under the pointer. */
export function useTimeWindow(labelWidth: number, isShown: boolean) {
  const scroller = useRef<HTMLDivElement>(null);
  const [stored, store] = useLocalState<number>('timeline.dayWidth', LEVEL_PX.week);
  const [pxPerDay, setPxState] = useState(() => clampPx(stored));
  const [range, setRange] = useState(initialRange);
  const latest = useRef({ pxPerDay, range });
  const anchor = useRef<Anchor | undefined>(undefined);
  const box = useCallback(() => scroller.current, []);
  const now = useCallback(() => latest.current, []);
  const setAnchor = useCallback((next: Anchor) => {
    anchor.current = next;
  }, []);
  const setPx = useCallback(
    (next: number) => {
      setPxState(next);
      store(next);
    },
    [store],
  );
  const state = useMemo<AxisState>(
    () => ({ box, labelWidth, now, setAnchor, setRange, setPx }),
    [box, labelWidth, now, setAnchor, setPx],
  );
  const [views] = useState(createViewStore);
  const look = useLook(state, views, { isAnchored: () => anchor.current !== undefined, isShown });
  // Before anything looks where the chart stands.
  useFirstSight(state, isShown);
  useLayoutEffect(() => {
    latest.current = { pxPerDay, range };
    const element = scroller.current;
    const target = anchor.current;
    anchor.current = undefined;
    if (element !== null && target !== undefined)
      scrollBox(element, (target.day - range.start) * pxPerDay - target.x);
    look();
  }, [pxPerDay, range, look]);
  const level = levelOf(pxPerDay);
  const asked = useAskedWindow(views, range.start, pxPerDay);
  const scrollToDay = useScrollToDay(state);
  const zoom = useZoom(state, isShown);
  return { scroller, box, pxPerDay, level, range, views, asked, scrollToDay, ...zoom };
}

/** A chart that has just appeared shows today. */
function useFirstSight({ box: boxOf, labelWidth, now }: AxisState, isShown: boolean): void {
  const width = useRef(labelWidth);
  useLayoutEffect(() => {
    const box = boxOf();
    if (box === null || !isShown) return;
    const { range, pxPerDay } = now();
    const x = (box.clientWidth - width.current) * ANCHOR_SHARE;
    scrollBox(box, (toDay(today()) - range.start) * pxPerDay - x);
  }, [boxOf, now, isShown]);
}

/** Follows scrolling and resizing; near an end of the days there are, there come to be more. */
function useLook(
  state: AxisState,
  views: ViewStore,
  { isAnchored, isShown }: { isAnchored(): boolean; isShown: boolean },
): () => void {
  const { box: boxOf, labelWidth, now, setAnchor, setRange } = state;
  const isBusy = useRef(isAnchored);
  const look = useCallback(() => {
    const box = boxOf();
    if (box === null || box.clientWidth === 0) return;
    const { range, pxPerDay } = now();
    const next = grown(range, box, pxPerDay);
    if (next !== range && !isBusy.current()) {
      setAnchor({ day: range.start + box.scrollLeft / pxPerDay, x: 0 });
      setRange(next);
    }
    views.set(viewOf(box, labelWidth));
  }, [boxOf, labelWidth, now, setAnchor, setRange, views]);
  useEffect(() => {
    const box = boxOf();
    if (box === null || !isShown) return undefined;
    const observer = new ResizeObserver(look);
    observer.observe(box);
    box.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', look);
    };
  }, [boxOf, look, isShown]);
  return look;
}

function useScrollToDay({ box: boxOf, labelWidth, now, setAnchor, setRange }: AxisState) {
  return useCallback(
    (day: DayNumber, behavior: ScrollBehavior = 'smooth') => {
      const box = boxOf();
      if (box === null) return;
      const { range, pxPerDay } = now();
      const x = (box.clientWidth - labelWidth) * ANCHOR_SHARE;
      const margin = Math.ceil(box.clientWidth / pxPerDay);
      if (day < range.start + margin || day > range.end - margin) {
        setAnchor({ day, x });
        setRange({
          start: Math.min(range.start, day - GROW_DAYS - margin),
          end: Math.max(range.end, day + GROW_DAYS + margin),
        });
      } else scrollBox(box, (day - range.start) * pxPerDay - x, behavior);
    },
    [boxOf, labelWidth, now, setAnchor, setRange],
  );
}

/** The visible days, widened to whole chunks: the page is drawn again only when it has to ask for others. */
function useAskedWindow(views: ViewStore, origin: DayNumber, pxPerDay: number): Span {
  const chunk = CHUNK[levelOf(pxPerDay)];
  const days = (): Span => visibleDays(views.get(), origin, pxPerDay);
  const start = useSyncExternalStore(
    views.subscribe,
    () => Math.floor((days().start - chunk / 4) / chunk) * chunk,
  );
  const end = useSyncExternalStore(
    views.subscribe,
    () => Math.ceil((days().end + chunk / 4) / chunk) * chunk,
  );
  return useMemo(() => ({ start, end }), [start, end]);
}

/** For what is drawn anew whenever the chart is scrolled by a step. */
export function useVisible({ views, range, pxPerDay }: TimeWindow): { view: View; visible: Span } {
  const view = useSyncExternalStore(views.subscribe, views.get);
  const { left, width } = view;
  // Scrolling up and down changes none of these: the axis stays as it is.
  const visible = useMemo(
    () => visibleDays({ left, width }, range.start, pxPerDay),
    [left, width, range.start, pxPerDay],
  );
  return { view, visible };
}

function useZoom({ box: boxOf, labelWidth, now, setAnchor, setPx }: AxisState, isShown: boolean) {
  const isCalm = useMediaQuery('(prefers-reduced-motion: reduce)');
  const running = useRef(0);
  const zoomTo = useCallback(
    (target: number, at?: number) => {
      const box = boxOf();
      if (box === null) return;
      const { pxPerDay, range } = now();
      const x = at ?? (box.clientWidth - labelWidth) * ANCHOR_SHARE;
      setAnchor({ day: range.start + (box.scrollLeft + x) / pxPerDay, x });
      setPx(clampPx(target));
    },
    [boxOf, labelWidth, now, setAnchor, setPx],
  );
  /** Step by step, so that the eye can follow where things went. */
  const glideTo = useCallback(
    (target: number) => {
      cancelAnimationFrame(running.current);
      const from = now().pxPerDay;
      const startMs = performance.now();
      const frame = (nowMs: number): void => {
        const share = isCalm ? 1 : Math.min(Math.max((nowMs - startMs) / ZOOM_MS, 0), 1);
        zoomTo(from * (target / from) ** (1 - (1 - share) ** 3));
        if (share < 1) running.current = requestAnimationFrame(frame);
      };
      running.current = requestAnimationFrame(frame);
    },
    [isCalm, now, zoomTo],
  );
  useEffect(() => {
    const box = boxOf();
    if (box === null || !isShown) return undefined;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      cancelAnimationFrame(running.current);
      const x = event.clientX - box.getBoundingClientRect().left - labelWidth;
      const notch = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY;
      zoomTo(now().pxPerDay * Math.exp(-notch * 0.0022), Math.max(x, 0));
    };
    // Not passive: the browser would zoom the whole page.
    box.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      cancelAnimationFrame(running.current);
      box.removeEventListener('wheel', onWheel);
    };
  }, [boxOf, labelWidth, now, zoomTo, isShown]);
  const zoomToLevel = useCallback((level: ZoomLevel) => glideTo(LEVEL_PX[level]), [glideTo]);
  const zoomBy = useCallback((factor: number) => glideTo(clampPx(now().pxPerDay * factor)), [glideTo, now]);
  return { zoomToLevel, zoomBy };
}
