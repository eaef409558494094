import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type {
  BackupDevice,
  BackupPoint,
  BackupRun,
  BackupSettings,
  BackupStatus,
  ChangedPhrase,
  NewPhrase,
  Retention,
  SetUpBackupInput,
} from '#shared/contracts/backup.ts';
import type { Credential } from '#renderer/entities/access/credential.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePages } from '#renderer/api/use-pages.ts';
import { useLanguage } from '#renderer/lib/i18n/use-language.ts';
import { saveFile } from '#renderer/lib/save-file.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

const RUNS_PAGE = 10;

export function useBackupPoints() {
  const api = useApi();
  return useQuery({
    queryKey: ['backup', 'list'],
    queryFn: ({ signal }): Promise<readonly BackupPoint[]> => api.backup.list.query(undefined, { signal }),
    retry: false,
  });
}

export function useBackupDevices() {
  const api = useApi();
  return useQuery({
    queryKey: ['backup', 'devices'],
    queryFn: ({ signal }): Promise<readonly BackupDevice[]> =>
      api.backup.devices.query(undefined, { signal }),
    retry: false,
  });
}

/** What rules would let go of, before they are saved; without any, what those in force would let go now. */
export function useDroppedPoints(retention: Retention | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['backup', 'dropped', retention],
    queryFn: ({ signal }): Promise<readonly BackupPoint[]> =>
      api.backup.previewPrune.query({ retention }, { signal }),
    retry: false,
  });
}

export function useBackupRuns() {
  const api = useApi();
  return usePages<BackupRun>({
    key: ['backup', 'runs'],
    fetchPage: (cursor, signal) => api.backup.runs.query({ cursor, limit: RUNS_PAGE }, { signal }),
  });
}

const SETTINGS_KEY = ['backup', 'settings'] as const;

export function useBackupSettings() {
  const api = useApi();
  return useQuery({
    queryKey: SETTINGS_KEY,
    queryFn: ({ signal }): Promise<BackupSettings> => api.backup.settings.query(undefined, { signal }),
  });
}

/** Saved as they are changed, shown at once, and put back where that was refused. */
export function useSetBackupSettings() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (patch: Partial<BackupSettings>) => api.backup.updateSettings.mutate(patch),
    onMutate: async (patch) => {
      await queryClient.cancelQueries({ queryKey: SETTINGS_KEY });
      const before = queryClient.getQueryData<BackupSettings>(SETTINGS_KEY);
      if (before) queryClient.setQueryData<BackupSettings>(SETTINGS_KEY, { ...before, ...patch });
      return before;
    },
    onSuccess: (settings) => queryClient.setQueryData<BackupSettings>(SETTINGS_KEY, settings),
    onError: (error, _patch, before) => {
      queryClient.setQueryData(SETTINGS_KEY, before);
      toastError(error);
    },
  });
}

/** The host's answer moves the page at once, without waiting for its event. */
export function useTellStatus() {
  const queryClient = useQueryClient();
  return (status: BackupStatus) => queryClient.setQueryData<BackupStatus>(['backup', 'status'], status);
}

export type Steering = 'pause' | 'resume' | 'cancel';

export function useSteerBackup() {
  const api = useApi();
  const tell = useTellStatus();
  return useMutation({
    mutationFn: (steering: Steering): Promise<BackupStatus> => api.backup[steering].mutate(),
    onSuccess: tell,
    onError: toastError,
  });
}

export function useNewPhrase() {
  const api = useApi();
  return useMutation({
    mutationFn: (): Promise<NewPhrase> => api.backup.newPhrase.mutate(),
    // The words are told once and live as long as the step that shows them.
    gcTime: 0,
  });
}

/** Sets up and begins the first backup. */
export function useSetUp(onSetUp: () => void) {
  const api = useApi();
  const tell = useTellStatus();
  return useMutation({
    mutationFn: async (input: SetUpBackupInput): Promise<BackupStatus> => {
      const status = await api.backup.setUp.mutate(input);
      await api.backup.start.mutate();
      return status;
    },
    onSuccess: (status) => {
      tell(status);
      onSetUp();
    },
    gcTime: 0,
  });
}

export type PhraseChange = {
  readonly words: readonly { readonly index: number; readonly word: string }[];
  readonly isLeaked: boolean;
  readonly current: Credential | undefined;
};

export function useChangePhrase(onChanged: () => void) {
  const api = useApi();
  const tell = useTellStatus();
  const { t } = useTranslation('backup');
  return useMutation({
    mutationFn: ({ words, ...change }: PhraseChange): Promise<ChangedPhrase> =>
      api.backup.changePhrase.mutate({ words: [...words], ...change }),
    onSuccess: (status) => {
      tell(status);
      toastDone({ message: t(status.jobId === null ? 'phraseChanged' : 'phraseBegun') });
      onChanged();
    },
    gcTime: 0,
  });
}

export function useDisconnect(onDone: () => void) {
  const api = useApi();
  const tell = useTellStatus();
  const { t } = useTranslation('backup');
  return useMutation({
    mutationFn: (): Promise<BackupStatus> => api.backup.disconnect.mutate(),
    onSuccess: (status) => {
      tell(status);
      toastDone({ message: t('disconnected') });
      onDone();
    },
    onError: toastError,
  });
}

/** The job behind what runs: it counts where the bytes to come are not known yet. */
export function useRunningJob(jobId: string) {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['jobs', 'active'],
    queryFn: ({ signal }) => api.jobs.active.query(undefined, { signal }),
  });
  return data?.find(({ id }) => id === jobId);
}

export function useRestore(onBegun: () => void) {
  const api = useApi();
  return useMutation({
    mutationFn: (input: { readonly sequence: number; readonly current: Credential }) =>
      api.backup.restore.mutate(input),
    onSuccess: onBegun,
    gcTime: 0,
  });
}

/** The workspace closes for a moment and opens as it was; nobody is here then to be told. */
export function usePutBack() {
  const api = useApi();
  return useMutation({
    mutationFn: (input: { readonly current: Credential }) => api.backup.putBack.mutate(input),
    gcTime: 0,
  });
}

export function useSameWords(onDone: () => void) {
  const api = useApi();
  const queryClient = useQueryClient();
  const { t } = useTranslation('backup');
  return useMutation({
    mutationFn: async (input: { readonly phrase: string; readonly current: Credential }) => {
      await api.backup.usePhraseHere.mutate(input);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['backup', 'status'] });
      toastDone({ message: t('sameWordsDone') });
      onDone();
    },
    gcTime: 0,
  });
}

/** The printable page, to the downloads. The words are on it only where they are given. */
export function useSaveKit() {
  const api = useApi();
  const language = useLanguage();
  return useMutation({
    mutationFn: async (phrase: string | undefined) => {
      const { fileName, pdfBase64 } = await api.backup.kit.mutate({ phrase, language });
      const bytes = Uint8Array.from(window.atob(pdfBase64), (character) => character.charCodeAt(0));
      saveFile([bytes], fileName, 'application/pdf');
    },
    onError: toastError,
    gcTime: 0,
  });
}
