/** Playbooks: plans of several actions, checked as a whole, run as one durable job, and kept under a name. */
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { Proposals } from '#main/domains/proposals/index.ts';
import type { Actions } from '#main/engine/actions/index.ts';
import type { JobDefinition, Jobs } from '#main/engine/jobs/index.ts';
import { definePlanJob, PLAN_JOB, type PlanParts } from './plan.jobs.ts';
import { PlanSignals } from './plan-signals.ts';
import { PlaybooksService } from './playbooks.service.ts';
import { createPlaybooksStore } from './playbooks.store.ts';

export type Playbooks = PlaybooksService;

/** Between `start` and `stop` plans hear of the decisions that they wait for. */
export type PlanListening = Pick<PlanSignals, 'start' | 'stop'>;

export function listenForPlans(deps: {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly proposals: Proposals;
}): PlanListening {
  return new PlanSignals({ ...deps, news: deps.proposals.news, planType: PLAN_JOB });
}

/** The handler of the durable job, to be registered with the job engine before it starts. */
export function planJobs(parts: () => PlanParts): readonly JobDefinition<never>[] {
  return [definePlanJob(parts) as JobDefinition<never>]; // the engine parses the input by the definition's own schema
}

export function createPlaybooks(deps: {
  readonly store: Store;
  readonly ids: IdSource;
  readonly actions: Actions;
  readonly jobs: Jobs;
}): Playbooks {
  return new PlaybooksService({ ...deps, reads: createPlaybooksStore(deps.store.reader) });
}
