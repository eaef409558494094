import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CloudAccount, CloudDevice } from '#shared/contracts/cloud.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

const LIST = ['cloud', 'list'] as const;

export function useAccounts() {
  const api = useApi();
  return useQuery({
    queryKey: LIST,
    queryFn: ({ signal }): Promise<readonly CloudAccount[]> => api.cloud.list.query(undefined, { signal }),
  });
}

export function useDevices(endpoint: string, isEnabled: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ['cloud', 'devices', endpoint],
    queryFn: ({ signal }): Promise<readonly CloudDevice[]> =>
      api.cloud.devices.query({ endpoint }, { signal }),
    enabled: isEnabled,
    retry: false,
  });
}

/** What the endpoint could not be asked shows as the account's state, so that is looked at again either way. */
export function useCheckAccount() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (endpoint: string) => api.cloud.check.mutate({ endpoint }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: LIST }),
  });
}

export function useSignOut() {
  const api = useApi();
  const { t } = useTranslation('account');
  return useMutation({
    mutationFn: (endpoint: string) => api.cloud.signOut.mutate({ endpoint }),
    onSuccess: ({ isToldThere }) => toastDone({ message: t(isToldThere ? 'signedOut' : 'signedOutHere') }),
    onError: toastError,
  });
}

export function useEndDevice(endpoint: string) {
  const api = useApi();
  const queryClient = useQueryClient();
  const { t } = useTranslation('account');
  return useMutation({
    mutationFn: ({ id }: CloudDevice) => api.cloud.removeDevice.mutate({ endpoint, deviceId: id }),
    onSuccess: (_done, { name }) => {
      toastDone({ message: t('deviceEnded', { name }) });
      return queryClient.invalidateQueries({ queryKey: ['cloud', 'devices', endpoint] });
    },
    onError: toastError,
  });
}

export function useChangePassword(endpoint: string, onDone: () => void) {
  const api = useApi();
  const queryClient = useQueryClient();
  const { t } = useTranslation('account');
  return useMutation({
    mutationFn: (passwords: { currentPassword: string; newPassword: string }) =>
      api.cloud.changePassword.mutate({ endpoint, ...passwords }),
    onSuccess: () => {
      toastDone({ message: t('passwordChanged') });
      onDone();
      return queryClient.invalidateQueries({ queryKey: ['cloud', 'devices', endpoint] });
    },
  });
}

export function useDeleteAccount(endpoint: string, onDone: () => void) {
  const api = useApi();
  const { t } = useTranslation('account');
  return useMutation({
    mutationFn: (password: string) => api.cloud.deleteAccount.mutate({ endpoint, password }),
    onSuccess: () => {
      toastDone({ message: t('accountDeleted') });
      onDone();
    },
  });
}
