import { useId, useState, type ClipboardEvent, type KeyboardEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { Field, type FieldControlProps } from '#renderer/ui/field.tsx';
import { CodeInput } from '#renderer/ui/input.tsx';
import { completionsOf, isUnknown, meantWord, wordsIn } from './phrase-words.ts';

type WordFieldProps = {
  label: string;
  /** The list that the word is from, in alphabetical order. */
  words: readonly string[];
  value: string;
  onValueChange(value: string): void;
  /** The word is whole and the person wants to go on. */
  onDone(): void;
  /** More than one word came at once. */
  onPasteWords?(words: readonly string[]): void;
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
};

/** One word of a recovery phrase: completed from its beginning, and told apart from words that are in no phrase. */
export function WordField(props: WordFieldProps) {
  const { t } = useTranslation('backup');
  const { label, words, value } = props;
  return (
    <Field label={label} error={isUnknown(words, value) ? t('wordUnknown') : undefined}>
      {(control) => <WordControl {...props} control={control} />}
    </Field>
  );
}

function WordControl(props: WordFieldProps & { control: FieldControlProps }) {
  const { label, words, value, onValueChange, onDone, onPasteWords, autoFocus, ref, control } = props;
  const listId = useId();
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const offered = completionsOf(words, value);
  const isShown = isOpen && offered.length > 0 && !(offered.length === 1 && offered[0] === value);
  const accept = (word: string | undefined): boolean => {
    setIsOpen(false);
    if (word === undefined) return false;
    if (word !== value) onValueChange(word);
    return true;
  };
  const keyDown = (event: KeyboardEvent): void => {
    const { key } = event;
    const move = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
    if (isShown && move !== 0) {
      event.preventDefault();
      setActive((active + move + offered.length) % offered.length);
    } else if (key === 'Escape' && isShown) {
      event.stopPropagation();
      event.preventDefault();
      setIsOpen(false);
    } else if (key === ' ' || (key === 'Enter' && (isShown || value === ''))) {
      event.preventDefault();
      if (accept(offered[active] ?? meantWord(words, value))) onDone();
    } else if (key === 'Tab') accept(offered[active] ?? meantWord(words, value));
  };
  const paste = (event: ClipboardEvent): void => {
    const pasted = wordsIn(event.clipboardData.getData('text'));
    if (pasted.length < 2 || !onPasteWords) return;
    event.preventDefault();
    setIsOpen(false);
    onPasteWords(pasted);
  };
  return (
    <div className="relative">
      <CodeInput
        {...control}
        ref={ref}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isShown}
        aria-controls={isShown ? listId : undefined}
        aria-activedescendant={isShown && active >= 0 ? `${listId}-${active}` : undefined}
        autoFocus={autoFocus}
        autoCorrect="off"
        value={value}
        onChange={(event) => {
          onValueChange(event.target.value.toLowerCase().trimStart());
          setActive(-1);
          setIsOpen(true);
        }}
        onKeyDown={keyDown}
        onPaste={paste}
        onBlur={() => accept(meantWord(words, value))}
      />
      {isShown && (
        <Offered
          id={listId}
          label={label}
          offered={offered}
          active={active}
          onPick={(word) => accept(word) && onDone()}
        />
      )}
    </div>
  );
}

type OfferedProps = {
  id: string;
  label: string;
  offered: readonly string[];
  active: number;
  onPick(word: string): void;
};

function Offered({ id, label, offered, active, onPick }: OfferedProps) {
  return (
    <ul
      id={id}
      role="listbox"
      aria-label={label}
      className="absolute inset-x-0 top-full z-20 mt-1 rounded-lg border border-border-subtle bg-popover p-1 shadow-overlay"
    >
      {offered.map((word, index) => (
        <li
          key={word}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          translate="no"
          // The field keeps the focus: its own keys move through the list.
          onPointerDown={(event) => {
            event.preventDefault();
            onPick(word);
          }}
          className={cn(
            'cursor-default rounded-md px-2 py-1 text-sm hover:bg-accent',
            index === active && 'bg-accent',
          )}
        >
          {word}
        </li>
      ))}
    </ul>
  );
}
