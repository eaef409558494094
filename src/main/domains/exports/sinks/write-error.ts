import { AppError } from '#shared/errors.ts';

/** What kept an export from being written, in words; never returns. */
export function writeError(cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    throw new AppError(
      'disk_full',
      'The disk is full, so the export was not finished. Your workspace is safe; make room and export again.',
      { cause },
    );
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    throw new AppError(
      'path_not_allowed',
      'This account may not write there. Nothing was exported; choose another folder.',
      { cause },
    );
  }
  throw new AppError(
    'file_unreadable',
    `The export could not be written (${code}). Your workspace is safe; choose another folder.`,
    { cause },
  );
}
