import { AppError } from '#shared/errors.ts';
import type { HostAndPort } from '#main/engine/egress/index.ts';

/** `webcal:` is how browsers are told of a feed; it means https. */
export function feedUrl(location: string): URL {
  const text = location.replace(/^webcals?:\/\//i, 'https://');
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new AppError(
      'invalid_input',
      'The address of a calendar begins with https://, http:// or webcal://. Nothing was changed.',
    );
  }
  return url;
}

/** The host and port that the person typed in. */
export function configuredHost(url: URL): HostAndPort {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { host: url.hostname, port };
}

/** Basic where there is a user, a bearer token where there is only a secret. */
export function signIn(user: string, secret: string | null): Record<string, string> {
  if (secret === null) return {};
  if (user === '') return { authorization: `Bearer ${secret}` };
  return { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` };
}

export function statusError(status: number, host: string): AppError {
  if (status === 401 || status === 403) {
    return new AppError(
      'sign_in_refused',
      `${host} refused the user name or the password (${status}). Nothing was changed; check both.`,
    );
  }
  if (status === 404 || status === 410)
    return new AppError('not_found', `There is no calendar at this address of ${host} (${status}).`);
  return new AppError(
    'unreachable',
    `${host} answered with ${status}. Nothing was changed; try again later.`,
  );
}
