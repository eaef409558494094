import { AsyncLocalStorage } from 'node:async_hooks';
import { invariant } from '#shared/kernel/invariant.ts';
import type { Egress, Permit } from '#main/engine/egress/index.ts';
import { addressOf } from '../presets.ts';
import type { ProviderWay, SpokenProvider } from '../provider-port.ts';

/** Of one answer. Vectors of a large batch are the largest thing that comes. */
const MAX_BYTES = 64 * 1024 * 1024;
const MOST_IDLE_MS = 60_000;

type Going = { readonly provider: SpokenProvider; readonly way: ProviderWay; readonly isStream: boolean };

/** On whose behalf the packages' code runs that is now being waited for. */
const going = new AsyncLocalStorage<Going>();

/** Runs work of a provider's package, so that its requests go out in this call's name. */
export function inTheNameOf<T>(call: Going, work: () => PromiseLike<T>): PromiseLike<T> {
  return going.run(call, work);
}

/**
 * A `fetch` that reaches the host of the provider that is being spoken to and nothing else, through the one way out.
 * It serves every call: building the objects of a package costs more than a call of them.
 */
export function providerFetch(egress: Egress): typeof globalThis.fetch {
  return (input, init = {}) => {
    const call = going.getStore();
    invariant(call !== undefined, 'a provider is spoken to in the name of a call');
    const { provider, way, isStream } = call;
    const { timeoutMs, onSent } = way;
    const permit = permitOf(provider, way);
    const url = input instanceof Request ? input.url : input;
    // It goes through as it stands: the signal is in it.
    if (!isStream) return egress.fetch(url, init, permit, { timeoutMs, maxBytes: MAX_BYTES, onSent });
    const idleMs = Math.min(timeoutMs, MOST_IDLE_MS);
    const limits = { firstByteMs: timeoutMs, idleMs, maxBytes: MAX_BYTES, onSent };
    return egress.stream(url, init, permit, limits);
  };
}

/** An address that is built in must be public; one that was typed in, or is this machine's own, is taken as it is. */
function permitOf(provider: SpokenProvider, { feature, runId, traceId, isHere }: ProviderWay): Permit {
  const url = new URL(addressOf(provider));
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const isBuiltIn = provider.baseUrl === null && url.protocol === 'https:';
  return {
    feature,
    runId,
    traceId,
    hosts: isBuiltIn ? [`${host}:${port}`] : [],
    configured: isBuiltIn ? [] : [{ host, port }],
    keepsOpen: true,
    ...(isHere && { isThisMachineOnly: true }),
  };
}
