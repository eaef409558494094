import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert, CloudOff, LoaderCircle, Lock, Unplug, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Api } from '../api/client.ts';
import { useApi, useConnectionState } from '../api/provider.tsx';
import { cn } from '../lib/cn.ts';
import { useFormat } from '../lib/format.ts';
import { toastError } from '../lib/toast.ts';
import { useBackupStatus, useBackupWatch } from '../entities/backup/backup-queries.ts';
import { useConnectionNote } from '../entities/backup/connection-note.ts';
import { useOffline } from '../entities/network/offline.ts';
import { useUnsentCount } from '../entities/network/queue.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Popover, PopoverClose, PopoverContent, PopoverTrigger } from '../ui/popover.tsx';
import { Progress, ProgressRing } from '../ui/progress.tsx';
import { Switch } from '../ui/switch.tsx';
import { jobMinutesLeft, jobShare } from '../lib/job-progress.ts';
import { useJobTitle } from '../lib/use-job-title.ts';
import { BackupCorner } from './backup-corner.tsx';
import { QueueCorner } from './queue-corner.tsx';

function subscribeNetwork(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

type Health = 'online' | 'switchedOff' | 'noNetwork' | 'reconnecting';

function useHealth(isOffline: boolean): Health {
  const connection = useConnectionState();
  const hasNetwork = useSyncExternalStore(subscribeNetwork, () => navigator.onLine);
  if (connection === 'reconnecting') return 'reconnecting';
  if (isOffline) return 'switchedOff';
  return hasNetwork ? 'online' : 'noNetwork';
}

type JobQuery = Parameters<Api['jobs']['list']['query']>[0];
type ActiveJob = Awaited<ReturnType<Api['jobs']['active']['query']>>[number];

/** What is at work now. What sleeps, is paused or waits for a decision is not, for however long it does. */
function useJobsAtWork(): readonly ActiveJob[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['jobs', 'active'],
    queryFn: ({ signal }) => api.jobs.active.query(undefined, { signal }),
  });
  return data?.filter(({ status }) => status === 'running' || status === 'queued') ?? [];
}

const STUCK = { statuses: ['needs_decision', 'set_aside'] } satisfies JobQuery;

/** Jobs that only the person can move on. */
function useStuckCount(): number {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['jobs', 'list', STUCK, 'count'],
    queryFn: ({ signal }) => api.jobs.list.query({ ...STUCK, limit: 1 }, { signal }),
  });
  return data?.total ?? 0;
}

