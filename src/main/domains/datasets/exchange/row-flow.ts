import type { IncomingRow } from './import-rows.ts';

/** Rows of one commit: enough that what a commit costs is little of it, and few enough that a pause comes at once. */
const BATCH_ROWS = 2_000;
/** Of long rows fewer are held at once. */
const BATCH_CHARS = 1024 * 1024;

/** As many rows as a commit holds, after those that were taken earlier. */
export async function* inBatches(
  pieces: AsyncIterable<readonly IncomingRow[]>,
  skipped: number,
): AsyncGenerator<readonly IncomingRow[]> {
  let left = skipped;
  let batch: IncomingRow[] = [];
  let chars = 0;
  for await (const piece of pieces) {
    const rows = piece.slice(Math.min(left, piece.length));
    left -= piece.length - rows.length;
    for (const row of rows) {
      batch.push(row);
      chars += row.text?.length ?? 0;
      if (batch.length < BATCH_ROWS && chars < BATCH_CHARS) continue;
      yield batch;
      batch = [];
      chars = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

/** Each in its turn; with `ahead` around its source and itself, beside what comes before and after. */
export async function* mapped<In, Out>(
  source: AsyncIterable<In>,
  work: (item: In) => Promise<Out>,
): AsyncGenerator<Out> {
  for await (const item of source) yield await work(item);
}

/** What comes next is under way while this is looked at: reading, checking and writing go on beside each other. */
export async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = begun(source);
  try {
    for (let found = await next; !found.done; found = await next) {
      next = begun(source);
      yield found.value;
    }
  } finally {
    // What is under way is waited for: its file and its session are closed after it.
    await next.catch(() => undefined);
    await source.return(undefined);
  }
}

/** Its failure is told to whoever asks for it, which is later. */
function begun<T>(source: AsyncGenerator<T>): Promise<IteratorResult<T, void>> {
  const next = source.next();
  next.catch(() => undefined);
  return next;
}
