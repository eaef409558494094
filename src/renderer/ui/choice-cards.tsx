import type { LucideIcon } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { cn } from '../lib/cn.ts';

export type Choice<T extends string> = {
  readonly value: T;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text?: string;
  readonly disabled?: boolean;
};

type ChoiceCardsProps<T extends string> = {
  label: string;
  value: T | undefined;
  onValueChange(value: T): void;
  choices: readonly Choice<T>[];
  /** Side by side from this many columns on; stacked in a narrow window. */
  columns?: 1 | 2 | 3;
  className?: string;
};

const COLUMNS = { 1: '', 2: 'sm:grid-cols-2', 3: 'sm:grid-cols-3' };

/** A decision that deserves a sentence: how to start, what to import. */
export function ChoiceCards<T extends string>({
  label,
  value,
  onValueChange,
  choices,
  columns = 1,
  className,
}: ChoiceCardsProps<T>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value ?? ''}
      // The choices are the only values it can report, so the string is a T.
      onValueChange={(next) => onValueChange(next as T)}
      className={cn('grid gap-3', COLUMNS[columns], className)}
    >
      {choices.map(({ value: choice, icon: Icon, title, text, disabled }) => (
        <RadioGroup.Item
          key={choice}
          value={choice}
          disabled={disabled}
          className="group flex gap-3.5 rounded-xl border border-border bg-card p-4 text-start transition-[border-color,background-color,box-shadow] hover:border-control hover:shadow-raised disabled:opacity-50 data-[state=checked]:border-primary-text data-[state=checked]:bg-primary-soft data-[state=checked]:shadow-card"
        >
          <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-muted text-muted-foreground group-data-[state=checked]:bg-primary group-data-[state=checked]:text-primary-foreground">
            <Icon aria-hidden className="size-4.5" strokeWidth={1.8} />
          </span>
          <span className="min-w-0">
            <span className="block text-sm font-semibold">{title}</span>
            {text !== undefined && (
              <span className="mt-0.5 block text-[13px] leading-snug text-muted-foreground">{text}</span>
            )}
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
