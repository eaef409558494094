import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { OpenedVault, RestoreProgress } from '#shared/contracts/backup.ts';
import type { SetupResult, SystemStatus } from '#shared/contracts/system.ts';
import type { Credential } from '#renderer/entities/access/credential.ts';
import type { ChosenVault } from '#renderer/entities/backup/place-draft.ts';
import { useSystemInfo } from '#renderer/entities/access/use-system-info.ts';
import { REPAIR_REPORT_KEY } from '#renderer/entities/access/repair-report.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { initialLanguage, systemLanguage } from '#renderer/lib/i18n/index.ts';

export type StartInput = { readonly passphrase?: string | undefined; readonly useKeychain: boolean };
export type StartChoice = 'empty' | 'sample' | 'import';

const STATUS_KEY = ['system', 'status'] as const;

/** The host's answer moves the gate at once, without waiting for its event. */
function useTellStatus() {
  const queryClient = useQueryClient();
  return (status: SystemStatus) => queryClient.setQueryData(STATUS_KEY, status);
}

export function useUnlock() {
  const api = useApi();
  const tell = useTellStatus();
  return useMutation({
    mutationFn: (input: Credential) => api.system.unlock.mutate(input),
    onSuccess: tell,
  });
}

/** A new store, or the unencrypted one of this folder made into an encrypted one. */
export function useSetup(source: 'new' | 'plaintext') {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: StartInput): Promise<SetupResult> =>
      source === 'new' ? api.system.setup.mutate(input) : api.system.importPlaintext.mutate(input),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['system', 'info'] }),
  });
}

/** The words are told once; who has not noted them gets new ones against a key that still opens the store. */
export function useNewRecoveryPhrase() {
  const api = useApi();
  return useMutation({
    mutationFn: (current: Credential): Promise<SetupResult> =>
      api.system.newRecoveryPhrase.mutate({ current }),
  });
}

/** Looks at the folder anew: what stood in the way may be gone. */
export function useLookAgain() {
  const api = useApi();
  const tell = useTellStatus();
  return useMutation({ mutationFn: () => api.system.lock.mutate(), onSuccess: tell });
}

export function useRepair() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: Credential) => api.system.repair.mutate(input),
    onSuccess: (report) => queryClient.setQueryData(REPAIR_REPORT_KEY, report),
  });
}

/** The ways in, as the key file beside the store lists them; the store itself need not open. */
export function useKeySlots() {
  const api = useApi();
  return useQuery({
    queryKey: ['system', 'keySlots'],
    queryFn: ({ signal }) => api.system.keySlots.query(undefined, { signal }),
    retry: false,
  });
}

export function useDataFolder(): string | undefined {
  return useSystemInfo()?.dataDir;
}

/** Name of the file in the data folder that the workspace was brought in from, while it is there. */
export function useUnencryptedFile(): string | undefined {
  return useSystemInfo()?.unencryptedFiles.at(-1);
}

/** Ends the first start with what the person chose to begin with. */
export function useBegin(onChoosePage: (path: string) => void) {
  const api = useApi();
  return useMutation({
    mutationFn: async (choice: StartChoice) => {
      // A language picked on the welcome screen is meant to stay; the store rules from now on.
      const language = initialLanguage();
      if (language !== systemLanguage()) await api.settings.set.mutate({ language });
      if (choice === 'sample') await api.system.startSample.mutate();
      onChoosePage(choice === 'import' ? '/import' : '/');
      await api.system.finishOnboarding.mutate();
    },
  });
}

/** Looks into a backup from a device that has no workspace yet. */
export function useOpenVault() {
  const api = useApi();
  return useMutation({
    mutationFn: (input: ChosenVault & { readonly phrase: string }): Promise<OpenedVault> =>
      api.backup.openVault.mutate(input),
    gcTime: 0,
  });
}

type RestoreHere = ChosenVault &
  StartInput & { readonly phrase: string; readonly sequence: number; readonly deviceName: string };

/** The whole workspace out of a backup; the host's event then opens the gate. */
export function useRestoreHere() {
  const api = useApi();
  return useMutation({
    mutationFn: async (input: RestoreHere) => {
      await api.backup.restoreHere.mutate(input);
    },
    gcTime: 0,
  });
}

export function useRestoreProgress(): RestoreProgress | undefined {
  const api = useApi();
  const [progress, setProgress] = useState<RestoreProgress>();
  useEffect(() => {
    const subscription = api.backup.restoreProgress.subscribe(undefined, { onData: setProgress });
    return () => subscription.unsubscribe();
  }, [api]);
  return progress;
}
