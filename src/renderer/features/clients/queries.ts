import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { clientCreateSchema, ClientListItem } from '#shared/contracts/clients.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePages } from '#renderer/api/use-pages.ts';
import { useWrite } from '#renderer/api/use-write.ts';
import type { ClientQuery } from './client-search.ts';

export type NewClient = z.input<typeof clientCreateSchema>;

export function useClientPages(query: ClientQuery) {
  const api = useApi();
  return usePages<ClientListItem>({
    key: ['clients', 'list', query],
    fetchPage: useCallback(
      (cursor: string | undefined, signal: AbortSignal) =>
        api.clients.list.query({ ...query, cursor, limit: 200 }, { signal }),
      [api, query],
    ),
  });
}

export function useClient(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['clients', 'get', id],
    queryFn: ({ signal }) => api.clients.get.query({ id }, { signal }),
  });
}

export function useCreateClient() {
  const api = useApi();
  const { t } = useTranslation('clients');
  return useWrite({
    write: (client: NewClient) => api.clients.create.mutate(client),
    message: ({ name }) => t('created', { name }),
  });
}

/** A client's projects, archived ones too: what was done for them counts as well. */
export function useClientProjects(clientId: string) {
  const api = useApi();
  const input = { clientIds: [clientId], archived: 'include', limit: 200 } as const;
  return useQuery({
    queryKey: ['projects', 'list', input],
    queryFn: ({ signal }) => api.projects.list.query({ ...input, clientIds: [clientId] }, { signal }),
  });
}
