import { RadioGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn.ts';

type ChoiceRowsProps = {
  label: string;
  value: string | undefined;
  onValueChange(value: string): void;
  choices: readonly { readonly value: string; readonly content: ReactNode }[];
  className?: string;
};

/** One of a growing list whose entries need more than a line. */
export function ChoiceRows({ label, value, onValueChange, choices, className }: ChoiceRowsProps) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value ?? ''}
      onValueChange={onValueChange}
      className={cn('flex flex-col gap-2', className)}
    >
      {choices.map((choice) => (
        <RadioGroup.Item
          key={choice.value}
          value={choice.value}
          className="rounded-xl border border-border bg-card px-4 py-3 text-start transition-colors hover:border-control data-[state=checked]:border-primary-text data-[state=checked]:bg-primary-soft"
        >
          {choice.content}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
