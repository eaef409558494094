import { QueryClient } from '@tanstack/react-query';
import { errorCode } from '../lib/describe-error.ts';

const MAX_RETRIES = 2;

/** Only a host that did not answer is worth asking again; a refusal stays a refusal. */
export function shouldRetry(failures: number, error: unknown): boolean {
  const code = errorCode(error);
  return failures < MAX_RETRIES && (code === 'host_unavailable' || code === 'store_busy');
}

/**
 * The host is on this machine and tells us what changed, so nothing is polled, nothing is refetched on
 * focus, and being off the internet pauses nothing.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5 * 60_000,
        gcTime: 10 * 60_000,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: shouldRetry,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
