import { AppError, isAppError } from '#shared/errors.ts';
import { classifyError, type ErrorClass } from '#main/engine/jobs/error-class.ts';
import { ProviderFailure } from '../provider-port.ts';

const SENTENCES: Readonly<Record<ErrorClass, string>> = {
  transient_network: 'it could not be reached, or stopped answering',
  transient_rate_limit: 'it takes no more requests for now',
  transient_server: 'its server has a fault of its own, or answered in a form that cannot be read',
  transient_db_lock: 'it is busy',
  permanent_validation: 'it refused the request as not valid for this model',
  permanent_auth: 'it refused the key',
  permanent_not_found: 'it does not know this model or address',
  permanent_security: 'the connection was refused on this side',
  unknown: 'something went wrong that it did not explain',
};

/** Anything that a provider's package or the egress throws, as one kind of error with one class. */
export function failureOf(name: string, error: unknown, signal: AbortSignal): Error {
  if (signal.aborted) {
    return new AppError('cancelled', 'The answer was cancelled. Nothing was changed.');
  }
  if (error instanceof ProviderFailure) return error;
  const app = causes(error).find(isAppError);
  const errorClass = classOf(error);
  const told = app?.message ?? `${name}: ${SENTENCES[errorClass]}.${statusText(error)}`;
  return new ProviderFailure(told, {
    errorClass,
    retryAfterMs: retryAfterOf(error),
    isUnsent: app !== undefined && ['offline', 'egress_refused'].includes(app.code),
    isRefused: (statusOf(error) ?? 0) >= 400,
    said: app === undefined ? saidIn(error) : '',
    // The packages' own errors carry what was asked and answered: it must not come near a log.
    cause: app ?? new Error(`${nameOf(error)}${statusText(error)}`),
  });
}

function classOf(error: unknown): ErrorClass {
  const status = statusOf(error);
  const text = causes(error)
    .map(
      (one) =>
        `${String(Reflect.get(Object(one), 'responseBody') ?? '')} ${String(Reflect.get(Object(one), 'message') ?? '')}`,
    )
    .join(' ');
  // What is spent does not come back by waiting a minute.
  if (status === 429 && /insufficient_quota|billing|credit/i.test(text)) return 'permanent_auth';
  if (status === 400 && /api[ _-]?key/i.test(text)) return 'permanent_auth';
  // An answer that came and cannot be read.
  if (status !== null && status >= 200 && status < 300) return 'transient_server';
  const found = classifyError(error);
  if (found !== 'unknown') return found;
  const isUnreadable = causes(error).some((one) =>
    /AI_(JSONParse|TypeValidation|InvalidResponse|EmptyResponse|NoContent)/.test(nameOf(one)),
  );
  return isUnreadable || /overloaded/i.test(text) ? 'transient_server' : 'unknown';
}

function statusText(error: unknown): string {
  const status = statusOf(error);
  return status === null ? '' : ` (HTTP ${status})`;
}

function statusOf(error: unknown): number | null {
  for (const one of causes(error)) {
    const status: unknown = Reflect.get(Object(one), 'statusCode');
    if (typeof status === 'number') return status;
  }
  return null;
}

const MAX_SAID = 300;

/** The packages put the server's own sentence into the message of their errors. */
function saidIn(error: unknown): string {
  if (statusOf(error) === null) return '';
  return String(Reflect.get(Object(error), 'message') ?? '').slice(0, MAX_SAID);
}

const MOST_RETRY_AFTER_MS = 3_600_000;

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or `retry-after-ms` as some providers send it. */
function retryAfterOf(error: unknown): number | null {
  for (const one of causes(error)) {
    const headers: unknown = Reflect.get(Object(one), 'responseHeaders');
    if (typeof headers !== 'object' || headers === null) continue;
    const exact = Number(Reflect.get(headers, 'retry-after-ms') ?? Number.NaN);
    if (Number.isFinite(exact)) return clamp(exact);
    const given: unknown = Reflect.get(headers, 'retry-after');
    if (typeof given !== 'string') continue;
    const seconds = Number(given);
    return clamp(Number.isFinite(seconds) ? seconds * 1000 : Date.parse(given) - Date.now());
  }
  return null;
}

function clamp(ms: number): number | null {
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MOST_RETRY_AFTER_MS) : null;
}

const MAX_CAUSES = 6;

function causes(error: unknown): readonly unknown[] {
  const found: unknown[] = [];
  for (let one = error; one !== undefined && one !== null && found.length < MAX_CAUSES;) {
    found.push(one);
    one = Reflect.get(Object(one), 'cause');
  }
  return found;
}

function nameOf(error: unknown): string {
  return String(Reflect.get(Object(error), 'name') ?? '');
}
