import { useCallback, useMemo, type KeyboardEvent } from 'react';
import { isMac } from '#renderer/lib/shortcuts.ts';
import type { LaneLayout, PlacedItem } from './lane-layout.ts';
import type { MoveMode } from './use-item-moves.ts';

type ChartKeysOptions = {
  layouts: readonly LaneLayout[];
  onFocus(placed: PlacedItem): void;
  onNudge(placed: PlacedItem, mode: MoveMode, days: number): void;
  onFinish(isKept: boolean): void;
  onComplete(placed: PlacedItem): void;
  onSelect(placed: PlacedItem): void;
};

/** Items in reading order: lane by lane, each by its days. Folded lanes are passed over. */
function inOrder(layouts: readonly LaneLayout[]): readonly PlacedItem[] {
  return layouts.flatMap((layout) =>
    layout.isCollapsed ? [] : layout.items.toSorted((a, b) => a.start - b.start || a.row - b.row),
  );
}

function arrowMode(event: KeyboardEvent): { mode: MoveMode; days: number } | undefined {
  const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (direction === 0 || event.altKey) return undefined;
  const mod = isMac() ? event.metaKey : event.ctrlKey;
  if (mod) return { mode: event.shiftKey ? 'start' : 'end', days: direction };
  return { mode: 'move', days: direction * (event.shiftKey ? 7 : 1) };
}

/**
 * Left and right move the item by a day, with Shift by a week; with Ctrl they move its end, with Ctrl and
 * Shift its start. Up and down go to the item before and after. Escape takes back what is not written yet.
 */
export function useChartKeys(options: ChartKeysOptions) {
  const { layouts, onFocus, onNudge, onFinish, onComplete, onSelect } = options;
  const order = useMemo(() => inOrder(layouts), [layouts]);
  const byId = useMemo(
    () => new Map(order.map((placed, index) => [placed.item.id, { placed, index }])),
    [order],
  );
  const onKeyDown = useCallback(
    (event: KeyboardEvent): void => {
      const target = event.target instanceof HTMLElement ? event.target.dataset['item'] : undefined;
      const here = target === undefined ? undefined : byId.get(target);
      if (here === undefined) return;
      const { placed, index } = here;
      const arrow = arrowMode(event);
      if (arrow !== undefined) {
        const isFixed = arrow.mode !== 'move' && placed.item.kind === 'checkpoint';
        if (!isFixed) onNudge(placed, arrow.mode, arrow.days);
      } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        const next = order[index + (event.key === 'ArrowDown' ? 1 : -1)];
        if (next) onFocus(next);
      } else if (event.key === 'Escape') onFinish(false);
      else if (event.key === ' ') onComplete(placed);
      else if (event.key === 'x') onSelect(placed);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    [byId, order, onFocus, onNudge, onFinish, onComplete, onSelect],
  );
  return { order, byId, onKeyDown };
}
