import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import type { TaskDetail } from '#shared/contracts/tasks.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useTaskTools, type TaskPickerKind } from '#renderer/entities/task/task-tools-context.ts';

type PropertyRowProps = { icon: LucideIcon; label: string; children: ReactNode };

/** A fact about the task and its name. */
export function PropertyRow({ icon: Icon, label, children }: PropertyRowProps) {
  return (
    <div className="grid min-h-9 grid-cols-[8.5rem_minmax(0,1fr)] items-start">
      <span className="flex h-9 items-center gap-2 text-[13px] text-muted-foreground">
        <Icon aria-hidden className="size-4 shrink-0" />
        <span className="truncate">{label}</span>
      </span>
      <div className="flex min-h-9 min-w-0 flex-wrap items-center gap-1">{children}</div>
    </div>
  );
}

/** The value, and the button that changes it. Quiet until it is pointed at. */
export function PropertyButton({ className, ...props }: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      className={cn(
        '-ms-2 flex h-8 max-w-full min-w-0 items-center gap-2 rounded-md px-2 text-sm transition-colors hover:bg-muted data-[state=open]:bg-muted',
        className,
      )}
      {...props}
    />
  );
}

type PickButtonProps = {
  task: TaskDetail;
  kind: TaskPickerKind;
  name: string;
  keys?: string;
  /** Its text stands in line with the other values; false behind something else. */
  flush?: boolean;
  children: ReactNode;
};

/** A value that is changed with one of the pickers every list uses. */
export function PickButton({ task, kind, name, keys, flush = true, children }: PickButtonProps) {
  const { pick } = useTaskTools();
  return (
    <PropertyButton
      data-pick={kind}
      aria-label={name}
      aria-haspopup="dialog"
      aria-keyshortcuts={keys}
      className={flush ? undefined : 'ms-0'}
      onClick={(event) => pick({ kind, tasks: [task], anchor: event.currentTarget })}
    >
      {children}
    </PropertyButton>
  );
}

export function Unset({ children }: { children: ReactNode }) {
  return <span className="truncate text-subtle-foreground">{children}</span>;
}
