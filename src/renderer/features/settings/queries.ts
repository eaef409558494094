import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Settings, SettingsPatch } from '#shared/contracts/settings.ts';
import type { DoctorReport, SetupResult, SlotKind, SystemStatus } from '#shared/contracts/system.ts';
import type { Credential } from '#renderer/entities/access/credential.ts';
import { REPAIR_REPORT_KEY, type RepairReport } from '#renderer/entities/access/repair-report.ts';
import type { Api } from '#renderer/api/client.ts';
import { SLOTS_KEY } from '#renderer/entities/access/use-key-slots.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

const SETTINGS_KEY = ['settings', 'get'] as const;
const STATUS_KEY = ['system', 'status'] as const;

export function useSettings() {
  const api = useApi();
  return useQuery({
    queryKey: SETTINGS_KEY,
    queryFn: ({ signal }): Promise<Settings> => api.settings.get.query(undefined, { signal }),
  });
}

/** Shown at once; put back with the reason when the host refuses. */
export function useSetSettings() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (patch: SettingsPatch): Promise<Settings> => api.settings.set.mutate(patch),
    onMutate: async (patch) => {
      await queryClient.cancelQueries({ queryKey: SETTINGS_KEY });
      const before = queryClient.getQueryData<Settings>(SETTINGS_KEY);
      if (before) queryClient.setQueryData<Settings>(SETTINGS_KEY, { ...before, ...patch });
      return before;
    },
    onError: (error, _patch, before) => {
      queryClient.setQueryData(SETTINGS_KEY, before);
      toastError(error);
    },
    onSuccess: (settings) => queryClient.setQueryData<Settings>(SETTINGS_KEY, settings),
  });
}

export function useSystemInfo() {
  const api = useApi();
  return useQuery({
    queryKey: ['system', 'info'],
    queryFn: ({ signal }) => api.system.info.query(undefined, { signal }),
    staleTime: Infinity,
  });
}

/** Reads the whole file, so only when the person asks. */
export function useDoctor() {
  const api = useApi();
  return useMutation({ mutationFn: (): Promise<DoctorReport> => api.system.doctor.query() });
}

export function useRepairReport(): RepairReport | undefined {
  const { data } = useQuery<RepairReport | null>({
    queryKey: REPAIR_REPORT_KEY,
    queryFn: () => null,
    enabled: false,
    staleTime: Infinity,
  });
  return data ?? undefined;
}

export function useStatus(): SystemStatus | undefined {
  const api = useApi();
  const { data } = useQuery({
    queryKey: STATUS_KEY,
    queryFn: ({ signal }): Promise<SystemStatus> => api.system.status.query(undefined, { signal }),
  });
  return data;
}

export function useLock() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (): Promise<SystemStatus> => api.system.lock.mutate(),
    onSuccess: (status) => queryClient.setQueryData(STATUS_KEY, status),
    onError: toastError,
  });
}

export function useAcknowledge() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (kind: string): Promise<SystemStatus> => api.system.acknowledgeWarning.mutate({ kind }),
    onSuccess: (status) => queryClient.setQueryData(STATUS_KEY, status),
    onError: toastError,
  });
}

type KeyChange =
  | { readonly change: 'passphrase'; readonly current: Credential; readonly next: string }
  | { readonly change: 'add-keychain'; readonly current: Credential }
  | { readonly change: 'remove'; readonly current: Credential; readonly kind: SlotKind };

/** Changes to who can open the store. Refusals are shown by the dialog that asked. */
export function useChangeKeys(onDone: () => void) {
  const api = useApi();
  const queryClient = useQueryClient();
  const { t } = useTranslation('settings');
  return useMutation({
    mutationFn: async (input: KeyChange): Promise<void> => {
      const { current } = input;
      if (input.change === 'passphrase')
        await api.system.changePassphrase.mutate({ current, next: input.next });
      else if (input.change === 'add-keychain') await api.system.addKeychain.mutate({ current });
      else await api.system.removeKeySlot.mutate({ current, kind: input.kind });
    },
    onSuccess: async (_done, { change }) => {
      await queryClient.invalidateQueries({ queryKey: SLOTS_KEY });
      toastDone({ message: t(`done_${change}`) });
      onDone();
    },
  });
}

export type ShownGrant = Awaited<ReturnType<Api['permissions']['list']['query']>>[number];

/** Every right that holds now. */
export function useGrants() {
  const api = useApi();
  return useQuery({
    queryKey: ['permissions', 'list'],
    queryFn: ({ signal }): Promise<readonly ShownGrant[]> => api.permissions.list.query({}, { signal }),
  });
}

/** Work that needs the right is stopped within a second. */
export function useRevokeGrant() {
  const api = useApi();
  const { t } = useTranslation('settings');
  return useMutation({
    mutationFn: (id: string) => api.permissions.revoke.mutate({ id }),
    onSuccess: () => toastDone({ message: t('revoked') }),
    onError: toastError,
  });
}

export function useNewRecoveryPhrase() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (current: Credential): Promise<SetupResult> =>
      api.system.newRecoveryPhrase.mutate({ current }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: SLOTS_KEY }),
  });
}
