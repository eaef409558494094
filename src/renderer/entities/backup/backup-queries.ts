import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { BackupStatus, FoundAtPlace } from '#shared/contracts/backup.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastError } from '#renderer/lib/toast.ts';
import type { ChosenPlace } from './place-draft.ts';

const STATUS_KEY = ['backup', 'status'] as const;

/** One look at everything about the backup; the shell keeps it current. */
export function useBackupStatus() {
  const api = useApi();
  return useQuery({
    queryKey: STATUS_KEY,
    queryFn: ({ signal }): Promise<BackupStatus> => api.backup.status.query(undefined, { signal }),
  });
}

/** Keeps the status current, progress included. Once a window, by the shell. */
export function useBackupWatch(): void {
  const api = useApi();
  const queryClient = useQueryClient();
  useEffect(() => {
    const subscription = api.backup.watch.subscribe(undefined, {
      onData: (status) => queryClient.setQueryData<BackupStatus>(STATUS_KEY, status),
    });
    return () => subscription.unsubscribe();
  }, [api, queryClient]);
}

/** What can be begun with the backup. Each answers at once; the work is a job. */
export const BACKUP_DEEDS = ['start', 'verify', 'verifyData', 'drill', 'prune'] as const;
export type BackupDeed = (typeof BACKUP_DEEDS)[number];

export function useBackupDeed() {
  const api = useApi();
  const begin = {
    start: () => api.backup.start.mutate(),
    verify: () => api.backup.verify.mutate({ readData: false }),
    verifyData: () => api.backup.verify.mutate({ readData: true, sample: 1 }),
    drill: () => api.backup.drill.mutate({ isWhole: true }),
    prune: () => api.backup.prune.mutate(),
  } satisfies Record<BackupDeed, () => Promise<unknown>>;
  return useMutation({ mutationFn: (deed: BackupDeed) => begin[deed](), onError: toastError });
}

/** Reaches a place and says whether a backup lies there. */
export function useTryPlace() {
  const api = useApi();
  return useMutation({
    mutationFn: (chosen: ChosenPlace): Promise<FoundAtPlace> => api.backup.tryPlace.mutate(chosen),
  });
}

const NO_WORDS: readonly string[] = [];

/** The words that a recovery phrase is made of, in alphabetical order; none while they are on their way. */
export function usePhraseWords(): readonly string[] {
  const api = useApi();
  const { data = NO_WORDS } = useQuery({
    queryKey: ['phraseWords'],
    queryFn: ({ signal }): Promise<readonly string[]> => api.backup.phraseWords.query(undefined, { signal }),
    staleTime: Infinity,
  });
  return data;
}
