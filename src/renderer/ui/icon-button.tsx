import type { ComponentProps } from 'react';
import { cn } from '../lib/cn.ts';
import { ariaKeys } from '../lib/shortcuts.ts';
import { buttonStyles } from './button.tsx';
import { Tooltip, type TooltipProps } from './tooltip.tsx';

export type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> & {
  /** What it does: the tooltip and the name for screen readers. */
  label: string;
  keys?: string;
  variant?: 'ghost' | 'outline' | 'secondary' | 'primary' | 'danger-ghost';
  size?: 'xs' | 'sm' | 'md';
  side?: TooltipProps['side'];
};

const SIZES = { xs: 'size-6 rounded-md', sm: 'size-8 rounded-md', md: 'size-9' };

/** A square button that shows only an icon; it always has a tooltip and a name. */
export function IconButton({
  label,
  keys,
  variant = 'ghost',
  size = 'sm',
  side,
  className,
  ...props
}: IconButtonProps) {
  return (
    <Tooltip content={label} keys={keys} side={side}>
      <button
        type="button"
        aria-label={label}
        aria-keyshortcuts={keys === undefined ? undefined : ariaKeys(keys)}
        className={cn(buttonStyles({ variant }), 'p-0', SIZES[size], className)}
        {...props}
      />
    </Tooltip>
  );
}
