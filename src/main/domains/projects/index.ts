/** Projects: a piece of work for a client, with its budget, dates, tasks, checkpoints and notes. */
import { ProjectsService, type ProjectsDeps } from './projects.service.ts';
import { createProjectsStore } from './projects.store.ts';

export { findPlace, requirePlace, scopeWithin, type ProjectPlace } from './project-scope.ts';
export { projectActions } from './projects.actions.ts';
export { newProjectRow } from './projects.service.ts';
export type Projects = ProjectsService;

export function createProjects(deps: Omit<ProjectsDeps, 'readsOf'>): Projects {
  return new ProjectsService({ ...deps, readsOf: createProjectsStore });
}
