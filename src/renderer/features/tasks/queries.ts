import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '#renderer/api/provider.tsx';
import { useWrite } from '#renderer/api/use-write.ts';
import type { TaskSearch } from './task-search.ts';

export function useSavedTaskFilters() {
  const api = useApi();
  return useQuery({
    queryKey: ['savedFilters', 'list', 'tasks'],
    queryFn: ({ signal }) => api.savedFilters.list.query({ scope: 'tasks' }, { signal }),
  });
}

export function useSavedFilterWrites() {
  const api = useApi();
  const { t } = useTranslation('tasks');
  const create = useWrite({
    write: ({ name, search }: { name: string; search: TaskSearch }) =>
      api.savedFilters.create.mutate({ name, scope: 'tasks', query: { ...search } }),
    message: ({ name }) => t('filterSaved', { name }),
  });
  const update = useWrite({
    write: ({ id, name, search }: { id: string; name?: string; search?: TaskSearch }) =>
      api.savedFilters.update.mutate({ id, name, query: search && { ...search } }),
    message: (_input, { item }) => t('filterSaved', { name: item.name }),
  });
  const remove = useWrite({
    write: ({ id }: { id: string; name: string }) => api.savedFilters.remove.mutate({ id }),
    message: ({ name }) => t('filterRemoved', { name }),
  });
  return { create, update, remove };
}
