import i18next from 'i18next';
import type { ErrorCode } from '#shared/errors.ts';
import { errors } from './i18n/en/errors.ts';

export type DescribedError = { readonly code: ErrorCode; readonly title: string; readonly message: string };

function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && value in errors;
}

/** What the wire could not deliver has no data: neither the host nor its error map ever saw it. */
function isUndelivered(error: object): boolean {
  return 'name' in error && error.name === 'TRPCClientError' && (!('data' in error) || error.data == null);
}

/** The code travels in tRPC's error data (`data.code` is tRPC's own, `data.appCode` ours). */
export function errorCode(error: unknown): ErrorCode {
  if (typeof error !== 'object' || error === null) return 'internal';
  const data = 'data' in error ? error.data : undefined;
  const fromWire = typeof data === 'object' && data !== null && 'appCode' in data ? data.appCode : undefined;
  const own = 'code' in error ? error.code : undefined;
  return [fromWire, own].find(isErrorCode) ?? (isUndelivered(error) ? 'host_unavailable' : 'internal');
}

/** Heading by code, in the reader's language; the message as the thrower wrote it. */
export function describeError(error: unknown): DescribedError {
  const code = errorCode(error);
  const title = i18next.t(`errors:${code}`);
  if (!(error instanceof Error)) return { code, title, message: String(error) };
  const message = isUndelivered(error) ? i18next.t('shell:reconnectingText') : error.message;
  return { code, title, message };
}
