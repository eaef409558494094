import { useState, type SyntheticEvent } from 'react';
import { Button } from '#renderer/ui/button.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput } from '#renderer/ui/input.tsx';

type PathFormProps = {
  label: string;
  example: string;
  submitLabel: string;
  /** Never with an empty path. */
  onChosen(path: string): void;
};

/** For what is too large to hand over, and for people who have the path at hand. */
export function PathForm({ label, example, submitLabel, onChosen }: PathFormProps) {
  const [path, setPath] = useState('');
  const trimmed = path.trim();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (trimmed !== '') onChosen(trimmed);
  };
  return (
    <form onSubmit={submit} className="flex items-end gap-2">
      <Field label={label} className="min-w-0 flex-1">
        {(control) => (
          <CodeInput
            {...control}
            placeholder={example}
            value={path}
            onChange={(event) => setPath(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" disabled={trimmed === ''}>
        {submitLabel}
      </Button>
    </form>
  );
}
