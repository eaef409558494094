import { isAppError } from '#shared/errors.ts';

export type ErrorClass =
  | 'transient_network'
  | 'transient_rate_limit'
  | 'transient_server'
  | 'transient_db_lock'
  | 'permanent_validation'
  | 'permanent_auth'
  | 'permanent_not_found'
  | 'permanent_security'
  | 'unknown';

const NETWORK_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN']);

/** The one place where an error becomes a class; retry rules read the class only. */
export function classifyError(error: unknown): ErrorClass {
  if (isAppError(error)) {
    switch (error.code) {
      case 'store_busy':
        return 'transient_db_lock';
      case 'not_found':
      case 'file_unreadable':
        return 'permanent_not_found';
      case 'unreachable':
        return 'transient_network';
      case 'sign_in_refused':
        return 'permanent_auth';
      case 'forbidden':
      case 'tls_untrusted':
      case 'egress_refused':
      case 'path_not_allowed':
        return 'permanent_security';
      case 'wrong_passphrase':
      case 'store_locked':
        return 'permanent_auth';
      case 'internal':
        return 'unknown';
      default:
        return 'permanent_validation';
    }
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return NETWORK_CODES.has(code) ? 'transient_network' : 'unknown';
}

export function isRetryable(errorClass: ErrorClass): boolean {
  return !errorClass.startsWith('permanent_');
}
