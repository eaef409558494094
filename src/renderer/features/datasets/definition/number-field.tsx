import { useEffect, useState } from 'react';
import { Field } from '#renderer/ui/field.tsx';
import { Input } from '#renderer/ui/input.tsx';

type NumberFieldProps = {
  label: string;
  hint?: string;
  value: number | undefined;
  /** Undefined where the field was emptied. */
  onValueChange(value: number | undefined): void;
  integer?: boolean;
  min?: number;
  max?: number;
  optional?: boolean;
  error?: string;
  className?: string;
};

/** A number that is told once it is one; what is half typed stays in the field. */
export function NumberField(props: NumberFieldProps) {
  const { label, hint, value, onValueChange, integer = false, min, max, optional, error, className } = props;
  const [text, setText] = useState(value === undefined ? '' : String(value));
  const [isWrong, setIsWrong] = useState(false);
  useEffect(() => {
    setText((current) => (Number(current) === value && current !== '' ? current : String(value ?? '')));
    setIsWrong(false);
  }, [value]);
  const type = (next: string): void => {
    setText(next);
    const plain = next.trim().replace(',', '.');
    if (plain === '') {
      setIsWrong(optional !== true);
      if (optional === true) onValueChange(undefined);
      return;
    }
    const number = Number(plain);
    const fits =
      Number.isFinite(number) &&
      (!integer || Number.isInteger(number)) &&
      (min === undefined || number >= min) &&
      (max === undefined || number <= max);
    setIsWrong(!fits);
    if (fits) onValueChange(number);
  };
  const range = [min, max].every((bound) => bound !== undefined) ? `${min} – ${max}` : undefined;
  return (
    <Field
      label={label}
      hint={hint}
      error={isWrong ? (error ?? range ?? hint ?? '≠') : undefined}
      className={className}
    >
      {(control) => (
        <Input
          {...control}
          inputMode={integer ? 'numeric' : 'decimal'}
          value={text}
          onChange={(event) => type(event.target.value)}
          className="tabular-nums"
        />
      )}
    </Field>
  );
}
