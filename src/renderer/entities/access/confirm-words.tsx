import { useMutation } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '#renderer/api/provider.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Input } from '#renderer/ui/input.tsx';

type ConfirmWordsProps = {
  /** Zero-based places of the words that are asked for. */
  indexes: readonly number[];
  onConfirmed(): void;
  onBack(): void;
};

/** Asks for some of the words, which proves that they were written down. */
export function ConfirmWords({ indexes, onConfirmed, onBack }: ConfirmWordsProps) {
  const { t } = useTranslation('onboarding');
  const api = useApi();
  const [words, setWords] = useState<Readonly<Record<number, string>>>({});
  const confirm = useMutation({
    mutationFn: () =>
      api.system.confirmRecovery.mutate({
        words: indexes.map((index) => ({ index, word: (words[index] ?? '').trim().toLowerCase() })),
      }),
    onSuccess: onConfirmed,
  });
  const isFilled = indexes.every((index) => (words[index] ?? '').trim() !== '');
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (isFilled && !confirm.isPending) confirm.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div className="grid gap-3 sm:grid-cols-3">
        {indexes.map((index, position) => (
          <Field key={index} label={t('wordNumber', { number: index + 1 })}>
            {(control) => (
              <Input
                {...control}
                // The step consists of these fields.
                autoFocus={position === 0}
                dir="ltr"
                autoCapitalize="off"
                autoCorrect="off"
                spellCheck={false}
                value={words[index] ?? ''}
                onChange={(event) => {
                  confirm.reset();
                  setWords({ ...words, [index]: event.target.value });
                }}
              />
            )}
          </Field>
        ))}
      </div>
      {confirm.error && (
        <p role="alert" className="text-sm text-danger-text">
          {describeError(confirm.error).message}
        </p>
      )}
      <div className="mt-2 flex items-center justify-between gap-2">
        <Button variant="ghost" onClick={onBack}>
          {t('showWordsAgain')}
        </Button>
        <Button type="submit" variant="primary" disabled={!isFilled} busy={confirm.isPending}>
          {t('confirmWords')}
        </Button>
      </div>
    </form>
  );
}
