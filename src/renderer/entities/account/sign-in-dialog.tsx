import { useId, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Input } from '#renderer/ui/input.tsx';
import { PassphraseInput } from '#renderer/ui/passphrase-input.tsx';
import { useSignIn } from './use-sign-in.ts';

type Draft = {
  readonly endpoint: string;
  readonly email: string;
  readonly password: string;
  readonly deviceName: string;
  readonly inviteCode: string;
};
type Missing = 'endpoint' | 'email' | 'password' | 'newPassword';

const LEAST_PASSWORD = 10;

function missingIn({ endpoint, email, password }: Draft, isNew: boolean): readonly Missing[] {
  const missing: Missing[] = [];
  if (!/^https?:\/\/[^\s/]+/i.test(endpoint.trim())) missing.push('endpoint');
  if (!/^[^\s@]+@[^\s@]+$/.test(email.trim())) missing.push('email');
  if (isNew && password.length < LEAST_PASSWORD) missing.push('newPassword');
  if (!isNew && password === '') missing.push('password');
  return missing;
}

type SignInDialogProps = {
  isNew: boolean;
  /** What is known already: of an account that is signed in again, or where it is to be. */
  known?: { readonly endpoint: string; readonly email?: string; readonly deviceName?: string };
  onSignedIn?(): void;
  onClose(): void;
};

export function SignInDialog({ isNew, known, onSignedIn, onClose }: SignInDialogProps) {
  const { t } = useTranslation('account');
  const { t: common } = useTranslation();
  const formId = useId();
  const signIn = useSignIn(() => {
    onClose();
    onSignedIn?.();
  });
  const [isAsked, setIsAsked] = useState(false);
  const [draft, setDraft] = useState<Draft>({
    endpoint: '',
    email: '',
    deviceName: '',
    ...known,
    password: '',
    inviteCode: '',
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setIsAsked(true);
    if (signIn.isPending || missingIn(draft, isNew).length > 0) return;
    const { endpoint, email, password, deviceName, inviteCode } = draft;
    signIn.mutate({
      isNew,
      endpoint: endpoint.trim(),
      email: email.trim(),
      password,
      deviceName: deviceName.trim() || undefined,
      inviteCode: inviteCode.trim() || undefined,
    });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(isNew ? 'signUpTitle' : 'signInTitle')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={signIn.isPending}>
            {t(isNew ? 'signUp' : 'signIn')}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-5">
        {signIn.error && <Banner tone="danger">{describeError(signIn.error).message}</Banner>}
        <SignInFields
          draft={draft}
          isNew={isNew}
          missing={isAsked ? missingIn(draft, isNew) : []}
          onChange={(patch) => setDraft({ ...draft, ...patch })}
        />
      </form>
    </Dialog>
  );
}

type SignInFieldsProps = {
  draft: Draft;
  isNew: boolean;
  missing: readonly Missing[];
  onChange(patch: Partial<Draft>): void;
};

function SignInFields({ draft, isNew, missing, onChange }: SignInFieldsProps) {
  const { t } = useTranslation('account');
  const errorOf = (name: Missing) => (missing.includes(name) ? t(`missing_${name}`) : undefined);
  const text = (name: Exclude<keyof Draft, 'password'>) => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  });
  return (
    <>
      <Field label={t('endpoint')} hint={t('endpointHint')} error={errorOf('endpoint')}>
        {(control) => <Input {...control} {...text('endpoint')} type="url" dir="ltr" spellCheck={false} />}
      </Field>
      <Field label={t('email')} error={errorOf('email')}>
        {(control) => <Input {...control} {...text('email')} type="email" autoComplete="off" dir="ltr" />}
      </Field>
      <Field
        label={t('password')}
        hint={isNew ? t('newPasswordHint') : undefined}
        error={errorOf(isNew ? 'newPassword' : 'password')}
      >
        {(control) => (
          <PassphraseInput
            {...control}
            autoComplete={isNew ? 'new-password' : 'off'}
            value={draft.password}
            onChange={(event) => onChange({ password: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('deviceName')} hint={t('deviceNameHint')} optional>
        {(control) => <Input {...control} {...text('deviceName')} maxLength={100} />}
      </Field>
      {isNew && (
        <Field label={t('inviteCode')} hint={t('inviteCodeHint')} optional>
          {(control) => <Input {...control} {...text('inviteCode')} autoComplete="off" spellCheck={false} />}
        </Field>
      )}
    </>
  );
}
