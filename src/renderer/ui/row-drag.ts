import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

/**
 * Lets the rows of a list be dragged by their grips: what is `draggable` in a row with `data-<name>`, which is its id.
 * `onMove` says which row goes before which, `null` for the end.
 */
export function useRowDrag(
  list: RefObject<HTMLElement | null>,
  name: 'step' | 'provider',
  onMove: (id: string, beforeId: string | null) => void,
): void {
  const latest = useRef(onMove);
  useLayoutEffect(() => {
    latest.current = onMove;
  });
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const type = `application/x-adiuva-${name}`;
    const rowAt = (event: DragEvent): HTMLElement | null =>
      event.target instanceof Element ? event.target.closest<HTMLElement>(`[data-${name}]`) : null;
    let marked: HTMLElement | null = null;
    const mark = (row: HTMLElement | null, edge: 'before' | 'after'): void => {
      marked?.removeAttribute('data-drop');
      row?.setAttribute('data-drop', edge);
      marked = row;
    };
    const edgeOf = (row: HTMLElement, event: DragEvent): 'before' | 'after' => {
      const { top, height } = row.getBoundingClientRect();
      return event.clientY < top + height / 2 ? 'before' : 'after';
    };
    const onStart = (event: DragEvent): void => {
      const row = rowAt(event);
      if (row?.dataset[name] !== undefined) event.dataTransfer?.setData(type, row.dataset[name]);
    };
    const onOver = (event: DragEvent): void => {
      const row = rowAt(event);
      if (row === null || event.dataTransfer?.types.includes(type) !== true) return;
      event.preventDefault();
      mark(row, edgeOf(row, event));
    };
    const onDrop = (event: DragEvent): void => {
      const row = rowAt(event);
      const id = event.dataTransfer?.getData(type) ?? '';
      mark(null, 'before');
      if (row === null || id === '') return;
      event.preventDefault();
      const before = edgeOf(row, event) === 'before' ? row : row.nextElementSibling;
      latest.current(id, before?.getAttribute(`data-${name}`) ?? null);
    };
    element.addEventListener('dragstart', onStart, { signal });
    element.addEventListener('dragover', onOver, { signal });
    element.addEventListener('dragend', () => mark(null, 'before'), { signal });
    element.addEventListener('drop', onDrop, { signal });
    return () => controller.abort();
  }, [list, name]);
}
