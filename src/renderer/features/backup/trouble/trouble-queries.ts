import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BackupStatus, ChangeAccessInput } from '#shared/contracts/backup.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastDone } from '#renderer/lib/toast.ts';
import { useTellStatus } from '../queries.ts';

/** Each ends what stood in the way and begins a backup, which the status then shows. */
function useRemedied(onDone: () => void) {
  const tell = useTellStatus();
  const { t } = useTranslation('backup');
  return (status: BackupStatus) => {
    tell(status);
    toastDone({ message: t('remedied') });
    onDone();
  };
}

/** The words that open the backup since another device changed them. */
export function useReenter(onDone: () => void) {
  const api = useApi();
  const onSuccess = useRemedied(onDone);
  return useMutation({
    mutationFn: (phrase: string): Promise<BackupStatus> => api.backup.reenter.mutate({ phrase }),
    onSuccess,
    gcTime: 0,
  });
}

/** The list at the place is taken for the right one. */
export function useAcceptList(onDone: () => void) {
  const api = useApi();
  const onSuccess = useRemedied(onDone);
  return useMutation({ mutationFn: (): Promise<BackupStatus> => api.backup.acceptList.mutate(), onSuccess });
}

/** What opens the place from now on. */
export function useChangeAccess(onDone: () => void) {
  const api = useApi();
  const onSuccess = useRemedied(onDone);
  return useMutation({
    mutationFn: (input: ChangeAccessInput): Promise<BackupStatus> => api.backup.changeAccess.mutate(input),
    onSuccess,
    gcTime: 0,
  });
}
