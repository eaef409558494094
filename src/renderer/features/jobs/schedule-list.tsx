import { CalendarClock, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { PrincipalLabel } from '#renderer/entities/proposal/principal-label.tsx';
import { toLocalDate } from '#renderer/lib/dates.ts';
import { useFormat, type Formatter } from '#renderer/lib/format.ts';
import { useJobTitle } from '#renderer/lib/use-job-title.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { useCronWords } from './cron-words.ts';
import { useEnableSchedule, useRunSchedule, useSchedules, type ShownSchedule } from './queries.ts';

/** What the clock starts, and when next. */
export function ScheduleList() {
  const { t } = useTranslation('jobs');
  const { data, error, refetch } = useSchedules();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <ListSkeleton className="px-5" />;
  if (data.length === 0)
    return <EmptyState icon={CalendarClock} title={t('noSchedules')} text={t('noSchedulesText')} />;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-8">
      <ul aria-label={t('schedules')} className="flex flex-col">
        {data.map((schedule) => (
          <ScheduleRow key={schedule.id} schedule={schedule} />
        ))}
      </ul>
    </div>
  );
}

const SOON_MS = 6 * 3_600_000;

/** Within hours as a distance; further on as a day, since "in a day" may well be the day after tomorrow. */
function nextWords(at: number, format: Formatter): string {
  if (at - Date.now() < SOON_MS) return format.ago(at);
  const date = new Date(at);
  return `${format.day(toLocalDate(date))}, ${format.time(date.toTimeString().slice(0, 5))}`;
}

const OUTCOME_KEYS = {
  started: 'outcome_started',
  started_late: 'outcome_started_late',
  skipped_overlap: 'outcome_skipped_overlap',
  failed: 'outcome_schedule_failed',
} as const;

function ScheduleRow({ schedule }: { schedule: ShownSchedule }) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const wordsOf = useCronWords();
  const title = useJobTitle()({ title: schedule.title, type: schedule.jobType });
  const enable = useEnableSchedule();
  const run = useRunSchedule();
  const { id, isEnabled, nextRunAt, lastRunAt, lastOutcome } = schedule;
  const last =
    lastRunAt === null
      ? t('neverRan')
      : [
          t('lastRun', { when: format.ago(lastRunAt) }),
          ...(lastOutcome === null ? [] : [t(OUTCOME_KEYS[lastOutcome])]),
        ].join(', ');
  return (
    <li className="flex min-h-16 items-center gap-3.5 border-b border-border-subtle px-3 py-2.5 last:border-0">
      <CalendarClock aria-hidden className="size-[18px] shrink-0 text-muted-foreground" strokeWidth={1.8} />
      <div className="min-w-0 flex-1">
        <p dir="auto" className="flex items-baseline gap-2 text-sm">
          <span className="truncate font-medium">{title}</span>
          <PrincipalLabel principal={schedule.owner} className="shrink-0 text-meta" />
        </p>
        <p
          className="mt-0.5 truncate text-xs text-muted-foreground"
          title={`${schedule.cron} ${schedule.timeZone}`}
        >
          {wordsOf(schedule.cron)} · {last}
        </p>
      </div>
      <span
        className="shrink-0 text-meta tabular-nums"
        title={nextRunAt === null ? undefined : format.instant(nextRunAt)}
      >
        {nextRunAt === null ? t('switchedOff') : t('nextRun', { when: nextWords(nextRunAt, format) })}
      </span>
      <IconButton label={t('runNow')} disabled={run.isPending} onClick={() => run.mutate(id)}>
        <Play aria-hidden />
      </IconButton>
      <Switch
        aria-label={t('enabledNamed', { name: title })}
        checked={isEnabled}
        disabled={enable.isPending}
        onCheckedChange={(next) => enable.mutate({ id, isEnabled: next })}
      />
    </li>
  );
}
