import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { Task, taskPatchSchema } from '#shared/contracts/tasks.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useWrite } from '#renderer/api/use-write.ts';
import { hideTasks, showTasksAs } from './cached-tasks.ts';

export type TaskChanges = z.input<typeof taskPatchSchema>;
type Named = { readonly id: string; readonly title: string };
type Titled = { readonly ids: string[]; readonly title: string };

export type TaskActions = {
  complete(tasks: readonly Named[], isDone: boolean): void;
  /** An edit whose effect is plain to see; with several tasks a toast says how many. */
  update(tasks: readonly Named[], patch: TaskChanges): void;
  /** The same, to be waited for. Rejects when it was refused. */
  save(id: string, patch: TaskChanges): Promise<unknown>;
  tag(tasks: readonly Named[], add: readonly string[], remove: readonly string[]): void;
  remove(tasks: readonly Named[]): void;
  approve(tasks: readonly Named[]): void;
  dismiss(tasks: readonly Named[]): void;
};

function titled(tasks: readonly Named[]): Titled {
  return { ids: tasks.map(({ id }) => id), title: tasks[0]?.title ?? '' };
}

function useUpdate() {
  const api = useApi();
  const { t } = useTranslation('tasks');
  return useWrite({
    write: ({ ids, patch }: { ids: string[]; patch: TaskChanges }) => api.tasks.update.mutate({ ids, patch }),
    message: ({ ids }) => (ids.length > 1 ? t('changed', { count: ids.length }) : undefined),
    // Ids gain their brand on the wire; on this side a patch is what it looks like.
    optimistic: ({ ids, patch }) => showTasksAs(ids, (task) => ({ ...task, ...(patch as Partial<Task>) })),
  });
}

function useComplete() {
  const api = useApi();
  const { t } = useTranslation('tasks');
  return useWrite({
    write: ({ ids, isDone }: Titled & { isDone: boolean }) => api.tasks.complete.mutate({ ids, isDone }),
    message: ({ ids, title, isDone }) => t(isDone ? 'completed' : 'reopened', { count: ids.length, title }),
    optimistic: ({ ids, isDone }) =>
      showTasksAs(ids, (task) => ({ ...task, status: isDone ? 'done' : 'todo' })),
  });
}

function useTag() {
  const api = useApi();
  return useWrite({
    write: ({ ids, add, remove }: { ids: string[]; add: string[]; remove: string[] }) =>
      api.tasks.addTags.mutate({ ids, add, remove }),
    optimistic: ({ ids, add, remove }) =>
      showTasksAs(ids, (task) => ({
        ...task,
        tags: [...new Set([...task.tags, ...add])].filter((tag) => !remove.includes(tag)),
      })),
  });
}

function useTakeAway() {
  const api = useApi();
  const { t } = useTranslation('tasks');
  const remove = useWrite({
    write: ({ ids }: Titled) => api.tasks.remove.mutate({ ids }),
    message: ({ ids, title }) => t('removed', { count: ids.length, title }),
    optimistic: ({ ids }) => hideTasks(ids),
  });
  const dismiss = useWrite({
    write: ({ ids }: Titled) => api.tasks.dismiss.mutate({ ids }),
    message: ({ ids, title }) => t('dismissed', { count: ids.length, title }),
    optimistic: ({ ids }) => hideTasks(ids),
  });
  return { remove: remove.mutate, dismiss: dismiss.mutate };
}

function useApprove() {
  const api = useApi();
  const { t } = useTranslation('tasks');
  return useWrite({
    write: ({ ids }: Titled) => api.tasks.approve.mutate({ ids }),
    message: ({ ids, title }) => t('accepted', { count: ids.length, title }),
    optimistic: ({ ids }) => showTasksAs(ids, (task) => ({ ...task, isApproved: true })),
  });
}

/** Everything that can be done to tasks from a list, a menu or a panel. The functions never change. */
export function useTaskActions(): TaskActions {
  const { mutate: update, mutateAsync: updateAsync } = useUpdate();
  const { mutate: complete } = useComplete();
  const { mutate: tag } = useTag();
  const { mutate: approve } = useApprove();
  const { remove, dismiss } = useTakeAway();
  return useMemo(
    () => ({
      update: (tasks, patch) => update({ ids: titled(tasks).ids, patch }),
      save: (id, patch) => updateAsync({ ids: [id], patch }),
      complete: (tasks, isDone) => complete({ ...titled(tasks), isDone }),
      tag: (tasks, add, without) => tag({ ids: titled(tasks).ids, add: [...add], remove: [...without] }),
      approve: (tasks) => approve(titled(tasks)),
      remove: (tasks) => remove(titled(tasks)),
      dismiss: (tasks) => dismiss(titled(tasks)),
    }),
    [update, updateAsync, complete, tag, approve, remove, dismiss],
  );
}
