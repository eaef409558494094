import { z } from 'zod';
import { CloudError } from '../errors.ts';

/** Where a page of a list ends; opaque to callers, so that it can change. */
const position = z.object({ atMs: z.int(), id: z.uuid() });

export function encodeCursor(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export function decodeName(cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : decode(cursor, z.string().max(200));
}

export function decodePosition(cursor: string | undefined): z.infer<typeof position> | undefined {
  return cursor === undefined ? undefined : decode(cursor, position);
}

function decode<T>(cursor: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    throw new CloudError('invalid_input', 'The cursor is not one that this server gave.', { cause: error });
  }
}

/** One more was asked for than wanted: it says whether there is a next page. */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (last: Row) => unknown,
): { readonly rows: readonly Row[]; readonly nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { rows: page, nextCursor: hasMore ? encodeCursor(cursorOf(last)) : null };
}
