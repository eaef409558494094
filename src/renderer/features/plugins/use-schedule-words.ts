import { useTranslation } from 'react-i18next';
import { addDays, type LocalDate } from '#renderer/lib/dates.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { parseSchedule } from '#renderer/lib/schedule.ts';

/** Some Sunday; its weekday's name is all that is wanted of it. */
const SUNDAY: LocalDate = '2026-11-22';

export function useDayName(): (day: number, width?: 'long' | 'short') => string {
  const format = useFormat();
  return (day, width = 'long') => format.weekday(addDays(SUNDAY, day), width);
}

/** "Weekdays at 9:00" for `0 9 * * 1-5`. */
export function useScheduleWords(): (cron: string | null) => string {
  const { t } = useTranslation('plugins');
  const format = useFormat();
  const dayName = useDayName();
  return (cron) => {
    const schedule = parseSchedule(cron);
    switch (schedule.kind) {
      case 'manual':
        return t('words_manual');
      case 'minutes':
        return t('words_minutes', { count: schedule.every });
      case 'hours':
        return t('words_hours', { count: schedule.every });
      case 'daily':
        return t('words_daily', { time: format.time(schedule.time) });
      case 'weekdays':
        return t('words_weekdays', { time: format.time(schedule.time) });
      case 'weekly': {
        const days = format.list(schedule.days.map((day) => dayName(day)));
        const upper = days.charAt(0).toLocaleUpperCase(format.locale) + days.slice(1);
        return t('words_weekly', { days: upper, time: format.time(schedule.time) });
      }
      case 'monthly':
        return t('words_monthly', { day: schedule.day, time: format.time(schedule.time) });
      case 'custom':
        return t('words_custom', { cron: schedule.cron });
    }
  };
}
