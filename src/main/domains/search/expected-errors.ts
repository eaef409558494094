import { isAppError, type ErrorCode } from '#shared/errors.ts';

const HARMLESS = new Set<ErrorCode>([
  'cancelled',
  'disk_full',
  'store_busy',
  'store_read_only',
  'store_locked',
]);

/** What says nothing about an index: the workspace closes, the disk is full, another program holds the file. */
export function isExpected(error: unknown): boolean {
  if (error instanceof Error && error.name === 'AbortError') return true;
  return isAppError(error) && HARMLESS.has(error.code);
}
