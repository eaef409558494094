import type { Egress, Permit } from '#main/engine/egress/index.ts';
import { addressOf } from '../presets.ts';
import type { ProviderWay, SpokenProvider } from '../provider-port.ts';

/** Of one answer. Vectors of a large batch are the largest thing that comes. */
const MAX_BYTES = 64 * 1024 * 1024;
const MOST_IDLE_MS = 60_000;

/** A `fetch` that reaches this provider's host and nothing else, through the one way out. */
export function providerFetch(
  egress: Egress,
  provider: SpokenProvider,
  way: ProviderWay & { readonly isStream: boolean },
): typeof globalThis.fetch {
  const permit = permitOf(provider, way);
  const { timeoutMs, isStream } = way;
  return (input, init = {}) => {
    const url = input instanceof Request ? input.url : input;
    // It goes through as it stands: the signal is in it.
    if (!isStream) return egress.fetch(url, init, permit, { timeoutMs, maxBytes: MAX_BYTES });
    const limits = { firstByteMs: timeoutMs, idleMs: Math.min(timeoutMs, MOST_IDLE_MS), maxBytes: MAX_BYTES };
    return egress.stream(url, init, permit, limits);
  };
}

/** An address that is built in must be public; one that was typed in, or is this machine's own, is taken as it is. */
function permitOf(provider: SpokenProvider, { feature, runId, traceId }: ProviderWay): Permit {
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
  };
}
