type Item = { readonly id: string };
type Container = { readonly items: readonly unknown[]; readonly total?: number };
type Pages = { readonly pages: readonly unknown[] };

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items);
}

function isPages(value: unknown): value is Pages {
  return typeof value === 'object' && value !== null && 'pages' in value && Array.isArray(value.pages);
}

/** Walks the shapes answers come in: one item, a list, a page, or pages of an endless list. */
function mapItems(cached: unknown, change: (items: readonly unknown[]) => readonly unknown[]): unknown {
  if (Array.isArray(cached)) return change(cached);
  if (isPages(cached)) return { ...cached, pages: cached.pages.map((page) => mapItems(page, change)) };
  if (isContainer(cached)) {
    const items = change(cached.items);
    const removed = cached.items.length - items.length;
    return cached.total === undefined
      ? { ...cached, items }
      : { ...cached, items, total: cached.total - removed };
  }
  return isItem(cached) ? (change([cached])[0] ?? cached) : cached;
}

/** For `optimistic`: these items look like this at once, in whatever cached answer they stand. */
export function patchItems<T extends Item>(
  ids: readonly string[],
  patch: (item: T) => T,
): (cached: unknown) => unknown {
  const wanted = new Set(ids);
  return (cached) =>
    mapItems(cached, (items) =>
      // The query key this is used under says what its items are.
      items.map((item) => (isItem(item) && wanted.has(item.id) ? patch(item as T) : item)),
    );
}

/** For `optimistic`: these items are gone at once. An answer that is the item itself stays until the host speaks. */
export function dropItems(ids: readonly string[]): (cached: unknown) => unknown {
  const unwanted = new Set(ids);
  return (cached) =>
    mapItems(cached, (items) => items.filter((item) => !(isItem(item) && unwanted.has(item.id))));
}
