import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#renderer/lib/cn.ts';

/**
 * A well-organised desk in the morning: tasks, a note and a week, drawn with the app's own tokens so that it
 * belongs to both themes. Decoration only.
 */
export function DeskScene({ className }: { className?: string }) {
  return (
    <div aria-hidden className={cn('relative h-full overflow-hidden bg-sidebar print:hidden', className)}>
      <div className="absolute inset-0 bg-[radial-gradient(42rem_32rem_at_30%_108%,color-mix(in_srgb,var(--tint-gold)_46%,transparent),transparent_72%),radial-gradient(30rem_26rem_at_100%_0%,color-mix(in_srgb,var(--tint-slate)_20%,transparent),transparent_70%)] dark:opacity-45" />
      <div className="absolute start-1/2 top-1/2 h-[480px] w-[420px] -translate-x-1/2 -translate-y-1/2 xl:scale-110 rtl:translate-x-1/2">
        <Sheet className="start-[150px] top-0 w-[250px] rotate-[4deg] [animation-delay:120ms]">
          <Line className="mb-4 h-2.5 w-28 bg-foreground/60" />
          <Line className="mb-2.5 w-full" />
          <Line className="mb-2.5 w-11/12" />
          <Line className="mb-5 w-2/3" />
          <div className="flex gap-1.5">
            <Line className="h-4 w-14 rounded-md bg-info-soft" />
            <Line className="h-4 w-11 rounded-md bg-success-soft" />
          </div>
        </Sheet>
        <Sheet className="start-0 top-[118px] w-[292px] -rotate-[3deg]">
          <div className="mb-4 flex items-center justify-between">
            <Line className="h-2.5 w-20 bg-foreground/60" />
            <Line className="h-4 w-8 rounded-md bg-primary-soft" />
          </div>
          <TaskLine isDone className="w-36" />
          <TaskLine ring="border-tint-coral" className="w-44" />
          <TaskLine ring="border-tint-gold" className="w-32" />
          <TaskLine ring="border-control" className="w-40" />
        </Sheet>
        <Sheet className="start-[96px] top-[340px] w-[310px] rotate-[1.5deg] [animation-delay:240ms]">
          <div className="mb-3 grid grid-cols-7 gap-2">
            {['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'].map((day) => (
              <Line key={day} className={cn('h-1.5', day === 'we' && 'bg-primary')} />
            ))}
          </div>
          <Line className="mb-2 h-3.5 w-7/12 rounded-md bg-tint-teal/70" />
          <Line className="ms-[28%] mb-2 h-3.5 w-6/12 rounded-md bg-tint-indigo/65" />
          <Line className="ms-[57%] h-3.5 w-4/12 rounded-md bg-tint-rose/65" />
        </Sheet>
      </div>
    </div>
  );
}

function Sheet({ className, children }: { className: string; children: ReactNode }) {
  return (
    <div className={cn('absolute', className, 'animate-[pop-in_700ms_var(--ease-spring)_backwards]')}>
      <div className="rounded-2xl border border-border-subtle bg-card p-5 shadow-overlay">{children}</div>
    </div>
  );
}

function Line({ className }: { className: string }) {
  return <span className={cn('block h-2 rounded-full bg-accent', className)} />;
}

function TaskLine({
  isDone = false,
  ring,
  className,
}: {
  isDone?: boolean;
  ring?: string;
  className: string;
}) {
  return (
    <div className="flex h-8 items-center gap-3">
      {isDone ? (
        <span className="grid size-4.5 place-items-center rounded-full bg-primary text-primary-foreground">
          <Check className="size-3" strokeWidth={3.2} />
        </span>
      ) : (
        <span className={cn('size-4.5 rounded-full border-2', ring)} />
      )}
      <Line className={cn(className, isDone ? 'opacity-60' : 'bg-muted-foreground/35')} />
    </div>
  );
}
