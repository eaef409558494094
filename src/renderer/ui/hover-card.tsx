import { HoverCard as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '../lib/cn.ts';

/** More about what the pointer or the focus rests on. Nothing in it can be reached: what it holds is said elsewhere. */
export function HoverCard(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root openDelay={200} closeDelay={120} {...props} />;
}

export const HoverCardTrigger = Primitive.Trigger;

export function HoverCardContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        side="top"
        sideOffset={6}
        collisionPadding={8}
        className={cn(
          'z-60 w-80 rounded-xl border border-border-subtle bg-popover p-3.5 text-foreground shadow-overlay animate-pop',
          className,
        )}
        {...props}
      />
    </Primitive.Portal>
  );
}
