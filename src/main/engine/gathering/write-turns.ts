export type WriteTurns = {
  /** Says that one more waits, and how many wait now. */
  noteWaiting(count: number): void;
  /** Resolves when all that waited at the call is written; rejects where that failed, and it is tried again with the next. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

export type WriteTurnsDeps = {
  /** Writes all that waits now, if anything does; where it fails it puts that back. */
  readonly writeWaiting: () => Promise<void>;
  /** How long the first waits for others. */
  readonly gatherMs: number;
  readonly mostTogether: number;
  readonly onError: (error: unknown) => void;
};

/** When what was gathered is written: within moments or as soon as it is many, one turn after the other. */
export function createWriteTurns({
  writeWaiting,
  gatherMs,
  mostTogether,
  onError,
}: WriteTurnsDeps): WriteTurns {
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    const turn = writing.then(writeWaiting);
    writing = turn.catch(() => undefined);
    return turn;
  };
  const flushSoon = () => void flush().catch(onError);
  return {
    noteWaiting(count) {
      // Exactly at that size: where writing fails the rest waits for the timer.
      if (count === mostTogether) flushSoon();
      else timer ??= setTimeout(flushSoon, gatherMs).unref();
    },
    flush,
    close: () => flush().catch(onError),
  };
}
