import { Switch as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '../lib/cn.ts';

export function Switch({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cn(
        'inline-flex h-[22px] w-[38px] shrink-0 items-center rounded-full border border-transparent bg-border p-px transition-colors disabled:opacity-50 data-[state=checked]:bg-primary dark:bg-secondary dark:data-[state=checked]:bg-primary',
        className,
      )}
      {...props}
    >
      <Primitive.Thumb className="size-[18px] rounded-full bg-white shadow-raised transition-transform duration-(--duration-spring) ease-(--ease-spring) data-[state=checked]:translate-x-4 rtl:data-[state=checked]:-translate-x-4 dark:data-[state=checked]:bg-background" />
    </Primitive.Root>
  );
}
