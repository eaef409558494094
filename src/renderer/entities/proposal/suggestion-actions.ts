import { useMemo } from 'react';
import { useCheckpointActions } from '../checkpoint/checkpoint-actions.ts';
import { useTaskActions } from '../task/task-actions.ts';

export type Suggested = {
  readonly kind: 'task' | 'checkpoint';
  readonly id: string;
  readonly title: string;
};

export type SuggestionActions = { approve(item: Suggested): void; reject(item: Suggested): void };

export function isSuggestion(item: {
  readonly isAiSuggested: boolean;
  readonly isApproved: boolean;
}): boolean {
  return item.isAiSuggested && !item.isApproved;
}

/** Deciding where a suggestion stands; its proposal in the inbox follows. */
export function useSuggestionActions(): SuggestionActions {
  const tasks = useTaskActions();
  const checkpoints = useCheckpointActions();
  return useMemo(
    () => ({
      approve: (item) => (item.kind === 'task' ? tasks.approve([item]) : checkpoints.approve(item)),
      reject: (item) => (item.kind === 'task' ? tasks.dismiss([item]) : checkpoints.dismiss(item)),
    }),
    [tasks, checkpoints],
  );
}
