import { AppError, isAppError } from '#shared/errors.ts';
import { noRoom } from './target-error.ts';

const REFUSED = new Set(['EROFS', 'EACCES', 'EPERM', 'ELOOP', 'ENOTDIR', 'EISDIR']);

/** A failed file operation at the target as the error a person can meet. Paths stay out of it. */
export function folderError(cause: unknown): AppError {
  if (isAppError(cause)) return cause;
  const errno = errnoOf(cause);
  const details = { errno };
  if (errno === 'ENOSPC' || errno === 'EDQUOT' || errno === 'EFBIG') return noRoom(details, cause);
  if (REFUSED.has(errno)) {
    return new AppError(
      'forbidden',
      'Adiuva may not read or write in the folder of the backup. Nothing was changed; allow it or choose another folder.',
      { cause, details },
    );
  }
  if (errno === 'ENOENT') return folderGone(cause);
  return new AppError(
    'unreachable',
    'The folder of the backup could not be read or written. Your work is safe here; check the drive or the network share, then try again.',
    { cause, details },
  );
}

export function folderGone(cause?: unknown): AppError {
  return new AppError(
    'unreachable',
    'The folder of the backup is not there. Your work is safe here; connect the drive or the network share that it lies on, then try again.',
    { cause, details: { errno: 'ENOENT' } },
  );
}

export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
