import { Sparkles } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';

export function Card({ className, ...props }: ComponentProps<'div'>) {
  return (
    <div
      className={cn('rounded-xl border border-border-subtle bg-card text-foreground shadow-card', className)}
      {...props}
    />
  );
}

type CardHeaderProps = {
  title: ReactNode;
  icon?: ReactNode;
  count?: number;
  actions?: ReactNode;
  className?: string;
};

export function CardHeader({ title, icon, count, actions, className }: CardHeaderProps) {
  return (
    <div className={cn('flex min-h-11 items-center gap-2 px-4 pt-3 pb-1', className)}>
      {icon !== undefined && <span className="text-muted-foreground [&_svg]:size-4">{icon}</span>}
      <h2 className="text-sm font-semibold tracking-[-0.2px]">{title}</h2>
      {count !== undefined && <span className="text-meta tabular-nums">{count}</span>}
      {actions !== undefined && <div className="ms-auto flex items-center gap-1">{actions}</div>}
    </div>
  );
}

/** Something suggested that nobody has approved yet: dashed border and Sparkles, everywhere the same. */
export function ProposalCard({ className, children, ...props }: ComponentProps<'div'>) {
  const { t } = useTranslation();
  return (
    <div className={cn('proposal rounded-xl p-4', className)} {...props}>
      <p className="mb-2 flex items-center gap-1.5 text-xs font-medium text-secondary-text">
        <Sparkles aria-hidden className="size-3.5" />
        {t('proposal')}
      </p>
      {children}
    </div>
  );
}
