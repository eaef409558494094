import {
  CircleAlert,
  CircleCheck,
  CirclePause,
  Clock,
  CloudUpload,
  Pause,
  Play,
  Square,
  WifiOff,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BackupState, BackupStatus } from '#shared/contracts/backup.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { useSteerBackup } from './queries.ts';
import { RunningBar } from './running-bar.tsx';
import { TroubleActions } from './trouble/trouble-actions.tsx';

const LOOKS: Record<BackupState, readonly [LucideIcon, string]> = {
  not_set_up: [CloudUpload, 'bg-muted text-muted-foreground'],
  up_to_date: [CircleCheck, 'bg-success-soft text-success-text'],
  due: [Clock, 'bg-primary-soft text-primary-text'],
  running: [CloudUpload, 'bg-primary-soft text-primary-text'],
  paused: [CirclePause, 'bg-muted text-muted-foreground'],
  waiting: [WifiOff, 'bg-muted text-muted-foreground'],
  needs_you: [CircleAlert, 'bg-danger-soft text-danger-text'],
};

/** What the page can say in its own words, with the way out beside it. */
const LIST_TEXTS: ReadonlySet<string> = new Set(['backup_rolled_back', 'backup_forked']);

/** What is the matter with the backup now, and what can be done about it. */
export function StateCard({ status }: { status: BackupStatus }) {
  const { t } = useTranslation('backup');
  const { state, running, trouble } = status;
  const [Icon, colour] = LOOKS[state];
  return (
    <Card className="flex gap-4.5 p-6">
      <span className={cn('grid size-12 shrink-0 place-items-center rounded-2xl', colour)}>
        <Icon aria-hidden className="size-6" strokeWidth={1.7} />
      </span>
      <div className="min-w-0 flex-1">
        <div role="status">
          <h2 className="text-lg leading-7 font-semibold tracking-[-0.5px]">
            {running ? t(`running_${running.kind}`) : t(`state_${state}`)}
          </h2>
        </div>
        {trouble && !running && (
          <p className="mt-0.5 max-w-2xl text-sm leading-relaxed">
            {LIST_TEXTS.has(trouble.code)
              ? t(trouble.code === 'backup_forked' ? 'list_forkedText' : 'list_olderText')
              : trouble.message}
          </p>
        )}
        {state !== 'needs_you' && (
          <p className="mt-0.5 text-sm text-muted-foreground">
            <StateText status={status} />
          </p>
        )}
        {running && <RunningBar running={running} className="mt-4" />}
        <StateActions status={status} />
      </div>
    </Card>
  );
}

function StateText({ status }: { status: BackupStatus }) {
  const { t } = useTranslation('backup');
  const format = useFormat();
  const { state, running, nextBackupAt } = status;
  if (running) return t('runningText');
  if (state === 'paused') return t('pausedText');
  if (state === 'waiting') return t(status.isMetered === true ? 'waitingMetered' : 'waitingText');
  if (nextBackupAt === null) return t('onlyByHand');
  return t('nextBackup', { when: format.instant(nextBackupAt) });
}

function StateActions({ status }: { status: BackupStatus }) {
  const { t } = useTranslation('backup');
  const steer = useSteerBackup();
  const { state } = status;
  const isUnderWay = state === 'running' || state === 'paused';
  if (!isUnderWay && state !== 'waiting' && state !== 'needs_you') return null;
  return (
    <div className="mt-4 flex flex-wrap gap-2">
      {state === 'running' && (
        <Button
          size="sm"
          icon={<Pause aria-hidden />}
          busy={steer.isPending && steer.variables === 'pause'}
          onClick={() => steer.mutate('pause')}
        >
          {t('pause')}
        </Button>
      )}
      {state === 'paused' && (
        <Button
          size="sm"
          icon={<Play aria-hidden />}
          busy={steer.isPending && steer.variables === 'resume'}
          onClick={() => steer.mutate('resume')}
        >
          {t('resume')}
        </Button>
      )}
      {isUnderWay ? (
        <Button
          variant="ghost"
          size="sm"
          icon={<Square aria-hidden />}
          busy={steer.isPending && steer.variables === 'cancel'}
          onClick={() => steer.mutate('cancel')}
        >
          {t('stop')}
        </Button>
      ) : (
        <TroubleActions status={status} />
      )}
    </div>
  );
}
