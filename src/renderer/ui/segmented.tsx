import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn.ts';

export type Segment<T extends string> = {
  readonly value: T;
  readonly label: string;
  readonly icon?: ReactNode;
};

type SegmentedProps<T extends string> = {
  label: string;
  value: T;
  onValueChange(value: T): void;
  segments: readonly Segment<T>[];
  /** Icons alone; the labels become the names. */
  iconOnly?: boolean;
  className?: string;
};

/** Exactly one of two to five views. */
export function Segmented<T extends string>({
  label,
  value,
  onValueChange,
  segments,
  iconOnly = false,
  className,
}: SegmentedProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      // Pressing the active segment reports '', which means "keep it"; anything else is one of the segments.
      onValueChange={(next) => next !== '' && onValueChange(next as T)}
      className={cn('inline-flex h-9 items-center gap-0.5 rounded-lg bg-accent p-[3px]', className)}
    >
      {segments.map((segment) => (
        <ToggleGroup.Item
          key={segment.value}
          value={segment.value}
          aria-label={iconOnly ? segment.label : undefined}
          title={iconOnly ? segment.label : undefined}
          className="inline-flex h-full items-center gap-1.5 rounded-md px-2.5 text-[13px] font-medium text-muted-foreground transition-colors hover:text-foreground data-[state=on]:bg-card data-[state=on]:text-foreground data-[state=on]:shadow-card dark:data-[state=on]:bg-secondary [&_svg]:size-4"
        >
          {segment.icon}
          {!iconOnly && segment.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
