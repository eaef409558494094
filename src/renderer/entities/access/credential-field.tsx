import { ArrowBigUpDash } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '#renderer/ui/field.tsx';
import { Textarea } from '#renderer/ui/input.tsx';
import { PassphraseInput } from '#renderer/ui/passphrase-input.tsx';
import { useCapsLock } from './use-caps-lock.ts';

type CredentialFieldProps = {
  kind: 'passphrase' | 'recovery';
  value: string;
  onValueChange(value: string): void;
  label?: string;
  error?: string | undefined;
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
};

/** The passphrase with a caps-lock hint, or the twelve words as they were written down. */
export function CredentialField(props: CredentialFieldProps) {
  const { kind, value, onValueChange, label, error, autoFocus, ref } = props;
  const { t } = useTranslation('onboarding');
  const isCapsLock = useCapsLock();
  if (kind === 'recovery') {
    return (
      <Field label={label ?? t('recoveryLabel')} hint={t('recoveryHint')} error={error}>
        {(control) => (
          <Textarea
            {...control}
            // The only field of the step that the person just asked for.
            autoFocus={autoFocus}
            autoCapitalize="off"
            autoCorrect="off"
            autoComplete="off"
            spellCheck={false}
            rows={3}
            value={value}
            onChange={(event) => onValueChange(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }}
          />
        )}
      </Field>
    );
  }
  const hint = isCapsLock ? (
    <span className="inline-flex items-center gap-1 text-warning-text">
      <ArrowBigUpDash aria-hidden className="size-3.5" />
      {t('capsLock')}
    </span>
  ) : undefined;
  return (
    <Field label={label ?? t('passphraseLabel')} hint={hint} error={error}>
      {(control) => (
        <PassphraseInput
          {...control}
          ref={ref}
          autoFocus={autoFocus}
          autoComplete="current-password"
          value={value}
          onChange={(event) => onValueChange(event.target.value)}
        />
      )}
    </Field>
  );
}
