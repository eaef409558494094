import { useQuery } from '@tanstack/react-query';
import type { ModelProvider, ProviderHealth, ProviderPreset } from '#shared/contracts/models.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useProfiles } from '../dataset/profile-queries.ts';

export const PROVIDERS_KEY = ['models', 'list'] as const;

/** In the order in which they are asked. */
export function useProviders() {
  const api = useApi();
  return useQuery({
    queryKey: PROVIDERS_KEY,
    queryFn: ({ signal }): Promise<readonly ModelProvider[]> => api.models.list.query(undefined, { signal }),
  });
}

export function useProviderHealth(): ReadonlyMap<string, ProviderHealth> {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['models', 'health'],
    queryFn: ({ signal }): Promise<readonly ProviderHealth[]> =>
      api.models.health.query(undefined, { signal }),
  });
  return new Map((data ?? []).map((health) => [health.providerId, health]));
}

/** What kinds of provider there are, and where each of them usually listens. */
export function usePresets() {
  const api = useApi();
  return useQuery({
    queryKey: ['models', 'presets'],
    queryFn: ({ signal }): Promise<readonly ProviderPreset[]> =>
      api.models.presets.query(undefined, { signal }),
    staleTime: Infinity,
  });
}

/** A provider, or a profile of datasets, as the person calls it, also after it was removed. */
export function useProviderName(): (providerId: string) => string {
  const { data: providers = [] } = useProviders();
  const { data: profiles = [] } = useProfiles();
  return (id) => {
    const known = [...providers, ...profiles].find((one) => one.id === id);
    return known?.name ?? (id === '*' ? '' : id.slice(0, 8));
  };
}
