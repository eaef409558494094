import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePhraseWords } from './backup-queries.ts';
import { isUnknown } from './phrase-words.ts';
import { WordField } from './word-field.tsx';

export const NO_PHRASE: readonly string[] = Array.from({ length: 12 }, () => '');

const PLACES = NO_PHRASE.map((_, index) => index);

/** The phrase, once it has all its words. */
export function wholePhrase(words: readonly string[]): string | undefined {
  const typed = words.map((word) => word.trim());
  return typed.every((word) => word !== '') ? typed.join(' ') : undefined;
}

type PhraseFieldsProps = {
  value: readonly string[];
  onValueChange(value: readonly string[]): void;
  autoFocus?: boolean;
};

/** Twelve words, one a field. All of them can be pasted into any field at once. */
export function PhraseFields({ value, onValueChange, autoFocus = false }: PhraseFieldsProps) {
  const { t } = useTranslation('backup');
  const words = usePhraseWords();
  const fields = useRef<(HTMLInputElement | null)[]>([]);
  const set = (index: number, word: string): void => onValueChange(value.with(index, word));
  const paste = (index: number, pasted: readonly string[]): void => {
    const start = pasted.length >= value.length ? 0 : index;
    onValueChange(value.map((word, place) => pasted[place - start] ?? word));
    fields.current[Math.min(start + pasted.length, value.length) - 1]?.focus();
  };
  const unknown = value.filter((word) => isUnknown(words, word)).length;
  return (
    <div>
      <div
        role="group"
        aria-label={t('phraseLabel')}
        className="grid grid-cols-2 gap-x-3 gap-y-3 sm:grid-cols-3"
      >
        {PLACES.map((index) => (
          <WordField
            key={index}
            ref={(field) => {
              fields.current[index] = field;
            }}
            label={t('wordNumber', { number: index + 1 })}
            words={words}
            value={value[index] ?? ''}
            autoFocus={autoFocus && index === 0}
            onValueChange={(next) => set(index, next)}
            onDone={() => fields.current[index + 1]?.focus()}
            onPasteWords={(pasted) => paste(index, pasted)}
          />
        ))}
      </div>
      <p role="status" className="sr-only">
        {unknown > 0 && t('wordsUnknown', { count: unknown })}
      </p>
    </div>
  );
}
