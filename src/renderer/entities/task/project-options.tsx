import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi } from '#renderer/api/provider.tsx';
import type { PickerOption } from '#renderer/ui/picker-list.tsx';
import { ColourDot } from '#renderer/ui/tag-chip.tsx';

/** Every project that is not archived, for pickers and filters. */
export function useProjectOptions(enabled = true): { options: readonly PickerOption[]; isLoading: boolean } {
  const api = useApi();
  const { data, isLoading } = useQuery({
    queryKey: ['projects', 'list', 'options'],
    queryFn: ({ signal }) => api.projects.list.query({ limit: 500 }, { signal }),
    enabled,
  });
  const options = useMemo(
    () =>
      (data?.items ?? []).map((project) => ({
        value: project.id,
        label: project.name,
        hint: project.clientName ?? undefined,
        icon: <ColourDot colour={project.colour} className="size-2.5" />,
      })),
    [data],
  );
  return { options, isLoading };
}

/** Every client that is not archived. */
export function useClientOptions(enabled = true): { options: readonly PickerOption[]; isLoading: boolean } {
  const api = useApi();
  const { data, isLoading } = useQuery({
    queryKey: ['clients', 'list', 'options'],
    queryFn: ({ signal }) => api.clients.list.query({ limit: 500 }, { signal }),
    enabled,
  });
  const options = useMemo(
    () =>
      (data?.items ?? []).map((client) => ({
        value: client.id,
        label: client.name,
        icon: <ColourDot colour={client.colour} className="size-2.5" />,
      })),
    [data],
  );
  return { options, isLoading };
}
