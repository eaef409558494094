import { Ban, CircleCheck, CircleX, Clock3, Sparkles, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ActivityOutcome } from '#shared/contracts/activity.ts';
import { cn } from '#renderer/lib/cn.ts';

const LOOKS: Record<ActivityOutcome, readonly [LucideIcon, string]> = {
  done: [CircleCheck, 'text-success'],
  proposed: [Sparkles, 'text-secondary-text'],
  refused: [Ban, 'text-warning-text'],
  failed: [CircleX, 'text-danger'],
  begun: [Clock3, 'text-muted-foreground'],
};

export function OutcomeMark({ outcome, className }: { outcome: ActivityOutcome; className?: string }) {
  const { t } = useTranslation('activity');
  const [Icon, colour] = LOOKS[outcome];
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-1.5', className)}>
      <Icon aria-hidden className={cn('size-4 shrink-0', colour)} strokeWidth={1.8} />
      <span className="truncate">{t(`outcome_${outcome}`)}</span>
    </span>
  );
}