export function StatusCorner({ isFolded }: { isFolded: boolean }) {
  const { t } = useTranslation('shell');
  const offline = useOffline();
  const health = useHealth(offline.isOffline);
  const jobs = useJobsAtWork();
  const stuck = useStuckCount();
  const unsent = useUnsentCount();
  useBackupWatch();
  useConnectionNote();
  const { data: backup } = useBackupStatus();
  const format = useFormat();
  const backedUpAt = health === 'online' ? backup?.lastBackup?.finishedAt : undefined;
  const calm = backedUpAt ? t('backedUp', { when: format.ago(backedUpAt) }) : t(health);
  const atWork = jobs.length > 0 ? t('jobsRunning', { count: jobs.length }) : calm;
  const unsentLabel = unsent > 0 ? t('unsentNeedsYou', { count: unsent }) : undefined;
  const needs = backup?.state === 'needs_you' ? t('backupNeedsYou') : unsentLabel;
  const stuckLabel = stuck > 0 ? t('jobsNeedYou', { count: stuck }) : needs;
  const label = stuckLabel ?? atWork;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <button
          type="button"
          aria-label={`${t('status')}: ${label}`}
          className={cn(
            'flex h-11 shrink-0 items-center gap-2 border-t border-border-subtle px-5 text-xs text-muted-foreground ring-inset-focus hover:bg-accent/60 hover:text-foreground',
            isFolded && 'justify-center px-0',
            stuckLabel !== undefined && 'text-warning-text',
          )}
        >
          {stuckLabel !== undefined ? <StuckIcon /> : <HealthIcon health={health} jobs={jobs} />}
          {!isFolded && <span className="truncate">{label}</span>}
        </button>
      </PopoverTrigger>
      <PopoverContent side="top" aria-label={t('status')} className="w-80">
        <p className="flex items-center gap-2 text-sm font-medium">
          <HealthIcon health={health} jobs={[]} />
          {t(health)}
        </p>
        <p className="mt-1 text-xs leading-relaxed text-muted-foreground">{t(`${health}Text`)}</p>
        <BackupCorner status={backup} />
        <label className="mt-2 flex items-center justify-between gap-3 border-t border-border-subtle pt-3 text-[13px] font-medium">
          {t('offline')}
          <Switch checked={offline.isOffline} onCheckedChange={offline.set} />
        </label>
        {stuck > 0 && (
          <PopoverClose asChild>
            <Link
              to="/jobs"
              search={{ show: 'needs-you' }}
              className="mt-3 flex items-center gap-2 rounded-md bg-warning-soft px-2.5 py-2 text-[13px] font-medium text-warning-text hover:underline"
            >
              <StuckIcon />
              {t('jobsNeedYou', { count: stuck })}
            </Link>
          </PopoverClose>
        )}
        <QueueCorner count={unsent} />
        {jobs.length > 0 && (
          <ul className="mt-3 flex flex-col gap-3 border-t border-border-subtle pt-3">
            {jobs.map((job) => (
              <ActiveJobRow key={job.id} job={job} />
            ))}
          </ul>
        )}
        <PopoverClose asChild>
          <Link
            to="/jobs"
            className="mt-3 inline-block rounded-sm text-xs font-medium text-primary-text hover:underline"
          >
            {t('jobSeeAll')}
          </Link>
        </PopoverClose>
      </PopoverContent>
    </Popover>
  );
}

function StuckIcon() {
  return <CircleAlert aria-hidden className="size-4 shrink-0" />;
}

function HealthIcon({ health, jobs }: { health: Health; jobs: readonly ActiveJob[] }) {
  const [first] = jobs;
  if (first !== undefined) {
    const share = jobShare(first);
    if (share === null) return <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin" />;
    return (
      <span aria-hidden className="inline-flex">
        <ProgressRing value={share} label="" colour="var(--ring)" />
      </span>
    );
  }
  if (health === 'online') return <Lock aria-hidden className="size-3.5 shrink-0 text-success" />;
  if (health === 'switchedOff') return <Unplug aria-hidden className="size-4 shrink-0 text-warning" />;
  if (health === 'noNetwork') return <CloudOff aria-hidden className="size-4 shrink-0" />;
  return <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin text-warning" />;
}

function ActiveJobRow({ job }: { job: ActiveJob }) {
  const { t } = useTranslation('shell');
  const api = useApi();
  const format = useFormat();
  const title = useJobTitle()(job);
  const cancel = useMutation({
    mutationFn: () => api.jobs.cancel.mutate({ id: job.id }),
    onError: toastError,
  });
  const share = jobShare(job);
  const minutes = jobMinutesLeft(job, Date.now());
  return (
    <li>
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate text-[13px] font-medium">{title}</span>
        <span className="text-meta tabular-nums">{share === null ? '' : format.percent(share)}</span>
        <IconButton
          size="xs"
          label={t('jobCancel')}
          disabled={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          <X aria-hidden />
        </IconButton>
      </div>
      <Progress label={title} value={share} className="mt-1.5" />
      <p className="mt-1 text-meta tabular-nums">
        {job.totalCount !== null && `${format.number(job.doneCount)} / ${format.number(job.totalCount)}`}
        {minutes !== undefined && ` · ${t('jobTimeLeft', { time: format.duration(minutes) })}`}
      </p>
    </li>
  );
}
