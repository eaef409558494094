import { isAppError } from '#shared/errors.ts';
import { ProcedureError } from './procedure-error.ts';

/** In an error's details: the other process has certainly not begun the call, so it may be made again elsewhere. */
export const NOT_BEGUN = { isBegun: false } as const;

export function wasNotBegun(error: unknown): boolean {
  if (isAppError(error)) return error.details['isBegun'] === false;
  return error instanceof ProcedureError && error.shape.details['isBegun'] === false;
}
