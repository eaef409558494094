import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

type NoteTitleProps = {
  title: string;
  autoFocus: boolean;
  onChange(title: string): void;
  onBlur(): void;
  /** Enter or arrow down: on into the text. */
  onLeave(): void;
};

const MAX_LENGTH = 500;

export function NoteTitle({ title, autoFocus, onChange, onBlur, onLeave }: NoteTitleProps) {
  const { t } = useTranslation('notes');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (autoFocus) field.current?.focus();
  }, [autoFocus]);
  return (
    <textarea
      ref={field}
      rows={1}
      dir="auto"
      maxLength={MAX_LENGTH}
      aria-label={t('titleLabel')}
      placeholder={t('untitled')}
      value={title}
      onChange={(event) => onChange(event.target.value.replaceAll('\n', ' '))}
      onBlur={onBlur}
      onKeyDown={(event) => {
        const { selectionStart, value } = event.currentTarget;
        const isAtEnd = selectionStart === value.length;
        if (event.key === 'Enter' || (event.key === 'ArrowDown' && isAtEnd)) {
          event.preventDefault();
          onLeave();
        } else if (event.key === 'Escape') event.currentTarget.blur();
      }}
      className="block field-sizing-content w-full resize-none bg-transparent text-[28px] leading-9 font-semibold tracking-[-0.8px] outline-none placeholder:text-subtle-foreground"
    />
  );
}
