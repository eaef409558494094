import { Check, Minus } from 'lucide-react';
import { Checkbox as Primitive } from 'radix-ui';
import { useState, type ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';

export function Checkbox({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cn(
        'peer grid size-[18px] shrink-0 place-items-center rounded-[5px] border border-control bg-field transition-colors hover:border-foreground disabled:opacity-50 data-[state=checked]:border-primary data-[state=checked]:bg-primary data-[state=checked]:text-primary-foreground data-[state=indeterminate]:border-primary data-[state=indeterminate]:bg-primary data-[state=indeterminate]:text-primary-foreground',
        className,
      )}
      {...props}
    >
      <Primitive.Indicator className="animate-pop">
        {props.checked === 'indeterminate' ? (
          <Minus aria-hidden className="size-3.5" strokeWidth={3} />
        ) : (
          <Check aria-hidden className="size-3.5" strokeWidth={3} />
        )}
      </Primitive.Indicator>
    </Primitive.Root>
  );
}

type TaskTickProps = {
  checked: boolean;
  onCheckedChange(checked: boolean): void;
  /** The task's title, for the name screen readers say. */
  name: string;
  /** Rings the circle in the colour of the priority. */
  priority?: 'none' | 'low' | 'medium' | 'high' | 'urgent';
  disabled?: boolean;
  /** -1 in rows that the cursor is not on. */
  tabIndex?: number;
  className?: string;
};

const TICK_RING = {
  none: 'border-control',
  low: 'border-info',
  medium: 'border-tint-gold',
  high: 'border-tint-coral',
  urgent: 'border-danger',
};

/** The round tick that completes a task; the stroke draws itself when it is set. */
export function TaskTick({
  checked,
  onCheckedChange,
  name,
  priority = 'none',
  disabled,
  tabIndex,
  className,
}: TaskTickProps) {
  const { t } = useTranslation();
  // Scrolling through finished tasks must not play the tick of each one again.
  const [wasChecked] = useState(checked);
  const isFresh = checked && !wasChecked;
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={t(checked ? 'reopenNamed' : 'completeNamed', { name })}
      disabled={disabled}
      tabIndex={tabIndex}
      onClick={(event) => {
        event.stopPropagation();
        onCheckedChange(!checked);
      }}
      className={cn(
        'group/tick relative grid size-[18px] shrink-0 place-items-center rounded-full border-[1.5px] transition-colors duration-150 after:absolute after:-inset-1.5 after:content-[""] disabled:opacity-50',
        checked
          ? cn(
              'border-success bg-success text-card',
              isFresh && 'motion-safe:animate-[tick-pop_300ms_var(--ease-spring)]',
            )
          : cn(TICK_RING[priority], 'bg-field hover:bg-success-soft hover:border-success'),
        className,
      )}
    >
      <svg viewBox="0 0 12 12" aria-hidden className="size-3" fill="none">
        <path
          d="M2.5 6.4 5 8.8l4.6-5.4"
          pathLength={1}
          stroke="currentColor"
          strokeWidth={1.8}
          strokeLinecap="round"
          strokeLinejoin="round"
          strokeDasharray={1}
          className={cn(
            isFresh && 'motion-safe:animate-[tick-draw_220ms_ease-out]',
            !checked && 'text-success-text opacity-0 transition-opacity group-hover/tick:opacity-70',
          )}
        />
      </svg>
    </button>
  );
}
