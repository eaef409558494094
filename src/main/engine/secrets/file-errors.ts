import { AppError } from '#shared/errors.ts';

/** A failed file operation as the error a user can meet. Paths stay out of it: they may name people. */
export function fileError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const details = { errno: code };
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError(
        'disk_full',
        'The disk is full. The last change was not saved; everything before it is safe. Free some space and try again.',
        { cause, details },
      );
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new AppError(
        'store_read_only',
        'Adiuva may not write to its data folder. Nothing was changed; allow writing or choose another folder.',
        { cause, details },
      );
    default:
      return new AppError(
        'file_unreadable',
        'A file in the data folder could not be read or written. What was saved is untouched; check the disk and try again.',
        { cause, details },
      );
  }
}
