import { AppError } from '#shared/errors.ts';
import type { HostAndPort } from './permit.ts';

const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
const TIMED_OUT = new Set([
  'ETIMEDOUT',
  'CONNECT_TIMEOUT',
  'GREETING_TIMEOUT',
  'ETIMEOUT',
  'UPGRADE_TIMEOUT',
]);

/** What went wrong between here and there, in words that name the likely cause. */
export function connectionError({ host, port }: HostAndPort, error: unknown): AppError {
  const code = codeOf(error);
  const where = `${host}:${port}`;
  const told = (kind: 'unreachable' | 'tls_untrusted' | 'cancelled', message: string) =>
    new AppError(kind, message, { cause: error, details: { reason: code } });
  if (code === 'ABORT_ERR')
    return told('cancelled', `The connection to ${where} was ended before it was done.`);
  if (UNTRUSTED.has(code)) {
    return told(
      'tls_untrusted',
      `The certificate of ${where} is not trusted (${code}). Nothing was sent. If this is your own server, add its certificate to the account.`,
    );
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return told(
      'tls_untrusted',
      `${where} does not speak TLS as expected. Nothing was sent. Check the port and the kind of encryption (TLS or STARTTLS).`,
    );
  }
  if (code === 'ECONNREFUSED')
    return told(
      'unreachable',
      `${where} refused the connection. Check the address and the port, and that the server runs.`,
    );
  if (TIMED_OUT.has(code) || code === 'TimeoutError')
    return told(
      'unreachable',
      `${where} did not answer in time. Check the address and the port, then try again.`,
    );
  return told(
    'unreachable',
    `The connection to ${where} failed${code === '' ? '' : ` (${code})`}. Nothing was lost; try again.`,
  );
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if (error.name === 'TimeoutError') return 'TimeoutError';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? '' : codeOf(error.cause);
}
