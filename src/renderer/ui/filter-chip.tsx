import { ChevronDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '../lib/cn.ts';

type FilterChipProps = ComponentProps<'button'> & {
  label: string;
  /** What it is set to; unset it looks like an offer, set like a fact. */
  value?: ReactNode;
  icon?: ReactNode;
};

/** The trigger of one filter above a list; pass it as the trigger of a picker or a menu. */
export function FilterChip({ label, value, icon, className, ...props }: FilterChipProps) {
  const isSet = value !== undefined && value !== null;
  return (
    <button
      type="button"
      className={cn(
        'inline-flex h-8 max-w-64 items-center gap-1.5 rounded-lg border px-2.5 text-[13px] transition-colors data-[state=open]:bg-accent [&_svg]:size-3.5 [&_svg]:shrink-0',
        isSet
          ? 'border-border bg-card text-foreground hover:bg-muted'
          : 'border-dashed border-border text-muted-foreground hover:bg-accent hover:text-foreground',
        className,
      )}
      {...props}
    >
      {icon}
      <span className={cn(isSet && 'text-muted-foreground')}>{label}</span>
      {isSet && <span className="truncate font-medium">{value}</span>}
      <ChevronDown aria-hidden className="text-muted-foreground" />
    </button>
  );
}
