import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type PointerEvent as ReactPointerEvent,
} from 'react';
import type { PlacedItem } from './lane-layout.ts';
import type { DayNumber, Span } from './time-scale.ts';

export type MoveMode = 'move' | 'start' | 'end';

/** A change of days that is not written yet: while the pointer is down, or until the arrow keys rest. */
export type MoveDraft = {
  readonly placed: PlacedItem;
  /** Everything that moves along: the selection, when the item is part of it. */
  readonly ids: readonly string[];
  readonly mode: MoveMode;
  readonly days: number;
  readonly by: 'pointer' | 'keys';
};

const THRESHOLD_PX = 4;
const KEYS_REST_MS = 900;
const EDGE_PX = 56;

/** Where an item stands with the draft applied. An edge never passes the other. */
export function withDraft(
  placed: { item: { id: string }; start: DayNumber; end: DayNumber },
  draft?: MoveDraft,
): Span {
  const { start, end } = placed;
  if (draft === undefined || !draft.ids.includes(placed.item.id)) return { start, end };
  if (draft.mode === 'move') return { start: start + draft.days, end: end + draft.days };
  if (draft.mode === 'start') return { start: Math.min(start + draft.days, end), end };
  return { start, end: Math.max(end + draft.days, start) };
}

type MoveOptions = {
  box(): HTMLElement | null;
  readonly pxPerDay: number;
  readonly labelWidth: number;
  idsOf(placed: PlacedItem): readonly string[];
  onCommit(draft: MoveDraft): void;
};

type Gesture = { readonly draft: MoveDraft; readonly x: number; readonly scrollLeft: number };

/** How fast the chart runs along when the pointer is held at its side. */
function edgeSpeed(box: HTMLElement, clientX: number, labelWidth: number): number {
  const { left, right } = box.getBoundingClientRect();
  const fromStart = left + labelWidth + EDGE_PX - clientX;
  const fromEnd = clientX - (right - EDGE_PX);
  return Math.max(fromEnd, 0) * 0.3 - Math.max(fromStart, 0) * 0.3;
}

/** Moving items and their edges, with the pointer or with the arrow keys. Escape takes it back. */
export function useItemMoves(options: MoveOptions) {
  const [draft, setDraft] = useState<MoveDraft>();
  const latest = useRef(options);
  useLayoutEffect(() => {
    latest.current = options;
  });
  const current = useRef<MoveDraft | undefined>(undefined);
  const moved = useRef(false);
  const timer = useRef(0);
  const set = useCallback((next: MoveDraft | undefined) => {
    current.current = next;
    setDraft(next);
  }, []);
  const finish = useCallback(
    (isKept: boolean) => {
      window.clearTimeout(timer.current);
      const done = current.current;
      set(undefined);
      if (isKept && done !== undefined && done.days !== 0) latest.current.onCommit(done);
    },
    [set],
  );
  useEffect(() => () => finish(true), [finish]);
  const grab = useCallback(
    (placed: PlacedItem, mode: MoveMode, event: ReactPointerEvent) => {
      const box = latest.current.box();
      if (event.button !== 0 || box === null) return;
      finish(true);
      moved.current = false;
      const ids = mode === 'move' ? latest.current.idsOf(placed) : [placed.item.id];
      const start: MoveDraft = { placed, ids, mode, days: 0, by: 'pointer' };
      followPointer({ draft: start, x: event.clientX, scrollLeft: box.scrollLeft }, box, latest, (next) => {
        if (next === 'done' || next === 'cancelled') finish(next === 'done');
        else {
          moved.current = true;
          set(next);
        }
      });
    },
    [finish, set],
  );
  const nudge = useCallback(
    (placed: PlacedItem, mode: MoveMode, days: number) => {
      const before = current.current;
      const isSame =
        before?.by === 'keys' && before.placed.item.id === placed.item.id && before.mode === mode;
      if (!isSame) finish(true);
      const ids = mode === 'move' ? latest.current.idsOf(placed) : [placed.item.id];
      set({ placed, ids, mode, by: 'keys', days: (isSame ? before.days : 0) + days });
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => finish(true), KEYS_REST_MS);
    },
    [finish, set],
  );
  const hasMoved = useCallback(() => moved.current, []);
  /** The item was left: what the keys have moved is meant. */
  const rest = useCallback(() => {
    if (current.current?.by === 'keys') finish(true);
  }, [finish]);
  return { draft, grab, nudge, finish, rest, hasMoved };
}

type Report = (next: MoveDraft | 'done' | 'cancelled') => void;

/** Until the pointer is let go: reports the days it has gone, the chart's own scrolling included. */
function followPointer(
  gesture: Gesture,
  box: HTMLElement,
  options: { readonly current: MoveOptions },
  report: Report,
): void {
  let clientX = gesture.x;
  let isMoving = false;
  let frame = 0;
  const tell = (): void => {
    const travelled = clientX - gesture.x + box.scrollLeft - gesture.scrollLeft;
    report({ ...gesture.draft, days: Math.round(travelled / options.current.pxPerDay) });
  };
  const run = (): void => {
    const speed = edgeSpeed(box, clientX, options.current.labelWidth);
    if (speed !== 0) {
      box.scrollLeft += speed;
      tell();
    }
    frame = requestAnimationFrame(run);
  };
  const onMove = (event: PointerEvent): void => {
    clientX = event.clientX;
    if (!isMoving && Math.abs(clientX - gesture.x) < THRESHOLD_PX) return;
    if (!isMoving) run();
    isMoving = true;
    tell();
  };
  const stop = (result: 'done' | 'cancelled') => (): void => {
    cancelAnimationFrame(frame);
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('pointercancel', onCancel);
    window.removeEventListener('keydown', onKey, true);
    report(result);
  };
  const onUp = stop('done');
  const onCancel = stop('cancelled');
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onCancel();
  };
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', onUp);
  window.addEventListener('pointercancel', onCancel);
  window.addEventListener('keydown', onKey, true);
}
