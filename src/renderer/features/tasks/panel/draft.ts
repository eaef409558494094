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
  /**
   * Stored values that are no news to it: the one it was typed over and what it saved itself. If the store says
   * something else by now, somebody wrote meanwhile.
   */
  readonly known: readonly T[];
  /** `kept`: saved, and shown on until the store has caught up; an answer asked for before the save may come after it. */
  readonly state: 'unsaved' | 'saving' | 'failed' | 'kept';
};

/** An answer that is late may be some saves behind. */
const MAX_KNOWN = 4;

type DraftOptions<T> = {
  /** Names the draft: what could not be saved waits under it until the field is opened again. */
  name: string;
  stored: T;
  save(value: T): Promise<unknown>;
};

function isSame(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

function isKnown<T>(pending: Pending<T>, stored: T): boolean {
  return [pending.value, ...pending.known].some((value) => isSame(value, stored));
}

function isConflict<T>(pending: Pending<T>, stored: T): boolean {
  return pending.state !== 'saving' && !isKnown(pending, stored);
}

function knowing<T>({ known }: Pending<T>, value: T): readonly T[] {
  return [...known, value].slice(-MAX_KNOWN);
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

type Waiting<T> = {
  readonly drawn: Pending<T> | undefined;
  /** Ahead of what is drawn: a key may come between the end of a save and the frame that shows it. */
  now(): Pending<T> | undefined;
  put(next: Pending<T> | undefined): void;
};

function useWaiting<T>(name: string): Waiting<T> {
  const { keep, read } = useKept<Pending<T>>(name);
  const [drawn, setDrawn] = useState(() => {
    const kept = read();
    // A save that was under way when the field went away has its own end; this field knows only the text.
    return kept?.state === 'saving' ? { ...kept, state: 'unsaved' as const } : kept;
  });
  const latest = useRef(drawn);
  const now = useCallback(() => latest.current, []);
  const put = useCallback(
    (next: Pending<T> | undefined) => {
      latest.current = next;
      keep(next?.state === 'kept' ? undefined : next);
      setDrawn(next);
    },
    [keep],
  );
  return { drawn, now, put };
}

type Send = (isForced: boolean) => void;

/** Sends what waits, one save at a time. What is typed meanwhile goes with the next. */
function useSend<T>({ now, put }: Waiting<T>, { stored, save }: DraftOptions<T>): Send {
  const latest = useRef({ stored, save });
  useLayoutEffect(() => {
    latest.current = { stored, save };
  });
  return useCallback(
    (isForced) => {
      const waiting = now();
      if (waiting === undefined || waiting.state === 'saving' || waiting.state === 'kept') return;
      if (!isForced && isConflict(waiting, latest.current.stored)) return;
      if (isSame(waiting.value, latest.current.stored)) return put(undefined);
      const { value } = waiting;
      put({ ...waiting, state: 'saving' });
      latest.current.save(value).then(
        () => {
          const typed = now();
          if (typed !== undefined) put(afterSave(typed, value, latest.current.stored));
        },
        () => {
          const typed = now();
          if (typed === undefined) return;
          put({ ...typed, known: knowing(typed, latest.current.stored), state: 'failed' });
        },
      );
    },
    [now, put],
  );
}

function afterSave<T>(typed: Pending<T>, saved: T, stored: T): Pending<T> | undefined {
  const known = knowing(typed, saved);
  if (!isSame(typed.value, saved)) return { ...typed, known, state: 'unsaved' };
  return isSame(stored, saved) ? undefined : { ...typed, known, state: 'kept' };
}

/**
 * A field that saves itself a moment after the typing stops, when it is left and when it goes away. A save that
 * fails loses nothing: the value stays, here and for the next time the field is shown.
 */
export function useDraft<T>(options: DraftOptions<T>): Draft<T> {
  const { name, stored } = options;
  const waiting = useWaiting<T>(name);
  const { drawn, now, put } = waiting;
  const send = useSend(waiting, options);
  const state = stateOf(drawn, stored);
  useSending(send, state === 'unsaved' ? drawn : undefined);
  const hasCaughtUp = drawn?.state === 'kept' && hasCome(drawn, stored);
  useEffect(() => {
    if (hasCaughtUp && now()?.state === 'kept') put(undefined);
  }, [hasCaughtUp, now, put]);
  const shown = drawn === undefined || hasCaughtUp ? stored : drawn.value;
  const change = (value: T): void => {
    const before = hasCaughtUp ? undefined : now();
    const known = before?.known ?? [...(drawn?.known ?? []), shown, stored].slice(-MAX_KNOWN);
    put({ value, known, state: before?.state === 'saving' ? 'saving' : 'unsaved' });
  };
  return {
    value: shown,
    state,
    change,
    flush: () => send(false),
    keepMine: () => send(true),
    takeStored: () => put(undefined),
  };
}

/** What was saved, or what somebody else made of it since; what is known from before the save is neither. */
function hasCome<T>({ value, known }: Pending<T>, stored: T): boolean {
  return isSame(stored, value) || !known.some((before) => isSame(stored, before));
}

function stateOf<T>(pending: Pending<T> | undefined, stored: T): DraftState {
  if (pending === undefined || pending.state === 'kept') return 'saved';
  return isConflict(pending, stored) ? 'conflict' : pending.state;
}

/** When a draft is sent: a moment after it last changed, and when its field or its window goes away. */
function useSending(send: Send, unsaved: object | undefined): void {
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
