import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { createRemote, type RemoteAnswer, type RemoteDeps } from './remote.ts';
import { remoteError } from './remote-error.ts';
import { blobConflict, noRoom, noSuchBlob } from './target-error.ts';

/** Who is signed in. Both are asked at each request: a token lives for minutes. */
export type AccessTokens = {
  /** A token that is good now; gets a new one ahead of its end. */
  current(signal?: AbortSignal): Promise<string>;
  /** Another one, where the server said that `refused` is over. Throws `sign_in_refused` where there is none. */
  renewed(refused: string, signal?: AbortSignal): Promise<string>;
};

export type AdiuvaDeps = RemoteDeps & { readonly tokens: AccessTokens };

export type AdiuvaRequest = {
  readonly method: string;
  /** Below the address that the person typed in. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | null;
  readonly signal?: AbortSignal | undefined;
};

export type AdiuvaCaller = {
  readonly label: string;
  /** Answers whatever the status; a token that has ended is renewed once. */
  send(request: AdiuvaRequest): Promise<RemoteAnswer>;
  /** An answer in JSON, or the error that was answered. */
  json<T>(request: AdiuvaRequest, schema: z.ZodType<T>): Promise<T>;
};

/** Requests to an Adiuva server as a person who is signed in there. */
export function createAdiuvaCaller(address: string, deps: AdiuvaDeps): AdiuvaCaller {
  const base = new URL(address);
  const remote = createRemote(base, deps);
  const sendWith = async (token: string, { path, query = {}, headers = {}, ...request }: AdiuvaRequest) => {
    const url = new URL(base);
    url.pathname = `${base.pathname.replace(/\/+$/, '')}${path}`;
    url.search = new URLSearchParams(query).toString();
    return remote({ ...request, url, headers: { ...headers, authorization: `Bearer ${token}` } });
  };
  const send = async (request: AdiuvaRequest) => {
    const token = await deps.tokens.current(request.signal);
    const answer = await sendWith(token, request);
    // An answer to a HEAD says no more than its status.
    const isOver = answer.status === 401 && ['token_expired', null].includes(errorCodeOf(answer));
    return isOver ? sendWith(await deps.tokens.renewed(token, request.signal), request) : answer;
  };
  return {
    label: `${base.host}${base.pathname.replace(/\/+$/, '')}`,
    send,
    async json(request, schema) {
      const answer = await send(request);
      if (answer.status < 200 || answer.status > 299) throw adiuvaError('', answer);
      return schema.parse(JSON.parse(Buffer.from(answer.bytes).toString()));
    },
  };
}

const errorSchema = z.object({
  error: z.object({ code: z.string(), retryAfterSeconds: z.number().optional() }),
});

function errorOf(answer: RemoteAnswer): z.infer<typeof errorSchema>['error'] | null {
  try {
    return errorSchema.parse(JSON.parse(Buffer.from(answer.bytes).toString())).error;
  } catch {
    return null;
  }
}

const errorCodeOf = (answer: RemoteAnswer) => errorOf(answer)?.code ?? null;

/** The error that the server told by its code; where there is none (a proxy, a HEAD) its status decides. */
export function adiuvaError(name: string, answer: RemoteAnswer): AppError {
  switch (errorCodeOf(answer)) {
    case 'not_found':
      return noSuchBlob(name);
    case 'precondition_failed':
      return blobConflict(name);
    case 'quota_exceeded':
      return noRoom({ status: answer.status });
    case 'digest_mismatch':
      return new AppError(
        'unreachable',
        'What was sent reached the server damaged, and nothing of it was kept. Try again.',
        { details: { status: answer.status } },
      );
    case 'conflict':
    case 'too_large':
      return new AppError(
        'invalid_input',
        'The server does not take this part of the backup. What it has is kept; see whether the server is of the same version.',
        { details: { status: answer.status } },
      );
    default:
      return remoteError(name, answer);
  }
}
