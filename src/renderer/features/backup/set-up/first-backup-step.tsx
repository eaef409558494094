import { CircleCheck, CloudUpload, FileDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BackupStatus } from '#shared/contracts/backup.ts';
import { useBackupDeed } from '#renderer/entities/backup/backup-queries.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { Progress } from '#renderer/ui/progress.tsx';
import { useSaveKit } from '../queries.ts';
import { RunningBar } from '../running-bar.tsx';

type FirstBackupStepProps = {
  status: BackupStatus;
  /** Known where it was just made: it can be printed with the kit. */
  phrase: string | undefined;
  onDone(): void;
};

/** The first backup as it goes. It goes on without this page. */
export function FirstBackupStep({ status, phrase, onDone }: FirstBackupStepProps) {
  const { t } = useTranslation('backup');
  const deed = useBackupDeed();
  const kit = useSaveKit();
  const { lastBackup, running, trouble } = status;
  const isDone = lastBackup !== null && running?.kind !== 'backup';
  return (
    <>
      <Card className="flex gap-4.5 p-6">
        <span
          className={cn(
            'grid size-12 shrink-0 place-items-center rounded-2xl',
            isDone ? 'bg-success-soft text-success-text' : 'bg-primary-soft text-primary-text',
          )}
        >
          {isDone ? (
            <CircleCheck aria-hidden className="size-6" strokeWidth={1.7} />
          ) : (
            <CloudUpload aria-hidden className="size-6" strokeWidth={1.7} />
          )}
        </span>
        <div className="min-w-0 flex-1">
          <div role="status">
            <h2 className="text-lg leading-7 font-semibold tracking-[-0.5px]">
              {t(isDone ? 'firstDone' : 'firstRunning')}
            </h2>
          </div>
          <FirstText status={status} isDone={isDone} />
          {running && <RunningBar running={running} className="mt-4" />}
          {!running && !isDone && !trouble && (
            <Progress label={t('running_backup')} value={null} className="mt-4" />
          )}
        </div>
      </Card>
      {trouble && !isDone && (
        <Banner
          tone="danger"
          className="mt-4"
          actions={
            <Button size="sm" variant="outline" busy={deed.isPending} onClick={() => deed.mutate('start')}>
              {t('tryAgain')}
            </Button>
          }
        >
          {trouble.message}
        </Banner>
      )}
      <div className="mt-7 flex flex-wrap justify-end gap-3">
        {isDone && (
          <Button
            variant="outline"
            size="lg"
            icon={<FileDown aria-hidden />}
            busy={kit.isPending}
            onClick={() => kit.mutate(phrase)}
          >
            {t(phrase === undefined ? 'saveKit' : 'saveKitWithWords')}
          </Button>
        )}
        {isDone && (
          <Button
            variant="outline"
            size="lg"
            busy={deed.isPending}
            onClick={() => deed.mutate('drill', { onSuccess: onDone })}
          >
            {t('proveNow')}
          </Button>
        )}
        <Button variant="primary" size="lg" onClick={onDone}>
          {t(isDone ? 'finish' : 'goOnMeanwhile')}
        </Button>
      </div>
    </>
  );
}

function FirstText({ status, isDone }: { status: BackupStatus; isDone: boolean }) {
  const { t } = useTranslation('backup');
  const format = useFormat();
  const { lastBackup, nextBackupAt } = status;
  if (!isDone || !lastBackup)
    return <p className="mt-0.5 text-sm text-muted-foreground">{t('firstRunningText')}</p>;
  return (
    <p className="mt-0.5 text-sm text-muted-foreground">
      {t('sent', { size: format.bytes(lastBackup.bytes) })}{' '}
      {nextBackupAt !== null && t('nextBackup', { when: format.instant(nextBackupAt) })}
    </p>
  );
}
