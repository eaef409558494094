import { Popover as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '../lib/cn.ts';
import { focusFirstField } from './focus-first-field.ts';
import { OVERLAY_SURFACE } from './menu-styles.ts';

export const Popover = Primitive.Root;
export const PopoverTrigger = Primitive.Trigger;
export const PopoverAnchor = Primitive.Anchor;
export const PopoverClose = Primitive.Close;

/** Give it an aria-label: it is announced as a dialog. */
export function PopoverContent({
  className,
  align = 'start',
  ...props
}: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        data-overlay=""
        tabIndex={-1}
        onOpenAutoFocus={focusFirstField}
        align={align}
        sideOffset={6}
        collisionPadding={8}
        className={cn(OVERLAY_SURFACE, 'w-72 p-3', className)}
        {...props}
      />
    </Primitive.Portal>
  );
}
