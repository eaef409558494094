import { useEffect, useState } from 'react';
import { useDebounced } from '#renderer/lib/use-debounced.ts';
import { SearchInput } from '#renderer/ui/input.tsx';

type TextFilterProps = {
  label: string;
  text: string;
  onTextChange(text: string): void;
  /** Of the typing, before the list is narrowed. */
  pauseMs: number;
};

/** A list is narrowed to what is typed, once the typing pauses. */
export function TextFilter({ label, text, onTextChange, pauseMs }: TextFilterProps) {
  const [draft, setDraft] = useState(text);
  const settled = useDebounced(draft, pauseMs);
  useEffect(() => setDraft(text), [text]);
  useEffect(() => {
    if (settled === draft && settled !== text) onTextChange(settled);
    // Only what was typed goes up; what comes down is not sent back.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  return (
    <SearchInput
      label={label}
      value={draft}
      onValueChange={setDraft}
      className="w-52 [&_input]:h-8 [&>svg]:top-2"
    />
  );
}
