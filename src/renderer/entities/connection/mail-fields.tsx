import { useTranslation } from 'react-i18next';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput, Input } from '#renderer/ui/input.tsx';
import { PassphraseInput } from '#renderer/ui/passphrase-input.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { CertificateField } from './certificate-field.tsx';
import { TLS_MODES, withGuesses, withTlsMode, type MailDraft, type MailField } from './mail-draft.ts';
import { useProblem } from './use-problem.ts';

type MailFieldsProps = {
  draft: MailDraft;
  onDraftChange(draft: MailDraft): void;
  /** Told once the person has tried to go on. */
  missing: readonly MailField[];
  isNew: boolean;
};

export function MailFields(props: MailFieldsProps) {
  return (
    <div className="flex flex-col gap-4">
      {props.draft.kind === 'imap' ? <ServerFields {...props} /> : <PathField {...props} />}
      <NameField {...props} />
    </div>
  );
}

function NameField({ draft, onDraftChange, missing }: MailFieldsProps) {
  const { t } = useTranslation('connections');
  return (
    <Field label={t('name')} hint={t('nameHint')} error={useProblem(missing)('name')}>
      {(control) => (
        <Input
          {...control}
          maxLength={200}
          placeholder={t('nameExampleMail')}
          value={draft.name}
          onChange={(event) => onDraftChange({ ...draft, name: event.target.value })}
        />
      )}
    </Field>
  );
}

function PathField({ draft, onDraftChange, missing }: MailFieldsProps) {
  const { t } = useTranslation('connections');
  return (
    <Field label={t('path')} error={useProblem(missing)('path')}>
      {(control) => (
        <CodeInput
          {...control}
          placeholder={t('mailPathExample')}
          value={draft.path}
          onChange={(event) => onDraftChange({ ...draft, path: event.target.value })}
        />
      )}
    </Field>
  );
}

function ServerFields(props: MailFieldsProps) {
  const { draft, onDraftChange, missing } = props;
  const { t } = useTranslation('connections');
  const problem = useProblem(missing);
  return (
    <>
      <Field label={t('user')} error={problem('user')}>
        {(control) => (
          <CodeInput
            {...control}
            placeholder="ada@example.com"
            value={draft.user}
            onChange={(event) => onDraftChange({ ...draft, user: event.target.value })}
            onBlur={() => onDraftChange(withGuesses(draft))}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_6rem_9rem]">
        <Field label={t('host')} error={problem('host')}>
          {(control) => (
            <CodeInput
              {...control}
              placeholder="imap.example.com"
              value={draft.host}
              onChange={(event) => onDraftChange({ ...draft, host: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('port')} error={problem('port')}>
          {(control) => (
            <Input
              {...control}
              dir="ltr"
              inputMode="numeric"
              value={draft.port}
              onChange={(event) => onDraftChange({ ...draft, port: event.target.value.trim() })}
            />
          )}
        </Field>
        <Field label={t('encryption')}>
          {({ id }) => (
            <Select
              id={id}
              value={draft.tlsMode}
              onValueChange={(mode) => onDraftChange(withTlsMode(draft, mode))}
              options={TLS_MODES.map((value) => ({ value, label: t(`tls_${value}`) }))}
            />
          )}
        </Field>
      </div>
      {draft.tlsMode === 'none' && <p className="-mt-2 text-xs text-warning-text">{t('tlsNoneHint')}</p>}
      <SecretFields {...props} />
      <CertificateField
        value={draft.certificate}
        onValueChange={(certificate) => onDraftChange({ ...draft, certificate })}
      />
    </>
  );
}

function SecretFields({ draft, onDraftChange, missing, isNew }: MailFieldsProps) {
  const { t } = useTranslation('connections');
  const isPassword = draft.auth === 'password';
  return (
    <div className="grid items-start gap-4 sm:grid-cols-[10rem_minmax(0,1fr)]">
      <Field label={t('auth')}>
        {({ id }) => (
          <Select
            id={id}
            value={draft.auth}
            onValueChange={(auth) => onDraftChange({ ...draft, auth })}
            options={[
              { value: 'password', label: t('auth_password') },
              { value: 'oauth2', label: t('auth_oauth2') },
            ]}
          />
        )}
      </Field>
      <Field
        label={t(isPassword ? 'password' : 'token')}
        hint={isPassword ? t('passwordHint') : undefined}
        error={useProblem(missing)('secret')}
      >
        {(control) => (
          <PassphraseInput
            {...control}
            dir="ltr"
            autoComplete="new-password"
            placeholder={isNew ? undefined : t('passwordKept')}
            value={draft.secret}
            onChange={(event) => onDraftChange({ ...draft, secret: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
