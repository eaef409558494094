import type { ProjectListItem } from '#shared/contracts/projects.ts';
import { dropItems, patchItems } from '#renderer/api/cached-items.ts';
import type { Optimistic } from '#renderer/api/use-write.ts';

/** These projects look like this at once in every list and on their own page. */
export function showProjectsAs(
  ids: readonly string[],
  change: (project: ProjectListItem) => ProjectListItem,
): Optimistic[] {
  return [{ key: ['projects'], update: patchItems<ProjectListItem>(ids, change) }];
}

export function hideProjects(ids: readonly string[]): Optimistic[] {
  return [{ key: ['projects', 'list'], update: dropItems(ids) }];
}
