/** Checkpoints: milestones of a project, with the evidence that they were reached. */
import type { Projects } from '#main/domains/projects/index.ts';
import type { ActionDefinition } from '#main/engine/actions/index.ts';
import { readSuggestionStates } from './checkpoint-suggestion.store.ts';
import { checkpointActions as actionsOf } from './checkpoints.actions.ts';
import { CheckpointsService, type CheckpointsDeps } from './checkpoints.service.ts';
import { createCheckpointsStore } from './checkpoints.store.ts';

export type Checkpoints = CheckpointsService;

export function createCheckpoints(deps: Omit<CheckpointsDeps, 'reads'>): Checkpoints {
  return new CheckpointsService({ ...deps, reads: createCheckpointsStore(deps.store.reader) });
}

/** What others than the person may do with checkpoints. */
export function checkpointActions(checkpoints: Checkpoints, projects: Projects): readonly ActionDefinition[] {
  return actionsOf({ checkpoints, projects, readStates: readSuggestionStates });
}
