import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CloudAccount, SignUpInput } from '#shared/contracts/cloud.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastDone } from '#renderer/lib/toast.ts';

type SignIn = SignUpInput & { readonly isNew: boolean };

/** Refusals are shown by the dialog that asked. */
export function useSignIn(onDone: () => void) {
  const api = useApi();
  const { t } = useTranslation('account');
  return useMutation({
    mutationFn: ({ isNew, inviteCode, ...input }: SignIn): Promise<CloudAccount> =>
      isNew ? api.cloud.signUp.mutate({ ...input, inviteCode }) : api.cloud.signIn.mutate(input),
    onSuccess: ({ email }) => {
      toastDone({ message: t('signedIn', { email }) });
      onDone();
    },
  });
}
