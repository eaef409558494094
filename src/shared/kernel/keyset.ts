/** Keyset paging: where a page ended, as opaque text that the next request hands back. */

export function encodeCursor(values: readonly (string | number | null)[]): string {
  return encodeURIComponent(JSON.stringify(values));
}

/** The values of a cursor, or null for text that is not one of ours: the list then starts from the top. */
export function decodeCursor(
  cursor: string | undefined,
  size: number,
): readonly (string | number | null)[] | null {
  if (!cursor) return null;
  try {
    const values: unknown = JSON.parse(decodeURIComponent(cursor));
    if (!Array.isArray(values) || values.length !== size) return null;
    const isPlain = values.every((one) => one === null || typeof one === 'string' || typeof one === 'number');
    return isPlain ? values : null;
  } catch {
    return null;
  }
}
