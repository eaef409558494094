import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useApi } from '../api/provider.tsx';
import { errorCode } from '../lib/describe-error.ts';
import { toastDone, toastError } from '../lib/toast.ts';
import { useCommandLabel } from '../lib/use-command-label.ts';

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
    mutationFn: () => api.changes.redo.mutate(),
    onSuccess: ({ done }) => toastDone({ message: t('redoneNamed', { label: labelOf(done) }) }),
    onError: onError(t('redoneEmpty')),
  });
  const undo = useMutation({
    mutationFn: () => api.changes.undo.mutate({}),
    onSuccess: ({ done }) => toastDone({ message: t('undoneNamed', { label: labelOf(done) }) }),
    onError: onError(t('undoneEmpty')),
  });
  return { undo: () => undo.mutate(), redo: () => redo.mutate() };
}
