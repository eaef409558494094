import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';

/** What a schedule's cron line says, as far as people say such things; undefined for all others. */
export type CronWords =
  | { readonly every: 'minutes'; readonly count: number }
  | { readonly every: 'hours'; readonly count: number }
  | { readonly every: 'day'; readonly time: string }
  | { readonly every: 'weekdays'; readonly time: string }
  | { readonly every: 'week'; readonly day: number; readonly time: string }
  | { readonly every: 'month'; readonly day: number; readonly time: string };

const NICKNAMES: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
};

const isNumber = (text: string): boolean => /^\d+$/.test(text);

function interval(text: string): number | undefined {
  if (text === '*') return 1;
  const match = /^\*\/(\d+)$/.exec(text);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

export function readCron(cron: string): CronWords | undefined {
  const [minute = '', hour = '', dayOfMonth = '', month = '', weekday = '', ...more] = (
    NICKNAMES[cron.trim()] ?? cron.trim()
  ).split(/\s+/);
  if (weekday === '' || more.length > 0 || month !== '*') return undefined;
  const isAnyDay = dayOfMonth === '*' && weekday === '*';
  const minutes = interval(minute);
  if (isAnyDay && hour === '*' && minutes !== undefined) return { every: 'minutes', count: minutes };
  const hours = interval(hour);
  if (isAnyDay && isNumber(minute) && hours !== undefined) return { every: 'hours', count: hours };
  if (!isNumber(minute) || !isNumber(hour)) return undefined;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (isAnyDay) return { every: 'day', time };
  if (dayOfMonth === '*' && weekday === '1-5') return { every: 'weekdays', time };
  if (dayOfMonth === '*' && /^[0-7]$/.test(weekday)) return { every: 'week', day: Number(weekday) % 7, time };
  if (weekday === '*' && isNumber(dayOfMonth)) return { every: 'month', day: Number(dayOfMonth), time };
  return undefined;
}

/** 2 to 8 February 2026 are a Monday to a Sunday; 1 February is a Sunday. */
const SUNDAY = '2026-02-01';

export function useCronWords(): (cron: string) => string {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  return (cron) => {
    const words = readCron(cron);
    if (words === undefined) return cron;
    if (words.every === 'minutes') return t('cron_minutes', { count: words.count });
    if (words.every === 'hours') return t('cron_hours', { count: words.count });
    const time = format.time(words.time);
    if (words.every === 'day') return t('cron_daily', { time });
    if (words.every === 'weekdays') return t('cron_weekdays', { time });
    if (words.every === 'month') return t('cron_monthly', { day: words.day, time });
    const day = format.weekday(`${SUNDAY.slice(0, 8)}0${1 + words.day}`, 'long');
    return t('cron_weekly', { day, time });
  };
}
