import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { Field } from '#renderer/ui/field.tsx';
import { PassphraseInput } from '#renderer/ui/passphrase-input.tsx';
import { MIN_PASSPHRASE_LENGTH, passphraseStrength, type Strength } from './passphrase-strength.ts';

export type NewPassphrase = { readonly first: string; readonly second: string };

export const NO_PASSPHRASE: NewPassphrase = { first: '', second: '' };

/** The passphrase once it can be used, else undefined. */
export function usablePassphrase({ first, second }: NewPassphrase): string | undefined {
  const characters = Array.from(first);
  const isEnough = characters.length >= MIN_PASSPHRASE_LENGTH && new Set(characters).size > 2;
  return isEnough && first === second ? first : undefined;
}

type NewPassphraseFieldsProps = {
  value: NewPassphrase;
  onValueChange(value: NewPassphrase): void;
  autoFocus?: boolean;
};

/** A passphrase typed twice, with a measure of how hard it is to guess. */
export function NewPassphraseFields({ value, onValueChange, autoFocus }: NewPassphraseFieldsProps) {
  const { t } = useTranslation('onboarding');
  const { first, second } = value;
  const isDifferent = second !== '' && !first.startsWith(second);
  return (
    <>
      <Field
        label={t('newPassphraseLabel')}
        hint={<StrengthMeter strength={passphraseStrength(first)} isEmpty={first === ''} />}
      >
        {(control) => (
          <PassphraseInput
            {...control}
            // The step's first field; nothing above it to be skipped.
            autoFocus={autoFocus}
            autoComplete="new-password"
            value={first}
            onChange={(event) => onValueChange({ first: event.target.value, second })}
          />
        )}
      </Field>
      <Field label={t('repeatPassphraseLabel')} error={isDifferent ? t('passphrasesDiffer') : undefined}>
        {(control) => (
          <PassphraseInput
            {...control}
            autoComplete="new-password"
            value={second}
            onChange={(event) => onValueChange({ first, second: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

const BAR = {
  0: 'bg-danger',
  1: 'bg-danger',
  2: 'bg-tint-coral',
  3: 'bg-tint-gold',
  4: 'bg-success',
} satisfies Record<Strength['level'], string>;

function StrengthMeter({ strength, isEmpty }: { strength: Strength; isEmpty: boolean }) {
  const { t } = useTranslation('onboarding');
  const { level, name } = strength;
  return (
    <span className="flex flex-col gap-1.5">
      <span aria-hidden className="mt-1 flex gap-1">
        {[1, 2, 3, 4].map((step) => (
          <span
            key={step}
            className={cn(
              'h-1 flex-1 rounded-full transition-colors duration-300',
              !isEmpty && step <= Math.max(level, 1) ? BAR[level] : 'bg-accent',
            )}
          />
        ))}
      </span>
      <span aria-live="polite">{isEmpty ? t('passphraseAdvice') : t(`strength_${name}`)}</span>
    </span>
  );
}
