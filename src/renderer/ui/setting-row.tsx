import { useId, type ReactNode } from 'react';
import { cn } from '../lib/cn.ts';
import { Card } from './card.tsx';

type SettingGroupProps = { title: string; text?: ReactNode; actions?: ReactNode; children: ReactNode };

export function SettingGroup({ title, text, actions, children }: SettingGroupProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className="flex items-center gap-3">
        <h2 id={id} className="min-w-0 flex-1 text-base font-semibold tracking-[-0.3px]">
          {title}
        </h2>
        {actions}
      </div>
      {text !== undefined && (
        <p className="mt-1 max-w-xl text-sm leading-relaxed text-muted-foreground">{text}</p>
      )}
      <Card className="mt-3 divide-y divide-border-subtle overflow-hidden empty:hidden">{children}</Card>
    </section>
  );
}

type SettingRowProps = {
  label: ReactNode;
  hint?: ReactNode;
  /** The id of the control, so that its name is the label. */
  htmlFor?: string;
  /** Control below the words, for what is wide. */
  stacked?: boolean;
  children?: ReactNode;
};

/** One preference: what it is at the start, its control at the end. */
export function SettingRow({ label, hint, htmlFor, stacked = false, children }: SettingRowProps) {
  const Label = htmlFor === undefined ? 'p' : 'label';
  return (
    <div
      className={cn(
        'flex gap-x-6 gap-y-3 px-5 py-4',
        stacked ? 'flex-col' : 'flex-wrap items-center justify-between',
      )}
    >
      <div className={cn('min-w-0', !stacked && 'max-w-md flex-1 basis-56')}>
        <Label htmlFor={htmlFor} className="block text-sm font-medium">
          {label}
        </Label>
        {hint !== undefined && (
          <p className="mt-0.5 text-[13px] leading-snug text-muted-foreground">{hint}</p>
        )}
      </div>
      {children !== undefined && <div className="flex shrink-0 flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}
