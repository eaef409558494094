import { useRef, useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { usePhraseWords } from '#renderer/entities/backup/backup-queries.ts';
import { WordField } from '#renderer/entities/backup/word-field.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Button } from '#renderer/ui/button.tsx';

export type AskedWord = { readonly index: number; readonly word: string };

type AskedWordsProps = {
  /** Places, from 0, of the words that are asked back. */
  indexes: readonly number[];
  label: string;
  /** False while something beside the words is missing. */
  isReady?: boolean;
  isBusy: boolean;
  error: unknown;
  onEdited(): void;
  onSubmit(words: AskedWord[]): void;
  onBack(): void;
  /** What is decided together with the words. */
  children?: ReactNode;
};

/** Some of the words of a new phrase, which proves that it was written down. */
export function AskedWords(props: AskedWordsProps) {
  const { indexes, label, isReady = true, isBusy, error, onEdited, onSubmit, onBack, children } = props;
  const { t } = useTranslation('backup');
  const list = usePhraseWords();
  const [words, setWords] = useState<Readonly<Record<number, string>>>({});
  const fields = useRef<(HTMLInputElement | null)[]>([]);
  const asked = indexes.map((index) => ({ index, word: (words[index] ?? '').trim() }));
  const isFilled = isReady && asked.every(({ word }) => word !== '');
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (isFilled && !isBusy) onSubmit(asked);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <div className="grid grid-cols-2 gap-3">
        {indexes.map((index, position) => (
          <WordField
            key={index}
            ref={(field) => {
              fields.current[position] = field;
            }}
            label={t('wordNumber', { number: index + 1 })}
            words={list}
            value={words[index] ?? ''}
            // The step consists of these fields.
            autoFocus={position === 0}
            onValueChange={(word) => {
              onEdited();
              setWords((before) => ({ ...before, [index]: word }));
            }}
            onDone={() => fields.current[position + 1]?.focus()}
          />
        ))}
      </div>
      {children}
      {error !== null && error !== undefined && (
        <p role="alert" className="text-sm text-danger-text">
          {describeError(error).message}
        </p>
      )}
      <div className="mt-1 flex items-center justify-between gap-2">
        <Button variant="ghost" disabled={isBusy} onClick={onBack}>
          {t('showWordsAgain')}
        </Button>
        <Button type="submit" variant="primary" disabled={!isFilled} busy={isBusy}>
          {label}
        </Button>
      </div>
    </form>
  );
}
