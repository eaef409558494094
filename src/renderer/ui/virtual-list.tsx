import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import {
  memo,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { cn } from '../lib/cn.ts';
import { isMac } from '../lib/shortcuts.ts';
import { extendTo, focusRow, selectAll, toggleRow, type ListSelection } from './list-selection.ts';
import { targetRow } from './row-keys.ts';

export type RowState = {
  readonly isSelected: boolean;
  readonly isFocused: boolean;
  readonly isActive: boolean;
};

export type VirtualListProps<T> = {
  /** The name of the list for screen readers. */
  label: string;
  items: readonly T[];
  getKey(item: T): string;
  renderRow(item: T, row: RowState): ReactNode;
  /** Headings between groups take no part in selection or keyboard movement. */
  isHeading?(item: T): boolean;
  selection: ListSelection;
  /** Enter or a plain click. */
  onActivate?(item: T): void;
  /** The page's own keys on the row under the cursor, asked before the list's; return true when handled. */
  onRowKeyDown?(event: KeyboardEvent, item: T): boolean;
  /** The row whose detail is open beside the list. */
  activeKey?: string | null;
  rowHeight?: number;
  headingHeight?: number;
  /** Called when the last rows come near, for paged lists. */
  onEndReached?(): void;
  /** The keys of the rows in view and near it, whenever they change. */
  onVisible?(keys: readonly string[]): void;
  footer?: ReactNode;
  className?: string;
};

/** Rows slide to their new place when others come or go. */
const SLIDE = 'transition-[background-color,transform] duration-(--duration-spring) ease-(--ease-spring)';

const INTERACTIVE = 'button, a, input, textarea, select, [role="menuitem"], [contenteditable="true"]';

/** The keyboard of a list: arrows or j/k move, Shift extends, Space or x selects, Ctrl-A all, Escape none. */
function useListKeyboard<T>(
  props: VirtualListProps<T>,
  keys: readonly string[],
  byKey: ReadonlyMap<string, T>,
) {
  const { selection, onActivate, onRowKeyDown } = props;
  const moveTo = (key: string, extend: boolean): void =>
    selection.update((state) => (extend ? extendTo(state, key, keys) : focusRow(state, key)));
  const onSelectKey = (event: KeyboardEvent, focus: string | null): boolean => {
    const mod = isMac() ? event.metaKey : event.ctrlKey;
    if (mod && event.key.toLowerCase() === 'a') {
      selection.update((state) => selectAll(state, keys));
      return true;
    }
    if (mod || event.altKey || focus === null) return false;
    const item = byKey.get(focus);
    if (item !== undefined && onRowKeyDown?.(event, item) === true) return true;
    if (event.key === ' ' || event.key === 'x') {
      selection.update((state) => toggleRow(state, focus));
      return true;
    }
    if (event.key === 'Escape' && selection.selectedKeys.length > 0) {
      selection.clear();
      return true;
    }
    if (item === undefined || event.key !== 'Enter' || !onActivate) return false;
    onActivate(item);
    return true;
  };
  return (event: KeyboardEvent): void => {
    // Keys typed into a control inside a row belong to that control.
    if (event.target instanceof HTMLElement && event.target.matches(INTERACTIVE)) return;
    const focus = selection.state.focus;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const index = plain
      ? targetRow(event.key, focus === null ? -1 : keys.indexOf(focus), keys.length)
      : undefined;
    const key = index === undefined ? undefined : keys[index];
    if (key !== undefined) moveTo(key, event.shiftKey);
    else if (!onSelectKey(event, focus)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** A callback that never changes and does what the latest one does. */
function useLatest<A>(callback: (argument: A) => void): (argument: A) => void {
  const latest = useRef(callback);
  useLayoutEffect(() => {
    latest.current = callback;
  });
  return useCallback((argument: A) => latest.current(argument), []);
}

/** Told by a row that goes away with the focus in it; the row that takes its place gets the focus. */
function useFocusHeir(keys: readonly string[], focus: string | null, scroller: RefObject<Element | null>) {
  const isOrphaned = useRef(false);
  const lastIndex = useRef(0);
  useEffect(() => {
    if (isOrphaned.current) {
      isOrphaned.current = false;
      const heir = keys[Math.min(lastIndex.current, keys.length - 1)];
      if (heir === undefined || document.activeElement !== document.body) return;
      // It is drawn: it stands where the other one stood. Taking the focus makes it the cursor.
      scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(heir)}"]`)?.focus();
      return;
    }
    const index = focus === null ? -1 : keys.indexOf(focus);
    if (index !== -1) lastIndex.current = index;
  }, [keys, focus, scroller]);
  return useCallback(() => {
    isOrphaned.current = true;
  }, []);
}

/** Rows beyond the screen that count as seen: what they show is up to date when they come into view. */
const NEARBY = 20;
const STEP = 10;

type Drawn = { readonly startIndex: number; readonly endIndex: number } | null;

function useVisibleKeys<T>(
  { items, isHeading, getKey }: Pick<VirtualListProps<T>, 'items' | 'isHeading' | 'getKey'>,
  drawn: Drawn,
  tell: ((keys: readonly string[]) => void) | undefined,
): void {
  // In steps: not every frame of a scroll has something to tell.
  const from = Math.floor(((drawn?.startIndex ?? 0) - NEARBY) / STEP) * STEP;
  const to = Math.ceil(((drawn?.endIndex ?? 0) + 1 + NEARBY) / STEP) * STEP;
  useEffect(() => {
    const near = items.slice(Math.max(from, 0), to);
    const rows = near.filter((item) => isHeading?.(item) !== true);
    tell?.(rows.map(getKey));
  }, [items, isHeading, getKey, from, to, tell]);
}

export function VirtualList<T>(props: VirtualListProps<T>) {
  const { items, getKey, isHeading, selection, rowHeight = 44, headingHeight = 40, onEndReached } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const selectable = useMemo(() => items.filter((item) => !isHeading?.(item)), [items, isHeading]);
  const keys = useMemo(() => selectable.map(getKey), [selectable, getKey]);
  const byKey = useMemo(() => new Map(selectable.map((item) => [getKey(item), item])), [selectable, getKey]);
  const indexByKey = useMemo(
    () => new Map(items.map((item, index) => [getKey(item), index])),
    [items, getKey],
  );
  const focus = selection.state.focus;
  const focusIndex = focus === null ? undefined : indexByKey.get(focus);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const item = items[index];
      return item !== undefined && isHeading?.(item) ? headingHeight : rowHeight;
    },
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : getKey(item);
    },
    overscan: 12,
    // The row under the cursor stays mounted wherever it is: a row that is taken away takes the focus with it.
    rangeExtractor: useCallback(
      (range: Range) => {
        const indexes = defaultRangeExtractor(range);
        if (focusIndex === undefined || indexes.includes(focusIndex)) return indexes;
        return [...indexes, focusIndex].sort((a, b) => a - b);
      },
      [focusIndex],
    ),
  });
  const onKeyDown = useLatest(useListKeyboard(props, keys, byKey));
  const onOrphan = useFocusHeir(keys, focus, scroller);
  useEffect(() => {
    if (focusIndex === undefined || !scroller.current?.contains(document.activeElement)) return;
    // A press focuses the row it is on; to scroll now would take the row from under the pointer before its click.
    if (scroller.current.matches(':active')) return;
    virtualizer.scrollToIndex(focusIndex, { align: 'auto' });
    // The row may only exist after the scroll has been painted.
    requestAnimationFrame(() => {
      const row = scroller.current?.querySelector<HTMLElement>('[data-cursor="true"]');
      const { activeElement } = document;
      // A field inside the row keeps the focus it has, and so does a menu that has opened meanwhile.
      const isElsewhere = activeElement !== document.body && !scroller.current?.contains(activeElement);
      if (!isElsewhere && row?.contains(activeElement) === false) row.focus();
    });
  }, [focusIndex, virtualizer]);
  const rows = virtualizer.getVirtualItems();
  const lastIndex = virtualizer.range?.endIndex ?? 0;
  const nearEnd = items.length > 0 && lastIndex >= items.length - 15;
  useEffect(() => {
    if (nearEnd) onEndReached?.();
  }, [nearEnd, onEndReached]);
  useVisibleKeys(props, virtualizer.range, props.onVisible);
  const tabStop = focus ?? keys[0];
  return (
    <div ref={scroller} className={cn('h-full min-h-0 overflow-y-auto', props.className)}>
      <div
        role="grid"
        aria-label={props.label}
        aria-rowcount={items.length}
        aria-multiselectable
        tabIndex={keys.length === 0 ? 0 : undefined}
        className="relative w-full"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {rows.map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          return (
            <Row
              key={row.key}
              list={props}
              item={item}
              keys={keys}
              isTabStop={getKey(item) === tabStop}
              index={row.index}
              offset={row.start}
              height={row.size}
              onKeyDown={onKeyDown}
              onOrphan={onOrphan}
            />
          );
        })}
      </div>
      {props.footer}
    </div>
  );
}

