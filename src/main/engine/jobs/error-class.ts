import { isAppError, type AppError } from '#shared/errors.ts';

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

/** The other side was never reached, so nothing can have happened there. */
const UNREACHED_CODES = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const NETWORK_CODES = new Set([
  ...UNREACHED_CODES,
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_SOCKET',
]);
const MAX_CAUSES = 5;

/** The one place where an error becomes a class; retry rules read the class only. */
export function classifyError(error: unknown): ErrorClass {
  for (const one of causesOf(error)) {
    const errorClass = classifyOne(one);
    if (errorClass !== 'unknown') return errorClass;
  }
  return 'unknown';
}

export function isRetryable(errorClass: ErrorClass): boolean {
  return !errorClass.startsWith('permanent_');
}

/** True where the error proves that the effect did not take place: it was refused, or nobody was reached. */
export function provesNoEffect(error: unknown): boolean {
  const errorClass = classifyError(error);
  if (errorClass === 'transient_rate_limit' || !isRetryable(errorClass)) return true;
  return causesOf(error).some((one) => UNREACHED_CODES.has(codeOf(one)));
}

/** What the other side asked for by `Retry-After`, as the connector put it on the error. */
export function retryAfterOf(error: unknown): number | null {
  for (const one of causesOf(error)) {
    const given = field(one, 'retryAfterMs') ?? (isAppError(one) ? one.details['retryAfterMs'] : undefined);
    if (typeof given === 'number' && given >= 0) return given;
  }
  return null;
}

function classifyOne(error: unknown): ErrorClass {
  const status = field(error, 'status') ?? field(error, 'statusCode');
  if (typeof status === 'number') return classifyStatus(status);
  if (isAppError(error)) return classifyAppError(error);
  const name = field(error, 'name');
  if (name === 'TimeoutError') return 'transient_network';
  if (name === 'ZodError') return 'permanent_validation';
  return NETWORK_CODES.has(codeOf(error)) ? 'transient_network' : 'unknown';
}

function classifyStatus(status: number): ErrorClass {
  if (status === 429) return 'transient_rate_limit';
  if (status === 408 || status === 425) return 'transient_network';
  if (status === 401 || status === 403 || status === 407) return 'permanent_auth';
  if (status === 404 || status === 410) return 'permanent_not_found';
  if (status >= 500) return 'transient_server';
  return status >= 400 ? 'permanent_validation' : 'unknown';
}

function classifyAppError(error: AppError): ErrorClass {
  switch (error.code) {
    case 'store_busy':
      return 'transient_db_lock';
    case 'not_found':
    case 'file_unreadable':
      return 'permanent_not_found';
    case 'rate_limited':
      return 'transient_rate_limit';
    case 'model_failed':
      // The gateway says why: what a model refused for what it is will be refused again.
      return String(error.details['errorClass']).startsWith('permanent_')
        ? 'permanent_validation'
        : 'transient_server';
    case 'offline':
    case 'unreachable':
    case 'host_unavailable':
      return 'transient_network';
    case 'model_auth':
    case 'sign_in_refused':
    case 'wrong_passphrase':
    case 'store_locked':
      return 'permanent_auth';
    case 'forbidden':
    case 'tls_untrusted':
    case 'egress_refused':
    case 'path_not_allowed':
      return 'permanent_security';
    case 'internal':
      return 'unknown';
    default:
      return 'permanent_validation';
  }
}

function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let one = error; one !== undefined && one !== null && causes.length < MAX_CAUSES;) {
    causes.push(one);
    one = field(one, 'cause');
  }
  return causes;
}

function codeOf(error: unknown): string {
  const code = field(error, 'code');
  return typeof code === 'string' ? code : '';
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
