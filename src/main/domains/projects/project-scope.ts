import { AppError } from '#shared/errors.ts';
import type { WorkspaceScope } from '#shared/kernel/permission-scope.ts';
import type { ProjectsService } from './projects.service.ts';

/** Where an item belongs: by what rights it may be reached, and what a preview calls it. */
export type ProjectPlace = { readonly name: string; readonly clientId: string | null };

/** Undefined for a project that does not exist or is in the trash. */
export async function findPlace(
  projects: Pick<ProjectsService, 'listNames'>,
  projectId: string,
): Promise<ProjectPlace | undefined> {
  return (await projects.listNames()).find((project) => project.id === projectId);
}

/**
 * The scope of an item by what it belongs to; the client of its project comes before its own. Where the project is
 * unknown the client can be anyone, so that no right for one client lets the call through.
 */
export async function scopeWithin(
  projects: Pick<ProjectsService, 'listNames'>,
  item: { readonly kind: string; readonly projectId?: string | null; readonly clientId?: string | null },
): Promise<WorkspaceScope> {
  const { kind, projectId = null, clientId = null } = item;
  if (projectId === null) return { kind, projectId: null, clientId };
  const place = await findPlace(projects, projectId);
  if (!place) return { kind, projectId };
  return { kind, projectId, clientId: place.clientId };
}

/** For previews: what cannot be done is told before it is asked about. */
export async function requirePlace(
  projects: Pick<ProjectsService, 'listNames'>,
  projectId: string,
): Promise<ProjectPlace> {
  const place = await findPlace(projects, projectId);
  if (place) return place;
  throw new AppError('not_found', 'The project that this is for does not exist any more. Nothing was done.');
}