type ListRowProps<T> = {
  list: VirtualListProps<T>;
  item: T;
  keys: readonly string[];
  isTabStop: boolean;
  index: number;
  offset: number;
  height: number;
  onKeyDown(event: KeyboardEvent): void;
  onOrphan(): void;
};

/** While the list is scrolled a row that stays is not drawn again. */
const Row = memo(ListRow) as typeof ListRow;

function ListRow<T>(props: ListRowProps<T>) {
  const { list, item, keys, isTabStop, index, offset, height, onKeyDown, onOrphan } = props;
  const row = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = row.current;
    return () => {
      if (element?.contains(document.activeElement)) onOrphan();
    };
  }, [onOrphan]);
  const { selection } = list;
  const key = list.getKey(item);
  const place = { height, transform: `translateY(${offset}px)` };
  const frame = 'absolute inset-x-0 top-0';
  if (list.isHeading?.(item)) {
    return (
      <div role="row" aria-rowindex={index + 1} className={cn(frame, SLIDE)} style={place}>
        <div role="rowheader" className="h-full">
          {list.renderRow(item, { isSelected: false, isFocused: false, isActive: false })}
        </div>
      </div>
    );
  }
  const isSelected = selection.isSelected(key);
  const isFocused = selection.state.focus === key;
  const isActive = list.activeKey === key;
  const onClick = (event: MouseEvent): void => {
    if (event.target instanceof HTMLElement && event.target.closest(INTERACTIVE)) return;
    const mod = isMac() ? event.metaKey : event.ctrlKey;
    if (event.shiftKey) selection.update((state) => extendTo(state, key, keys));
    else if (mod) selection.update((state) => toggleRow(state, key));
    else {
      selection.update((state) => focusRow(state, key));
      list.onActivate?.(item);
    }
  };
  return (
    <div
      ref={row}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={isSelected}
      data-cursor={isFocused}
      data-key={key}
      tabIndex={isTabStop ? 0 : -1}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onFocus={(event) => {
        if (event.target === event.currentTarget && !isFocused)
          selection.update((state) => focusRow(state, key));
      }}
      className={cn(
        frame,
        'group/row ring-inset-focus rounded-lg outline-offset-[-2px] select-none hover:bg-muted',
        SLIDE,
        isActive && 'bg-accent hover:bg-accent',
        isSelected && 'bg-primary-soft hover:bg-primary-soft',
      )}
      style={place}
    >
      <div role="gridcell" className="h-full">
        {list.renderRow(item, { isSelected, isFocused, isActive })}
      </div>
    </div>
  );
}
