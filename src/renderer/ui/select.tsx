import { Check, ChevronDown } from 'lucide-react';
import { Select as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn.ts';
import { FIELD_STYLES } from './input.tsx';
import { MENU_ITEM, MENU_SURFACE } from './menu-styles.ts';

export type SelectOption<T extends string> = {
  readonly value: T;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
};

type SelectProps<T extends string> = {
  value: T | undefined;
  onValueChange(value: T): void;
  options: readonly SelectOption<T>[];
  placeholder?: string;
  /** Needed unless a label points at `id`. */
  label?: string;
  id?: string;
  disabled?: boolean;
  variant?: 'field' | 'ghost';
  className?: string;
};

const TRIGGERS = {
  field: cn(FIELD_STYLES, 'h-9 px-3'),
  ghost:
    'h-8 rounded-md px-2 text-sm text-muted-foreground hover:bg-accent hover:text-foreground data-[state=open]:bg-accent',
};

/** One of a few fixed choices. For long or growing lists use Combobox. */
export function Select<T extends string>({
  value,
  onValueChange,
  options,
  placeholder,
  label,
  id,
  disabled,
  variant = 'field',
  className,
}: SelectProps<T>) {
  return (
    // The options are the only values it can report, so the string is a T.
    <Primitive.Root
      value={value ?? ''}
      onValueChange={(next) => onValueChange(next as T)}
      disabled={disabled}
    >
      <Primitive.Trigger
        id={id}
        aria-label={label}
        className={cn(
          'flex items-center justify-between gap-2 text-start data-[placeholder]:text-subtle-foreground',
          TRIGGERS[variant],
          className,
        )}
      >
        <span className="flex min-w-0 items-center gap-2 truncate">
          <Primitive.Value placeholder={placeholder} />
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          data-overlay=""
          className={cn(MENU_SURFACE, 'min-w-(--radix-select-trigger-width)')}
        >
          <Primitive.Viewport>
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className={cn(MENU_ITEM, 'pe-8')}
              >
                <Primitive.ItemText>
                  <span className="flex items-center gap-2">
                    {option.icon}
                    {option.label}
                  </span>
                </Primitive.ItemText>
                <Primitive.ItemIndicator className="absolute end-2">
                  <Check aria-hidden />
                </Primitive.ItemIndicator>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
