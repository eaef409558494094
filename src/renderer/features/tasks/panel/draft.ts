import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

const SAVE_AFTER_MS = 800;

export type DraftState = 'saved' | 'unsaved' | 'saving' | 'failed' | 'conflict';

export type Draft<T> = {
  readonly value: T;
  readonly state: DraftState;
  change(value: T): void;
  /** Saves at once what has not been saved yet. */
  flush(): void;
  /** After a conflict: what was typed here wins. */
  keepMine(): void;
  /** After a conflict: what is stored wins. */
  takeStored(): void;
};

type Pending<T> = {
  readonly value: T;
  /** The stored value it was typed over: if the store says something else by now, somebody wrote meanwhile. */
  readonly base: T;
  readonly state: 'unsaved' | 'saving' | 'failed';
};

type DraftOptions<T> = {
  /** Names the draft: what could not be saved waits under it until the field is opened again. */
  name: string;
  stored: T;
  save(value: T): Promise<unknown>;
};

function isSame(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

function isConflict<T>(pending: Pending<T>, stored: T): boolean {
  return pending.state !== 'saving' && !isSame(stored, pending.base) && !isSame(stored, pending.value);
}

/** A value that outlives its field, but not its window: what was typed and could not be saved yet. */
export function useKept<T>(name: string): { read(): T | undefined; keep(value: T | undefined): void } {
  const queryClient = useQueryClient();
  const keep = useCallback(
    (value: T | undefined) => {
      const queryKey = ['drafts', name];
      if (value === undefined) return queryClient.removeQueries({ queryKey, exact: true });
      // Nobody observes it, so without this it would be collected.
      queryClient.setQueryDefaults(['drafts'], { gcTime: Number.POSITIVE_INFINITY });
      queryClient.setQueryData(queryKey, value);
    },
    [queryClient, name],
  );
  const read = useCallback(() => queryClient.getQueryData<T>(['drafts', name]), [queryClient, name]);
  return { read, keep };
}

/**
 * A field that saves itself a moment after the typing stops, when it is left and when it goes away. A save that
 * fails loses nothing: the value stays, here and for the next time the field is shown.
 */
export function useDraft<T>({ name, stored, save }: DraftOptions<T>): Draft<T> {
  const { keep, read } = useKept<Pending<T>>(name);
  const [pending, setPending] = useState(() => {
    const kept = read();
    // A save that was under way when the field went away has its own end; this field knows only the text.
    return kept?.state === 'saving' ? { ...kept, state: 'unsaved' as const } : kept;
  });
  const latest = useRef({ pending, stored, save });
  useLayoutEffect(() => {
    latest.current = { pending, stored, save };
  });
  const put = useCallback(
    (next: Pending<T> | undefined) => {
      latest.current = { ...latest.current, pending: next };
      keep(next);
      setPending(next);
    },
    [keep],
  );
  const send = useCallback(
    (isForced: boolean) => {
      const { pending: current, stored: now, save: write } = latest.current;
      if (current === undefined || current.state === 'saving') return;
      if (!isForced && isConflict(current, now)) return;
      if (isSame(current.value, now)) return put(undefined);
      const { value } = current;
      put({ value, base: value, state: 'saving' });
      write(value).then(
        () => {
          const typed = latest.current.pending;
          // Typed on meanwhile: that goes with the next save.
          const isNewer = typed !== undefined && !isSame(typed.value, value);
          put(isNewer ? { ...typed, base: value, state: 'unsaved' } : undefined);
        },
        () => {
          const typed = latest.current.pending;
          if (typed !== undefined) put({ ...typed, base: latest.current.stored, state: 'failed' });
        },
      );
    },
    [put],
  );
  useSending(send, pending?.state === 'unsaved' ? pending : undefined);
  const change = (value: T): void => {
    const base = pending?.base ?? stored;
    put({ value, base, state: pending?.state === 'saving' ? 'saving' : 'unsaved' });
  };
  return {
    value: pending === undefined ? stored : pending.value,
    state: pending === undefined ? 'saved' : isConflict(pending, stored) ? 'conflict' : pending.state,
    change,
    flush: () => send(false),
    keepMine: () => send(true),
    takeStored: () => put(undefined),
  };
}

/** When a draft is sent: a moment after it last changed, and when its field or its window goes away. */
function useSending(send: (isForced: boolean) => void, unsaved: object | undefined): void {
  useEffect(() => {
    if (unsaved === undefined) return undefined;
    const timer = window.setTimeout(send, SAVE_AFTER_MS, false);
    return () => window.clearTimeout(timer);
  }, [unsaved, send]);
  useEffect(() => {
    const onHide = (): void => send(false);
    window.addEventListener('pagehide', onHide);
    return () => {
      window.removeEventListener('pagehide', onHide);
      send(false);
    };
  }, [send]);
}
