import { useId, useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { PassphraseInput } from '#renderer/ui/passphrase-input.tsx';
import { useChangePassword, useDeleteAccount } from './account-queries.ts';

type DialogProps = { endpoint: string; onClose(): void };

const LEAST_PASSWORD = 10;

export function ChangePasswordDialog({ endpoint, onClose }: DialogProps) {
  const { t } = useTranslation('account');
  const { t: common } = useTranslation();
  const change = useChangePassword(endpoint, onClose);
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const isWhole = currentPassword !== '' && newPassword.length >= LEAST_PASSWORD;
  return (
    <PasswordForm
      title={t('changePassword')}
      text={t('changePasswordText')}
      action={common('save')}
      error={change.error}
      isBusy={change.isPending}
      isWhole={isWhole}
      onSubmit={() => change.mutate({ currentPassword, newPassword })}
      onClose={onClose}
    >
      <PasswordField label={t('currentPassword')} value={currentPassword} onChange={setCurrent} />
      <PasswordField
        label={t('newPassword')}
        hint={t('newPasswordHint')}
        value={newPassword}
        onChange={setNew}
      />
    </PasswordForm>
  );
}

export function DeleteAccountDialog({ endpoint, onClose }: DialogProps) {
  const { t } = useTranslation('account');
  const remove = useDeleteAccount(endpoint, onClose);
  const [password, setPassword] = useState('');
  return (
    <PasswordForm
      title={t('deleteAccount')}
      text={t('deleteAccountText')}
      action={t('deleteAccount')}
      isDanger
      error={remove.error}
      isBusy={remove.isPending}
      isWhole={password !== ''}
      onSubmit={() => remove.mutate(password)}
      onClose={onClose}
    >
      <PasswordField label={t('password')} value={password} onChange={setPassword} />
    </PasswordForm>
  );
}

type PasswordFormProps = {
  title: string;
  text: string;
  action: string;
  isDanger?: boolean;
  error: Error | null;
  isBusy: boolean;
  isWhole: boolean;
  onSubmit(): void;
  onClose(): void;
  children: ReactNode;
};

function PasswordForm({ title, text, action, isDanger = false, ...props }: PasswordFormProps) {
  const { t: common } = useTranslation();
  const formId = useId();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (props.isWhole && !props.isBusy) props.onSubmit();
  };
  return (
    <Dialog
      open
      onOpenChange={props.onClose}
      title={title}
      description={text}
      size="sm"
      footer={
        <>
          <Button variant="ghost" onClick={props.onClose}>
            {common('cancel')}
          </Button>
          <Button
            type="submit"
            form={formId}
            variant={isDanger ? 'danger' : 'primary'}
            disabled={!props.isWhole}
            busy={props.isBusy}
          >
            {action}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-5">
        {props.error && <Banner tone="danger">{describeError(props.error).message}</Banner>}
        {props.children}
      </form>
    </Dialog>
  );
}

type PasswordFieldProps = { label: string; hint?: string; value: string; onChange(value: string): void };

function PasswordField({ label, hint, value, onChange }: PasswordFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <PassphraseInput
          {...control}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
