import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';
import { parseSchedule } from '#renderer/lib/schedule.ts';

/** 2 to 8 February 2026 are a Monday to a Sunday; 1 February is a Sunday. */
const SUNDAY = '2026-02-01';

/** What a schedule's cron line says, as far as people say such things; the line itself for all others. */
export function useCronWords(): (cron: string) => string {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const dayName = (day: number): string => format.weekday(`${SUNDAY.slice(0, 8)}0${1 + day}`, 'long');
  return (cron) => {
    const schedule = parseSchedule(cron);
    if (schedule.kind === 'manual' || schedule.kind === 'custom') return cron;
    if (schedule.kind === 'minutes') return t('cron_minutes', { count: schedule.every });
    if (schedule.kind === 'hours') return t('cron_hours', { count: schedule.every });
    const time = format.time(schedule.time);
    if (schedule.kind === 'monthly') return t('cron_monthly', { day: schedule.day, time });
    if (schedule.kind === 'weekly') {
      return t('cron_weekly', { day: format.list(schedule.days.map(dayName)), time });
    }
    return t(schedule.kind === 'daily' ? 'cron_daily' : 'cron_weekdays', { time });
  };
}
