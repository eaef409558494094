import { Search, X } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { FIELD_STYLES } from '#renderer/ui/input.tsx';
import { MENU_ITEM, OVERLAY_SURFACE } from '#renderer/ui/menu-styles.ts';
import { Spinner } from '#renderer/ui/spinner.tsx';
import { typingAt } from './operators.ts';
import { useCompletions, type Completion } from './use-completions.ts';

type SearchFieldProps = {
  text: string;
  isBusy: boolean;
  onTextChange(text: string): void;
  /** Enter, where no completion was chosen. */
  onOpenFirst(): void;
  /** Arrow down, on into the results. */
  onLeave(): void;
};

/** The search line. Operators and their values complete as they are typed. */
export function SearchField({ text, isBusy, onTextChange, onOpenFirst, onLeave }: SearchFieldProps) {
  const { t } = useTranslation('search');
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [cursor, setCursor] = useState<number | null>(null);
  /** -1: nothing chosen, Enter opens the first result. */
  const [index, setIndex] = useState(-1);
  const completions = useCompletions(typingAt(text, cursor ?? text.length));
  const isOpen = cursor !== null && completions.length > 0;
  useEffect(() => input.current?.focus(), []);
  const pick = (completion: Completion): void => {
    const at = typingAt(text, cursor ?? text.length);
    const next = text.slice(0, at.start) + completion.insert + text.slice(at.end).trimStart();
    const position = at.start + completion.insert.length;
    onTextChange(next);
    setIndex(-1);
    setCursor(position);
    requestAnimationFrame(() => input.current?.setSelectionRange(position, position));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const chosen = completions[index];
    if (event.key === 'ArrowDown' && isOpen) setIndex((index + 1) % completions.length);
    else if (event.key === 'ArrowDown') onLeave();
    else if (event.key === 'ArrowUp' && isOpen) setIndex(index <= 0 ? completions.length - 1 : index - 1);
    else if (event.key === 'Tab' && !event.shiftKey && isOpen) pick(chosen ?? (completions[0] as Completion));
    else if (event.key === 'Enter' && isOpen && chosen !== undefined) pick(chosen);
    else if (event.key === 'Enter') onOpenFirst();
    else if (event.key === 'Escape' && isOpen) setCursor(null);
    else if (event.key === 'Escape' && text !== '') onTextChange('');
    else if (event.key === 'Escape') input.current?.blur();
    else return;
    event.preventDefault();
  };
  return (
    <div className="relative">
      <Search
        aria-hidden
        className="pointer-events-none absolute start-4 top-3.5 size-5 text-subtle-foreground"
      />
      <input
        ref={input}
        role="combobox"
        aria-label={t('field')}
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && index >= 0 ? `${listId}-${index}` : undefined}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        data-search-field=""
        placeholder={t('placeholder')}
        value={text}
        onChange={(event) => {
          setIndex(-1);
          setCursor(event.target.selectionStart ?? event.target.value.length);
          onTextChange(event.target.value);
        }}
        onSelect={(event) => cursor !== null && setCursor(event.currentTarget.selectionStart)}
        onBlur={() => setCursor(null)}
        onKeyDown={onKeyDown}
        className={cn(FIELD_STYLES, 'h-12 rounded-xl ps-12 pe-20 text-base shadow-card')}
      />
      <div className="absolute end-3 top-2.5 flex items-center gap-1.5">
        {isBusy && <Spinner />}
        {text !== '' && (
          <button
            type="button"
            aria-label={t('clear')}
            onClick={() => {
              onTextChange('');
              input.current?.focus();
            }}
            className="grid size-7 place-items-center rounded-md text-muted-foreground hover:bg-accent"
          >
            <X aria-hidden className="size-4" />
          </button>
        )}
      </div>
      <ul
        id={listId}
        role="listbox"
        aria-label={t('completions')}
        hidden={!isOpen}
        data-state={isOpen ? 'open' : 'closed'}
        className={cn(OVERLAY_SURFACE, 'absolute inset-x-0 top-14 max-w-md p-1', !isOpen && 'hidden')}
      >
        {completions.map((completion, place) => (
          <li
            key={completion.key}
            id={`${listId}-${place}`}
            role="option"
            aria-selected={place === index}
            tabIndex={-1}
            data-highlighted={place === index ? '' : undefined}
            className={MENU_ITEM}
            onPointerMove={() => setIndex(place)}
            onMouseDown={(event) => {
              event.preventDefault();
              pick(completion);
            }}
          >
            <span className="font-medium">{completion.label}</span>
            {completion.hint !== undefined && (
              <span className="min-w-0 truncate text-meta">{completion.hint}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
