import { Download, Pause, Play, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CatalogueEntry } from '#shared/contracts/embeddings.ts';
import type { ShownJob } from '#renderer/entities/job/job-result.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { jobMinutesLeft, jobShare } from '#renderer/lib/job-progress.ts';
import { Button } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Progress } from '#renderer/ui/progress.tsx';
import { useDownload, useSteerDownload } from './embedder-queries.ts';

const UNDER_WAY: ReadonlySet<ShownJob['status']> = new Set(['queued', 'running', 'waiting', 'paused']);

type DownloadRowProps = { entry: CatalogueEntry; job: ShownJob | undefined };

/** A model that is not here yet, or is on its way. What was fetched before it stopped is kept. */
export function DownloadRow({ entry, job }: DownloadRowProps) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const download = useDownload();
  const { name, licence, sizeBytes, host } = entry;
  const isUnderWay = job !== undefined && UNDER_WAY.has(job.status);
  const failed = job?.status === 'failed' || job?.status === 'set_aside' ? job.error : null;
  return (
    <li className="flex flex-col gap-2.5 px-5 py-3.5">
      <div className="flex items-center gap-3.5">
        <span className="grid size-9 shrink-0 place-items-center rounded-lg border border-border text-muted-foreground">
          <Download aria-hidden className="size-4.5" strokeWidth={1.8} />
        </span>
        <div className="min-w-0 flex-1">
          <p className="truncate text-sm font-medium">{name}</p>
          <p className="text-[13px] text-muted-foreground">
            {t('downloadFacts', { size: format.bytes(sizeBytes), host, licence })}
          </p>
        </div>
        {!isUnderWay && (
          <Button
            size="sm"
            variant="outline"
            busy={download.isPending}
            aria-label={t('downloadNamed', { name })}
            onClick={() => download.mutate(entry.id)}
          >
            {t(failed === null ? 'download' : 'goOn')}
          </Button>
        )}
      </div>
      {isUnderWay && <UnderWay job={job} name={name} />}
      {failed !== null && (
        <p role="status" className="text-[13px] text-danger-text">
          {failed.message}
        </p>
      )}
    </li>
  );
}

function UnderWay({ job, name }: { job: ShownJob; name: string }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const steer = useSteerDownload();
  const share = jobShare(job);
  const minutes = jobMinutesLeft(job, Date.now());
  const isPaused = job.status === 'paused';
  const facts = [
    isPaused ? t('paused') : undefined,
    job.totalCount === null
      ? undefined
      : t('bytesOf', { done: format.bytes(job.doneCount), total: format.bytes(job.totalCount) }),
    share === null ? t('starting') : format.percent(share),
    minutes === undefined || isPaused ? undefined : t('timeLeft', { time: format.duration(minutes) }),
  ];
  return (
    <div className="flex items-center gap-2">
      <div className="min-w-0 flex-1">
        <Progress label={t('downloadNamed', { name })} value={share} />
        <p className="mt-1.5 text-meta tabular-nums">
          {facts.filter((fact) => fact !== undefined).join(' · ')}
        </p>
      </div>
      <IconButton
        label={t(isPaused ? 'goOn' : 'pause')}
        onClick={() => steer.mutate({ id: job.id, verb: isPaused ? 'resume' : 'pause' })}
      >
        {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
      </IconButton>
      <IconButton label={t('stop')} onClick={() => steer.mutate({ id: job.id, verb: 'cancel' })}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
