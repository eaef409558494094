import type { DayNumber, Span } from './time-scale.ts';

/** What of the chart is on screen, in pixels, in steps: what lies inside a step is painted anyway. */
export type View = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** Outside React's state, so that scrolling draws the lanes again and not the page around them. */
export type ViewStore = {
  get(): View;
  set(view: View): void;
  subscribe(listener: () => void): () => void;
};

/** Small, so that no frame has to bring in much at once. */
const STEP = 120;
/** Painted beyond the screen, for the frame in which a fast wheel is ahead of us. */
const REACH = 240;

function isSame(a: View, b: View): boolean {
  return a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
}

export function createViewStore(): ViewStore {
  let view: View = { left: 0, top: 0, width: 0, height: 0 };
  const listeners = new Set<() => void>();
  return {
    get: () => view,
    set(next) {
      if (isSame(view, next)) return;
      view = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function viewOf(box: HTMLElement, labelWidth: number): View {
  return {
    left: Math.floor(box.scrollLeft / STEP) * STEP,
    top: Math.floor(box.scrollTop / STEP) * STEP,
    width: Math.max(box.clientWidth - labelWidth, 0),
    height: box.clientHeight,
  };
}

export function visibleDays(view: Pick<View, 'left' | 'width'>, origin: DayNumber, pxPerDay: number): Span {
  return {
    start: Math.floor(origin + (view.left - REACH) / pxPerDay),
    end: Math.ceil(origin + (view.left + view.width + STEP + REACH) / pxPerDay),
  };
}
