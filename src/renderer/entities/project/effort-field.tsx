import { useState } from 'react';
import { useFormat } from '#renderer/lib/format.ts';
import { Input } from '#renderer/ui/input.tsx';
import { parseEffort } from './effort.ts';

type EffortFieldProps = {
  label: string;
  minutes: number | null;
  placeholder?: string;
  onChange(minutes: number | null): void;
};

/** Working time. Saved on Enter or when it is left; what can't be read is put back. */
export function EffortField({ label, minutes, placeholder, onChange }: EffortFieldProps) {
  const format = useFormat();
  const [draft, setDraft] = useState<string>();
  const parsed = draft === undefined ? minutes : draft.trim() === '' ? null : parseEffort(draft);
  const save = (): void => {
    setDraft(undefined);
    if (draft !== undefined && parsed !== undefined && parsed !== minutes) onChange(parsed);
  };
  return (
    <Input
      aria-label={label}
      aria-invalid={parsed === undefined || undefined}
      placeholder={placeholder}
      value={draft ?? (minutes === null ? '' : format.duration(minutes))}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && draft !== undefined) {
          event.stopPropagation();
          setDraft(undefined);
        }
        if (event.key === 'Enter') save();
      }}
      className="h-8 border-transparent bg-transparent px-2 tabular-nums focus:bg-field"
    />
  );
}
