import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import type { CommandSummary, UndoResult } from '#shared/contracts/changes.ts';
import { useApi } from '../api/provider.tsx';
import { errorCode } from '../lib/describe-error.ts';
import { toastDone, toastError } from '../lib/toast.ts';

/** What was done, in the reader's language: the command is a key of the commands catalogue. */
export function useCommandLabel(): (summary: CommandSummary) => string {
  const { t, i18n } = useTranslation('commands');
  return ({ command, params }) => {
    const hasCount = 'count' in params;
    const exists = i18n.exists(
      `commands:${command}`,
      hasCount ? { count: Number(params['count']) } : undefined,
    );
    // Keys that come over the wire can't be checked at compile time; existence is checked just above.
    return exists ? t(command as 'change', params) : t('change');
  };
}

/** Undo and redo across the whole app, with a toast that says what came back. */
export function useUndoRedo(): { undo(): void; redo(): void } {
  const { t } = useTranslation('shell');
  const api = useApi();
  const labelOf = useCommandLabel();
  const onError = (empty: string) => (error: Error) => {
    if (errorCode(error) === 'nothing_to_undo') toast(empty);
    else toastError(error);
  };
  const redo = useMutation({
    mutationFn: (): Promise<UndoResult> => api.changes.redo.mutate(),
    onSuccess: ({ done }) => toastDone({ message: t('redoneNamed', { label: labelOf(done) }) }),
    onError: onError(t('redoneEmpty')),
  });
  const undo = useMutation({
    mutationFn: (): Promise<UndoResult> => api.changes.undo.mutate({}),
    onSuccess: ({ done }) => toastDone({ message: t('undoneNamed', { label: labelOf(done) }) }),
    onError: onError(t('undoneEmpty')),
  });
  return { undo: () => undo.mutate(), redo: () => redo.mutate() };
}
