import { useQuery } from '@tanstack/react-query';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { SpecReading } from '#shared/contracts/datasets.ts';
import { useApi } from '#renderer/api/provider.tsx';

/** A definition as text, read by the host: what it says, and what is wrong at which line. */
export function useSpecReading(text: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['datasets', 'readText', text],
    queryFn: ({ signal }): Promise<SpecReading> =>
      api.datasets.readText.query({ text: text ?? '' }, { signal }),
    enabled: text !== null,
    gcTime: 0,
  });
}

/** The definition as a file would hold it. */
export function useWriteSpec(): (spec: DatasetSpec, format: 'json' | 'yaml') => Promise<string> {
  const api = useApi();
  return async (spec, format) =>
    format === 'json' ? `${JSON.stringify(spec, null, 2)}\n` : api.datasets.textOfSpec.query({ spec });
}
