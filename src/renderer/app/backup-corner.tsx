import { Link } from '@tanstack/react-router';
import { CircleAlert, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BackupStatus } from '#shared/contracts/backup.ts';
import { cn } from '../lib/cn.ts';
import { useFormat } from '../lib/format.ts';
import { PopoverClose } from '../ui/popover.tsx';

/** The backup in two lines: how old it is, and when a restore was last proven. */
export function BackupCorner({ status }: { status: BackupStatus | undefined }) {
  const { t } = useTranslation('shell');
  const format = useFormat();
  if (!status) return null;
  const { state, lastBackup, lastDrill } = status;
  const needsYou = state === 'needs_you';
  const when = lastBackup && format.ago(lastBackup.finishedAt ?? lastBackup.startedAt);
  const proven = lastDrill && format.ago(lastDrill.finishedAt ?? lastDrill.startedAt);
  const Icon = needsYou ? CircleAlert : ShieldCheck;
  return (
    <PopoverClose asChild>
      <Link
        to="/backup"
        className={cn(
          '-mx-2 mt-2 flex items-start gap-2 rounded-md px-2 py-2 text-[13px] hover:bg-accent',
          needsYou && 'bg-danger-soft text-danger-text hover:bg-danger-soft hover:underline',
        )}
      >
        <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', !needsYou && 'text-muted-foreground')} />
        <span className="min-w-0">
          <span className="block font-medium">
            {needsYou && t('backupNeedsYou')}
            {state === 'not_set_up' && t('setUpBackup')}
            {!needsYou && state !== 'not_set_up' && (when ? t('backedUp', { when }) : t('neverBackedUp'))}
          </span>
          {state !== 'not_set_up' && (
            <span className={cn('block text-xs', !needsYou && 'text-muted-foreground')}>
              {proven ? t('restoreProven', { when: proven }) : t('neverProven')}
            </span>
          )}
        </span>
      </Link>
    </PopoverClose>
  );
}
