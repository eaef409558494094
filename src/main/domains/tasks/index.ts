/** Tasks: what is to be done, with sub-tasks, comments, repetition and quick add. */
import { QuickAddService } from './quick-add.service.ts';
import { TaskCommentsService } from './task-comments.service.ts';
import { taskActions } from './tasks.actions.ts';
import { readSuggestionStates } from './task-suggestions.store.ts';
import { TasksService, type TasksDeps } from './tasks.service.ts';
import { createTasksStore } from './tasks.store.ts';

export { loadDateReader } from './quick-add/dates.ts';
export { fold, matchName } from './quick-add/names.ts';
export { parseQuickAdd } from './quick-add/quick-add.ts';
export { formatRecurrenceRule, parseRecurrenceRule } from './recurrence-rule.ts';
export { nextOccurrence } from './recurrence.ts';
export { newTaskRow } from './task-row.ts';
export { textActions } from './text-dates.actions.ts';
export type Tasks = TasksService;
export type QuickAdd = QuickAddService;
export type TaskComments = TaskCommentsService;

export function createTasks(deps: Omit<TasksDeps, 'readsOf'>) {
  const tasks = new TasksService({ ...deps, readsOf: createTasksStore });
  const taskComments = new TaskCommentsService(deps);
  const { find } = createTasksStore(deps.store.reader);
  return {
    tasks,
    quickAdd: new QuickAddService({ ...deps, tasks }),
    taskComments,
    actions: taskActions({
      tasks,
      comments: taskComments,
      projects: deps.projects,
      find,
      readStates: readSuggestionStates,
    }),
  };
}
