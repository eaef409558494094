import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '#renderer/api/provider.tsx';
import { useUndo } from '#renderer/api/use-write.ts';
import { localNow } from '#renderer/lib/dates.ts';
import { useLanguage } from '#renderer/lib/i18n/use-language.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

/** Adds what was typed; the toast takes it back. */
export function useQuickAdd() {
  const { t } = useTranslation('shell');
  const api = useApi();
  const undo = useUndo();
  const locale = useLanguage();
  return useMutation({
    mutationFn: ({ text, projectId }: { text: string; projectId?: string }) =>
      api.tasks.quickAdd.mutate({
        text,
        now: localNow(),
        locale,
        defaults: projectId === undefined ? undefined : { projectId },
      }),
    onSuccess: ({ item, changeSetId }) =>
      toastDone({
        message: t('quickAddAdded', { title: item.title }),
        undo: changeSetId === null ? undefined : () => undo(changeSetId),
      }),
    onError: toastError,
  });
}
