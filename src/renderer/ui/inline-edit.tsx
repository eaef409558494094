import { useLayoutEffect, useRef, useState } from 'react';
import { cn } from '../lib/cn.ts';

type InlineEditProps = {
  value: string;
  /** Called with the trimmed text when it differs; never with an empty one unless `allowEmpty`. */
  onSave(value: string): void;
  label: string;
  placeholder?: string;
  allowEmpty?: boolean;
  /** Wraps over several lines; Enter still saves. */
  multiline?: boolean;
  className?: string;
};

/** Text that is edited where it stands. Enter or leaving saves, Escape takes back. */
export function InlineEdit({
  value,
  onSave,
  label,
  placeholder,
  allowEmpty = false,
  multiline = false,
  className,
}: InlineEditProps) {
  const [draft, setDraft] = useState<string>();
  const field = useRef<HTMLTextAreaElement>(null);
  const cancelled = useRef(false);
  // A change from elsewhere shows at once, except while this field is being edited.
  useLayoutEffect(() => {
    cancelled.current = false;
  }, [value]);
  const finish = (): void => {
    const text = (draft ?? value).trim();
    setDraft(undefined);
    if (cancelled.current) cancelled.current = false;
    else if (text !== value && (text !== '' || allowEmpty)) onSave(text);
  };
  return (
    <textarea
      ref={field}
      rows={1}
      dir="auto"
      aria-label={label}
      placeholder={placeholder}
      value={draft ?? value}
      onChange={(event) =>
        setDraft(multiline ? event.target.value : event.target.value.replaceAll('\n', ' '))
      }
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        if (event.key === 'Enter' && event.shiftKey && multiline) return;
        event.preventDefault();
        // Escape here takes the text back; it must not also close the panel around it.
        event.stopPropagation();
        cancelled.current = event.key === 'Escape';
        field.current?.blur();
      }}
      className={cn(
        '-mx-2 block w-[calc(100%+1rem)] field-sizing-content resize-none rounded-md bg-transparent px-2 py-1 transition-colors hover:bg-muted focus:bg-field field-ring',
        className,
      )}
    />
  );
}
