import type { FastifyRequest } from 'fastify';
import type { SignedIn } from '../accounts/accounts.store.ts';
import type { AuthService } from '../accounts/auth.service.ts';
import { CloudError } from '../errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; null on routes that ask for nobody. */
    caller: SignedIn | null;
  }
}

const BEARER = /^Bearer ([A-Za-z0-9_.-]{1,4096})$/;

/** Before the body is read: a stranger's bytes are not taken. */
export function requireSignIn(auth: AuthService): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined)
      throw new CloudError('unauthenticated', 'This request needs an access token. Sign in.');
    request.caller = await auth.identify(token);
  };
}

export function callerOf(request: FastifyRequest): SignedIn {
  if (request.caller === null) throw new Error('the route does not ask who is calling');
  return request.caller;
}
