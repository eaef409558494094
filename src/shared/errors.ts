/** The closed list of what a user can meet. A code is stable: scripts and the renderer's messages rely on it. */
export const ERROR_CODES = [
  'not_found',
  'invalid_input',
  'conflict',
  'cancelled',
  'nothing_to_undo',
  'store_absent',
  'store_locked',
  'store_wrong_key',
  'store_corrupt',
  'store_too_new',
  'store_busy',
  'store_read_only',
  'store_in_use',
  'disk_full',
  'driver_missing',
  'keychain_unavailable',
  'last_key_slot',
  'wrong_passphrase',
  'wrong_recovery_phrase',
  'weak_passphrase',
  'import_unreadable',
  'import_unknown_kind',
  'import_too_large',
  'file_unreadable',
  'path_not_allowed',
  'forbidden',
  'payload_too_large',
  'host_unavailable',
  'unreachable',
  'sign_in_refused',
  'tls_untrusted',
  'egress_refused',
  'plugin_failed',
  'no_model',
  'offline',
  'model_auth',
  'rate_limited',
  'budget_exceeded',
  'model_failed',
  'cut_off',
  'backup_damaged',
  'backup_too_new',
  'backup_rolled_back',
  'backup_forked',
  'quota_exceeded',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/**
 * An error a user can meet. `message` says what happened, what is safe and what to do next.
 * `details` holds ids and counts only, never content.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: ErrorDetails } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

export function isAppError(value: unknown): value is AppError {
  return value instanceof AppError;
}

const MOST_CAUSES = 5;

/** The error of ours that another one wraps, as the query builder does with what the store says. */
export function appErrorOf(error: unknown): AppError | undefined {
  let at = error;
  for (let depth = 0; depth < MOST_CAUSES && at instanceof Error; depth += 1, at = at.cause)
    if (isAppError(at)) return at;
  return undefined;
}
