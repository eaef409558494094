/**
 * Does `work` on the items in order with at most `width` of them under way, and yields the answers in that order:
 * the disk is kept busy while the item before is being read.
 */
export async function* readAhead<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  let next = 0;
  const startMore = () => {
    while (next < items.length && underWay.length < width) {
      const item = items[next];
      next += 1;
      if (item === undefined) continue;
      const started = work(item);
      // Handled where it is awaited; without this a failure before its turn would end the process.
      started.catch(() => undefined);
      underWay.push(started);
    }
  };
  for (startMore(); underWay.length > 0; startMore()) {
    const first = underWay.shift();
    if (first !== undefined) yield await first;
  }
}
