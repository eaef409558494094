import { CircleAlert, CircleCheck, Info, TriangleAlert, WifiOff, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn.ts';

const TONES = {
  info: 'bg-info-soft text-info-text',
  warning: 'bg-warning-soft text-warning-text',
  danger: 'bg-danger-soft text-danger-text',
  success: 'bg-success-soft text-success-text',
  offline: 'bg-muted text-muted-foreground',
};

const ICONS: Record<keyof typeof TONES, LucideIcon> = {
  info: Info,
  warning: TriangleAlert,
  danger: CircleAlert,
  success: CircleCheck,
  offline: WifiOff,
};

type BannerProps = {
  tone?: keyof typeof TONES;
  children: ReactNode;
  actions?: ReactNode;
  className?: string;
};

/** One line across the top of a page or panel: a state the user should know of, never an advertisement. */
export function Banner({ tone = 'info', children, actions, className }: BannerProps) {
  const Icon = ICONS[tone];
  return (
    <div
      role="status"
      className={cn(
        'flex min-h-10 items-center gap-2.5 rounded-lg px-3.5 py-2 text-sm',
        TONES[tone],
        className,
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
      {actions}
    </div>
  );
}
