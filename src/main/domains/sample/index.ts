/**
 * The sample workspace: the desk of a designer in Bologna with 6 clients, 14 projects, 160 tasks and 60 notes,
 * dated around the day on which it is made.
 */
import type { WriteResult } from '#main/db/store.ts';
import { fillWithSample, type SampleCounts, type SampleDeps } from './sample.service.ts';
import { isWorkspaceEmpty } from './sample.store.ts';

export { sampleWorld } from './content/world.ts';
export { makeSampleRows, type SampleRows } from './sample-rows.ts';
export type { SampleCounts } from './sample.service.ts';

export type Sample = {
  /**
   * Fills an empty workspace in one change set, so that one undo takes all of it back. Throws `conflict` and changes
   * nothing when there is anything in the workspace, be it in the trash.
   */
  create(): Promise<WriteResult<SampleCounts>>;
};

export function createSample(deps: Omit<SampleDeps, 'isWorkspaceEmpty'>): Sample {
  return { create: () => fillWithSample({ ...deps, isWorkspaceEmpty }) };
}
