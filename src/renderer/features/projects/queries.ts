import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { projectCreateSchema, ProjectListItem } from '#shared/contracts/projects.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePages } from '#renderer/api/use-pages.ts';
import { useWrite } from '#renderer/api/use-write.ts';
import type { ProjectQuery } from './project-search.ts';

export type NewProject = z.input<typeof projectCreateSchema>;

export function useProjectPages(query: ProjectQuery) {
  const api = useApi();
  return usePages<ProjectListItem>({
    key: ['projects', 'list', query],
    fetchPage: useCallback(
      (cursor: string | undefined, signal: AbortSignal) =>
        api.projects.list.query({ ...query, cursor, limit: 200 }, { signal }),
      [api, query],
    ),
  });
}

export function useProject(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['projects', 'get', id],
    queryFn: ({ signal }) => api.projects.get.query({ id }, { signal }),
  });
}

export function useCreateProject() {
  const api = useApi();
  const { t } = useTranslation('projects');
  return useWrite({
    write: (project: NewProject) => api.projects.create.mutate(project),
    message: ({ name }) => t('created', { name }),
  });
}

export function useProjectHistory(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['changes', 'history', 'project', id],
    queryFn: ({ signal }) => api.changes.history.query({ entity: 'project', id, limit: 100 }, { signal }),
  });
}
