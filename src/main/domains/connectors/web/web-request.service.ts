import type { ActionPrincipal } from '#shared/contracts/actions.ts';
import { principalText } from '#shared/contracts/actions.ts';
import type { Grant } from '#shared/contracts/permissions.ts';
import { WEB_REQUEST_LIMITS, type WebAnswer, type WebRequestInput } from '#shared/contracts/web-request.ts';
import { AppError } from '#shared/errors.ts';
import { covers } from '#shared/kernel/permission-scope.ts';
import { targetOf, type Egress, type HostAndPort, type Permit } from '#main/engine/egress/index.ts';

export type WebRequestDeps = {
  readonly egress: Egress;
  /** The rights and denials of a holder that hold now. */
  readonly grantsOf: (holder: string) => Promise<readonly Grant[]>;
};

/** What of an answer's head is handed on: what says how to read it and when to ask again. */
const HEADERS = ['content-type', 'etag', 'last-modified', 'link', 'location', 'retry-after'];
const TEXT = /^(text\/|application\/(json|xml|javascript|x-www-form-urlencoded|[a-z0-9.+-]+\+(json|xml)))/i;

/** `host:port` of an address, as a right names it: an IPv6 address in its brackets. */
export function resourceOf(url: string): string {
  const parsed = new URL(url);
  return `${parsed.hostname}:${targetOf(parsed).port}`;
}

/** Asks a server that the caller has the right to reach. Where it sends on to needs that right as well. */
export async function requestWeb(
  deps: WebRequestDeps,
  { input, principal, signal }: { input: WebRequestInput; principal: ActionPrincipal; signal: AbortSignal },
): Promise<WebAnswer> {
  const { url, method, headers, body } = input;
  const permit = await permitOf(deps, principal, url);
  const { timeoutMs, maxAnswerBytes: maxBytes } = WEB_REQUEST_LIMITS;
  const answer = await deps.egress.fetch(url, { method, headers, body }, permit, {
    timeoutMs,
    maxBytes,
    signal,
  });
  const type = answer.headers.get('content-type') ?? 'text/plain';
  const text = await answer.text();
  if (text !== '' && !TEXT.test(type)) {
    throw new AppError('invalid_input', `The server answered with ${type}; only text can be handed on.`);
  }
  const kept = HEADERS.flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { status: answer.status, headers: Object.fromEntries(kept), text };
}

/**
 * The hosts of the caller's own rights. One that the person named with its port may be on this machine or in the
 * local network; a host alone is taken where it is public.
 */
async function permitOf(deps: WebRequestDeps, principal: ActionPrincipal, url: string): Promise<Permit> {
  const feature = principalText(principal);
  // The person asks for an address by naming it.
  if (principal.kind === 'user')
    return { feature, hosts: 'any-public', configured: [targetOf(new URL(url))] };
  const all = (await deps.grantsOf(principal.name)).filter(({ type }) => type === 'network');
  const denied = all.filter(({ effect }) => effect === 'deny');
  const allowed = all
    .filter((grant) => grant.effect === 'allow')
    .filter(
      ({ version, contentHash }) => version === principal.version && contentHash === principal.contentHash,
    )
    .filter(({ resource }) => !denied.some((denial) => covers('network', denial.resource, resource)))
    .map(({ resource }) => resource);
  return { feature, hosts: allowed, configured: allowed.flatMap(withPort) };
}

function withPort(resource: string): readonly HostAndPort[] {
  const { hostname, port } = new URL(`http://${resource}`);
  // A port of 80 is left out by the parser, and was named all the same.
  if (port === '' && !resource.endsWith(':80')) return [];
  return [{ host: hostname, port: port === '' ? 80 : Number(port) }];
}
