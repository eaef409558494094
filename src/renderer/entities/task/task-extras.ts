import { useTranslation } from 'react-i18next';
import type { Task } from '#shared/contracts/tasks.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useWrite } from '#renderer/api/use-write.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

/** A second task like the first: still open, with every box unticked. */
function copyOf(task: Task, title: string) {
  const { description, projectId, clientId, parentId, priority, dueDate, dueTime } = task;
  const { plannedDate, estimateMinutes, tags, recurrence, waitsForCheckpointIds } = task;
  return {
    title,
    description,
    projectId,
    clientId,
    parentId,
    priority,
    dueDate,
    dueTime,
    plannedDate,
    estimateMinutes,
    tags: [...tags],
    recurrence,
    waitsForCheckpointIds: [...waitsForCheckpointIds],
    checklist: task.checklist.map((item) => ({ ...item, isDone: false })),
  };
}

/** What is done to one task now and then. */
export function useTaskExtras() {
  const api = useApi();
  const { t } = useTranslation('tasks');
  const duplicate = useWrite({
    write: (task: Task) =>
      api.tasks.create.mutate(copyOf(task, t('copyOf', { title: task.title }).slice(0, 500))),
    message: (task) => t('duplicated', { title: task.title }),
  });
  return {
    duplicate: duplicate.mutate,
    copyLink: (task: Pick<Task, 'id'>): void => {
      navigator.clipboard
        .writeText(`adiuva://task/${task.id}`)
        .then(() => toastDone({ message: t('linkCopied') }), toastError);
    },
  };
}
