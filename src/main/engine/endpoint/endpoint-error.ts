import { z } from 'zod';
import { AppError, type ErrorCode } from '#shared/errors.ts';

export const errorSchema = z.object({
  error: z.object({ code: z.string(), retryAfterSeconds: z.number().nonnegative().optional() }),
});

type Told = z.infer<typeof errorSchema> | undefined;

const MESSAGES: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  wrong_credentials: [
    'sign_in_refused',
    'The e-mail address or the password is wrong. Nothing was changed; check both and try again.',
  ],
  unauthenticated: [
    'sign_in_refused',
    'The endpoint takes this sign-in no more: it was ended there, or it is too old. Nothing here is lost; sign in again, under Settings, Account.',
  ],
  registration_closed: [
    'forbidden',
    'This endpoint takes no new account without a valid invitation. Nothing was sent but the request; ask whoever runs it for a code.',
  ],
  invalid_input: [
    'invalid_input',
    'The endpoint did not take what was entered. Nothing was changed; look at the address, the password and the names.',
  ],
  not_found: ['not_found', 'The endpoint does not have that any more. Nothing was changed.'],
  conflict: ['conflict', 'The endpoint could not do that now. Nothing was changed; try again in a while.'],
  quota_exceeded: [
    'quota_exceeded',
    'The space of this account is used up. What is there is kept; make room, or choose another tier.',
  ],
};

/** What the endpoint answered, by its code; where there is none (a proxy in between) by its status. */
export function endpointError(host: string, answer: Response, told: Told): AppError {
  const { status } = answer;
  const code = told?.error.code ?? '';
  const details = { status };
  if (code === 'rate_limited' || status === 429) {
    const seconds = told?.error.retryAfterSeconds ?? Number(answer.headers.get('retry-after') ?? 0);
    const retryAfterMs = Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), 86_400) * 1000 : 1000;
    return new AppError(
      'rate_limited',
      `${host} asks to wait ${Math.ceil(retryAfterMs / 1000)} seconds. Nothing was changed; try again after that.`,
      { details: { ...details, retryAfterMs } },
    );
  }
  const known = MESSAGES[code === 'token_expired' ? 'unauthenticated' : code];
  if (known) return new AppError(known[0], known[1], { details });
  if (status >= 500) {
    return new AppError(
      'unreachable',
      `${host} has a failure of its own. Nothing here is lost; try again in a while.`,
      { details },
    );
  }
  return notAnEndpoint(host);
}

export function notAnEndpoint(host: string): AppError {
  return new AppError(
    'invalid_input',
    `What answers at ${host} is no Adiuva endpoint. Nothing was changed; check the address, also what comes after the name.`,
  );
}

export function noUnderstanding(host: string, cause: unknown): AppError {
  return new AppError(
    'invalid_input',
    `${host} answered in a way that this Adiuva does not know. Nothing was changed; see whether the two are of the same version.`,
    { cause },
  );
}
