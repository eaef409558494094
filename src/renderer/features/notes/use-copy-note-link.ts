import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

export function useCopyNoteLink(): (id: string) => void {
  const { t } = useTranslation('notes');
  return useCallback(
    (id) => {
      navigator.clipboard
        .writeText(`adiuva://note/${id}`)
        .then(() => toastDone({ message: t('linkCopied') }), toastError);
    },
    [t],
  );
}
