import { AppError, type ErrorCode } from '#shared/errors.ts';
import type { RemoteAnswer } from './remote.ts';
import { blobConflict, noRoom, noSuchBlob } from './target-error.ts';

/** A status that is no success, as the error a person can meet. What the other side wrote stays out of it. */
export function remoteError(name: string, answer: RemoteAnswer): AppError {
  const { status } = answer;
  if (status === 404 || status === 410) return noSuchBlob(name);
  if (status === 409 || status === 412) return blobConflict(name);
  const retryAfterMs = retryAfterOf(answer.headers);
  const details = { status, ...(retryAfterMs !== null && { retryAfterMs }) };
  if (status === 507 || status === 413) return noRoom(details);
  const [code, message] = toldOf(status);
  return new AppError(code, message, { details });
}

function toldOf(status: number): readonly [ErrorCode, string] {
  if (status === 401 || status === 403 || status === 407) {
    return [
      'sign_in_refused',
      'The place of the backup did not take the name, the key or the token, or does not allow this. Nothing was changed; check them in the settings of the backup.',
    ];
  }
  if (status === 429) {
    return [
      'rate_limited',
      'The place of the backup asks to wait. What was sent is kept; the rest follows by itself later.',
    ];
  }
  if (status >= 500 || status === 408 || status === 425) {
    return [
      'unreachable',
      'The place of the backup has a failure of its own. What was sent is kept; try again in a while.',
    ];
  }
  return [
    'invalid_input',
    `The place of the backup did not understand the request (${status}). Nothing was changed; check the address and the kind of storage.`,
  ];
}

const MOST_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/** RFC 9110, 10.2.3: seconds or a date. A date is judged by the other side's own clock where it sent one. */
function retryAfterOf(headers: Headers): number | null {
  const text = headers.get('retry-after');
  if (text === null) return null;
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - (dateOf(headers) ?? Date.now());
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MOST_RETRY_AFTER_MS) : null;
}

/** The other side's clock as its answer tells it, to the second. */
export function dateOf(headers: Headers): number | null {
  const ms = Date.parse(headers.get('date') ?? '');
  return Number.isFinite(ms) ? ms : null;
}
