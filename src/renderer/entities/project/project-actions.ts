import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { Project, ProjectListItem, projectPatchSchema } from '#shared/contracts/projects.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useWrite } from '#renderer/api/use-write.ts';
import { hideProjects, showProjectsAs } from './cached-projects.ts';

export type ProjectChanges = z.input<typeof projectPatchSchema>;
type Named = Pick<Project, 'id' | 'name'>;
type Target = { readonly ids: string[]; readonly name: string };

export type ProjectActions = {
  /** An edit whose effect is plain to see; with several projects a toast says how many. */
  update(projects: readonly Named[], patch: ProjectChanges): void;
  archive(projects: readonly Named[], isArchived: boolean): void;
  remove(projects: readonly Named[], withContents: boolean): void;
};

function target(projects: readonly Named[]): Target {
  return { ids: projects.map(({ id }) => id), name: projects[0]?.name ?? '' };
}

function useUpdate() {
  const api = useApi();
  const { t } = useTranslation('projects');
  return useWrite({
    write: ({ ids, patch }: Target & { patch: ProjectChanges }) => api.projects.update.mutate({ ids, patch }),
    message: ({ ids }) => (ids.length > 1 ? t('changed', { count: ids.length }) : undefined),
    // Ids gain their brand on the wire; on this side a patch is what it looks like.
    optimistic: ({ ids, patch }) =>
      showProjectsAs(ids, (project) => ({ ...project, ...(patch as Partial<ProjectListItem>) })),
  });
}

/** What can be done to projects from a card, a row, a menu or their page. The functions never change. */
export function useProjectActions(): ProjectActions {
  const api = useApi();
  const { t } = useTranslation('projects');
  const { mutate: update } = useUpdate();
  const { mutate: archive } = useWrite({
    write: ({ ids, isArchived }: Target & { isArchived: boolean }) =>
      api.projects.update.mutate({ ids, patch: { isArchived } }),
    message: ({ ids, name, isArchived }) =>
      t(isArchived ? 'archived' : 'unarchived', { count: ids.length, name }),
    optimistic: ({ ids }) => hideProjects(ids),
  });
  const { mutate: remove } = useWrite({
    write: ({ ids, withContents }: Target & { withContents: boolean }) =>
      api.projects.remove.mutate({ ids, withContents }),
    message: ({ ids, name }) => t('removed', { count: ids.length, name }),
    optimistic: ({ ids }) => hideProjects(ids),
  });
  return useMemo(
    () => ({
      update: (projects, patch) => update({ ...target(projects), patch }),
      archive: (projects, isArchived) => archive({ ...target(projects), isArchived }),
      remove: (projects, withContents) => remove({ ...target(projects), withContents }),
    }),
    [update, archive, remove],
  );
}
