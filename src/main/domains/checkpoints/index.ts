/** Checkpoints: milestones of a project, with the evidence that they were reached. */
import { CheckpointsService, type CheckpointsDeps } from './checkpoints.service.ts';
import { createCheckpointsStore } from './checkpoints.store.ts';

export type Checkpoints = CheckpointsService;

export function createCheckpoints(deps: Omit<CheckpointsDeps, 'reads'>): Checkpoints {
  return new CheckpointsService({ ...deps, reads: createCheckpointsStore(deps.store.reader) });
}
