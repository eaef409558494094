import { AppError } from '#shared/errors.ts';

export function noSuchBlob(name: string): AppError {
  return new AppError(
    'not_found',
    'A part of the backup is not where it should lie. Nothing was changed; check the backup to see what is missing.',
    { details: { blob: name } },
  );
}

export function blobConflict(name: string): AppError {
  return new AppError(
    'conflict',
    'Another device changed the backup at the same moment. Nothing of it was overwritten; try again.',
    { details: { blob: name } },
  );
}

export function noRoom(details: Readonly<Record<string, string | number>>, cause?: unknown): AppError {
  return new AppError(
    'quota_exceeded',
    'There is no room left where the backup lies. The backups that are listed are whole; make room there or keep fewer, then try again.',
    { cause, details },
  );
}

export function assertNotAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new AppError('cancelled', 'Stopped. What was sent so far is kept.', { cause: signal.reason });
}
