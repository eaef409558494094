import { useTranslation } from 'react-i18next';
import type { BackupStatus } from '#shared/contracts/backup.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { jobShare } from '#renderer/lib/job-progress.ts';
import { Progress } from '#renderer/ui/progress.tsx';
import { useRunningJob } from './queries.ts';
import { useTimeWords } from './run-words.ts';

type Running = NonNullable<BackupStatus['running']>;

/** How far, how fast, how long still. */
export function RunningBar({ running, className }: { running: Running; className?: string }) {
  const { t } = useTranslation('backup');
  const format = useFormat();
  const time = useTimeWords();
  const job = useRunningJob(running.jobId);
  const { kind, doneBytes, totalBytes, bytesPerSecond, secondsLeft } = running;
  const byBytes = totalBytes === null || totalBytes === 0 ? null : doneBytes / totalBytes;
  const share = byBytes ?? (job ? jobShare(job) : null);
  const facts = [
    share === null ? undefined : format.percent(share),
    totalBytes === null
      ? format.bytes(doneBytes)
      : t('bytesOf', { done: format.bytes(doneBytes), total: format.bytes(totalBytes) }),
    bytesPerSecond ? t('perSecond', { size: format.bytes(bytesPerSecond) }) : undefined,
    secondsLeft === null ? undefined : t('timeLeft', { time: time(secondsLeft) }),
  ];
  return (
    <div className={className}>
      <Progress label={t(`running_${kind}`)} value={share} />
      <p className="mt-2 text-meta tabular-nums">{facts.filter((fact) => fact !== undefined).join(' · ')}</p>
    </div>
  );
}
