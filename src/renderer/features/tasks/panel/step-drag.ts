import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

const TYPE = 'application/x-adiuva-step';

function stepAt(event: DragEvent): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>('[data-step]') : null;
}

/** Lets the steps of a list be dragged by their grips. `onMove` says which step goes before which, `null` for the end. */
export function useStepDrag(
  list: RefObject<HTMLElement | null>,
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
    let marked: HTMLElement | null = null;
    const mark = (step: HTMLElement | null, edge: 'before' | 'after'): void => {
      marked?.removeAttribute('data-drop');
      step?.setAttribute('data-drop', edge);
      marked = step;
    };
    const edgeOf = (step: HTMLElement, event: DragEvent): 'before' | 'after' => {
      const { top, height } = step.getBoundingClientRect();
      return event.clientY < top + height / 2 ? 'before' : 'after';
    };
    const onStart = (event: DragEvent): void => {
      const step = stepAt(event);
      if (step?.dataset['step'] !== undefined) event.dataTransfer?.setData(TYPE, step.dataset['step']);
    };
    const onOver = (event: DragEvent): void => {
      const step = stepAt(event);
      if (step === null || event.dataTransfer?.types.includes(TYPE) !== true) return;
      event.preventDefault();
      mark(step, edgeOf(step, event));
    };
    const onDrop = (event: DragEvent): void => {
      const step = stepAt(event);
      const id = event.dataTransfer?.getData(TYPE) ?? '';
      mark(null, 'before');
      if (step === null || id === '') return;
      event.preventDefault();
      const before = edgeOf(step, event) === 'before' ? step : step.nextElementSibling;
      latest.current(id, before?.getAttribute('data-step') ?? null);
    };
    element.addEventListener('dragstart', onStart, { signal });
    element.addEventListener('dragover', onOver, { signal });
    element.addEventListener('dragend', () => mark(null, 'before'), { signal });
    element.addEventListener('drop', onDrop, { signal });
    return () => controller.abort();
  }, [list]);
}
