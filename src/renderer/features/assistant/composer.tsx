import { ArrowUp, Square } from 'lucide-react';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';

type ComposerProps = {
  takesFocus: boolean;
  text: string;
  onTextChange(text: string): void;
  placeholder: string;
  /** Something is on its way: the button stops it. */
  isBusy: boolean;
  onAsk(text: string): void;
  /** Absent where there is nothing yet that could be stopped. */
  onStop: (() => void) | undefined;
  /** For the up arrow in an empty field. */
  lastQuestion: string;
  /** Pickers. */
  children: ReactNode;
};

const MAX_LENGTH = 20_000;

/** Where questions are typed. Glass, as only what the assistant is asked with is. */
export function Composer(props: ComposerProps) {
  const { takesFocus, text, onTextChange, placeholder, isBusy, onAsk, onStop, lastQuestion, children } =
    props;
  const { t } = useTranslation('assistant');
  const field = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();
  useEffect(() => {
    if (takesFocus) field.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  const send = (): void => {
    const question = text.trim();
    if (question === '' || isBusy) return;
    onAsk(question);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
    if (event.key === 'ArrowUp' && text === '' && lastQuestion !== '') {
      event.preventDefault();
      onTextChange(lastQuestion);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="rounded-2xl border border-border glass shadow-raised field-ring"
    >
      <textarea
        ref={field}
        dir="auto"
        rows={1}
        value={text}
        maxLength={MAX_LENGTH}
        aria-label={placeholder}
        aria-describedby={hintId}
        placeholder={placeholder}
        onChange={(event) => onTextChange(event.target.value)}
        onKeyDown={onKeyDown}
        className="block max-h-44 min-h-11 w-full field-sizing-content resize-none bg-transparent px-4 pt-3 pb-1 text-sm leading-relaxed outline-none focus-visible:outline-none"
      />
      <p id={hintId} className="sr-only">
        {t('composerHint')}
      </p>
      <div className="flex items-center gap-0.5 px-2 pb-2">
        <div className="flex min-w-0 flex-1 flex-wrap items-center">{children}</div>
        {isBusy ? (
          <IconButton
            label={t('stop')}
            variant="secondary"
            side="top"
            className="rounded-full"
            disabled={onStop === undefined}
            onClick={onStop}
          >
            <Square aria-hidden className="size-3.5 fill-current" />
          </IconButton>
        ) : (
          <IconButton
            type="submit"
            label={t('ask')}
            keys="enter"
            variant="primary"
            side="top"
            aria-disabled={text.trim() === '' || undefined}
            className={cn('rounded-full', text.trim() === '' && 'opacity-50')}
          >
            <ArrowUp aria-hidden />
          </IconButton>
        )}
      </div>
    </form>
  );
}
