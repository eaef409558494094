import { useQuery } from '@tanstack/react-query';
import { useApi } from '#renderer/api/provider.tsx';

/** Datasets in the trash. */
export function useDeletedCount(): number {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['datasets', 'deletedCount'],
    queryFn: ({ signal }) => api.datasets.list.query({ isDeleted: true, limit: 1 }, { signal }),
  });
  return data?.total ?? 0;
}
