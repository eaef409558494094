import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Checkpoint } from '#shared/contracts/checkpoints.ts';
import type { Recurrence } from '#shared/contracts/tasks.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useUndo, useWrite } from '#renderer/api/use-write.ts';
import { localNow, type LocalDate } from '#renderer/lib/dates.ts';
import { useLanguage } from '#renderer/lib/i18n/use-language.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

export function useTaskHistory(id: string, enabled: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ['changes', 'history', 'task', id],
    queryFn: ({ signal }) => api.changes.history.query({ entity: 'task', id, limit: 100 }, { signal }),
    enabled,
  });
}

export function useCommentWrites(taskId: string) {
  const api = useApi();
  const { t } = useTranslation('tasks');
  const add = useWrite({ write: (body: string) => api.tasks.comment.mutate({ taskId, body }) });
  const update = useWrite({
    write: (input: { id: string; body: string }) => api.tasks.updateComment.mutate(input),
  });
  const remove = useWrite({
    write: (id: string) => api.tasks.removeComment.mutate({ id }),
    message: () => t('commentRemoved'),
  });
  return { add, update, remove };
}

export function useAddSubtask(parent: { readonly id: string; readonly projectId: string | null }) {
  const api = useApi();
  return useWrite({
    write: (title: string) =>
      api.tasks.create.mutate({ title, parentId: parent.id, projectId: parent.projectId }),
  });
}

/** A rule in words and its next days. Kept for the rule before it, so that words do not blink while one is typed. */
export function useRecurrencePreview(recurrence: Pick<Recurrence, 'rrule' | 'mode'> | null, from: LocalDate) {
  const api = useApi();
  const locale = useLanguage();
  return useQuery({
    queryKey: ['recurrence', recurrence?.rrule, recurrence?.mode, from, locale],
    queryFn: ({ signal }) =>
      api.tasks.previewRecurrence.query(
        { rrule: recurrence?.rrule ?? '', mode: recurrence?.mode, from, locale },
        { signal },
      ),
    enabled: recurrence !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** The first day of a rule from `from` on; `from` itself where it names none. */
export function useFirstDay() {
  const api = useApi();
  const locale = useLanguage();
  return async ({ rrule, mode }: Pick<Recurrence, 'rrule' | 'mode'>, from: LocalDate): Promise<LocalDate> => {
    const { dates } = await api.tasks.previewRecurrence.query({ rrule, mode, from, locale });
    return dates[0] ?? from;
  };
}

/** Reads "every 2 weeks on monday" as quick add does; undefined while it is not a repetition. */
export function useRecurrenceFromWords(text: string) {
  const api = useApi();
  const locale = useLanguage();
  return useQuery({
    queryKey: ['recurrence', 'words', text, locale],
    queryFn: async ({ signal }) => {
      const parsed = await api.tasks.parseQuickAdd.query({ text, now: localNow(), locale }, { signal });
      return parsed.recurrence ?? null;
    },
    enabled: text.trim() !== '',
    placeholderData: keepPreviousData,
  });
}

export function useCheckpointOptions(projectId: string | null, enabled: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ['checkpoints', 'list', 'options', projectId],
    queryFn: ({ signal }) =>
      api.checkpoints.list.query(
        { limit: 200, projectIds: projectId === null ? undefined : [projectId] },
        { signal },
      ),
    enabled,
  });
}

/** The checkpoints a task waits for; one that is gone is left out. */
export function useCheckpointsById(ids: readonly string[]) {
  const api = useApi();
  return useQuery({
    queryKey: ['checkpoints', 'get', ids],
    queryFn: async ({ signal }): Promise<Checkpoint[]> => {
      const found = await Promise.allSettled(ids.map((id) => api.checkpoints.get.query({ id }, { signal })));
      return found.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    },
    enabled: ids.length > 0,
  });
}

export function useRestoreTask() {
  const api = useApi();
  const undo = useUndo();
  const { t } = useTranslation('tasks');
  return useMutation({
    mutationFn: (id: string) => api.trash.restore.mutate({ items: [{ kind: 'task', id }] }),
    onSuccess: ({ changeSetId }) =>
      toastDone({
        message: t('restored'),
        undo: changeSetId === null ? undefined : () => undo(changeSetId),
      }),
    onError: toastError,
  });
}
