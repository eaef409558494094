import { isAppError } from '#shared/errors.ts';
import { ProcedureError } from '#main/hosts/control/procedure-error.ts';

/** What scripts rely on; it stays as it is. */
export const EXIT = { done: 0, failed: 1, usage: 2, locked: 3, notFound: 4 } as const;

const BY_CODE: Readonly<Record<string, number>> = {
  invalid_input: EXIT.usage,
  import_unknown_kind: EXIT.usage,
  store_locked: EXIT.locked,
  store_wrong_key: EXIT.locked,
  wrong_passphrase: EXIT.locked,
  wrong_recovery_phrase: EXIT.locked,
  not_found: EXIT.notFound,
  store_absent: EXIT.notFound,
};

export type Failure = {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly exitCode: number;
};

/** What is told of an error: its code, its message for people, and how the process ends. */
export function failureOf(error: unknown): Failure {
  if (isAppError(error)) return failure(error.code, error.message, error.details);
  if (error instanceof ProcedureError) {
    return failure(error.shape.appCode ?? 'internal', error.shape.message, error.shape.details);
  }
  const message = error instanceof Error ? error.message : String(error);
  return failure('internal', `Something unexpected went wrong: ${message}. Your saved work is safe.`, {});
}

function failure(code: string, message: string, details: Readonly<Record<string, unknown>>): Failure {
  return { code, message, details, exitCode: BY_CODE[code] ?? EXIT.failed };
}
