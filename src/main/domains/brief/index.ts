/** The brief of the day: what is due, late, in conflict, waiting and new, in a few sentences with what they rest on. */
import { BriefService, type BriefDeps } from './brief.service.ts';
import { createBriefStore } from './brief.store.ts';

export { BriefSchedule, briefJobs } from './brief.jobs.ts';
export type Briefs = BriefService;

export function createBriefs(deps: Omit<BriefDeps, 'reads'>): Briefs {
  return new BriefService({ ...deps, reads: createBriefStore(deps.store.reader) });
}
