import { describe, expect, test } from 'vitest';
import { isCronText, parseSchedule, toCron } from './schedule.ts';

describe('a plan in words and as a cron expression', () => {
  test.each([
    [null, { kind: 'manual' }],
    ['*/15 * * * *', { kind: 'minutes', every: 15 }],
    ['0 * * * *', { kind: 'hours', every: 1 }],
    ['0 */4 * * *', { kind: 'hours', every: 4 }],
    ['30 8 * * *', { kind: 'daily', time: '08:30' }],
    ['0 9 * * 1-5', { kind: 'weekdays', time: '09:00' }],
    ['5 18 * * 1,4', { kind: 'weekly', days: [1, 4], time: '18:05' }],
    ['0 7 1 * *', { kind: 'monthly', day: 1, time: '07:00' }],
    ['*/10 8-18 * * 1-5', { kind: 'custom', cron: '*/10 8-18 * * 1-5' }],
  ] as const)('%s is understood, and is the same again when written', (cron, schedule) => {
    expect(parseSchedule(cron)).toEqual(schedule);
    expect(toCron(schedule)).toBe(cron);
  });

  test('minutes that lie evenly are an interval', () => {
    expect(parseSchedule('5,35 * * * *')).toEqual({ kind: 'minutes', every: 30 });
    expect(parseSchedule('0,20,40 * * * *')).toEqual({ kind: 'minutes', every: 20 });
  });

  test('what only looks like a plan of another kind stays as it is', () => {
    for (const cron of ['0 9 * 6 *', '0 9 1 * 1', '15,40 * * * *', '* * * *']) {
      expect(parseSchedule(cron)).toEqual({ kind: 'custom', cron });
    }
  });

  test('a cron expression has five fields within their ranges', () => {
    expect(['* * * * *', '*/5 0-6 1,15 * 7', '59 23 31 12 0'].every(isCronText)).toBe(true);
    const wrong = [
      '',
      '* * * *',
      '60 * * * *',
      '* 24 * * *',
      '* * 0 * *',
      '9-5 * * * *',
      '*/0 * * * *',
      'a * * * *',
    ];
    expect(wrong.filter(isCronText)).toEqual([]);
  });
});

test('nicknames are read like the lines that they stand for; what nobody says in words stays as it is', () => {
  expect(parseSchedule('@hourly')).toEqual({ kind: 'hours', every: 1 });
  expect(parseSchedule('@weekly')).toEqual({ kind: 'weekly', days: [0], time: '00:00' });
  for (const cron of ['0 9 1 1 *', '*/10 9-17 * * *', '0 0 9 * * *', '0 9 13 * 5', 'nonsense'])
    expect(parseSchedule(cron)).toEqual({ kind: 'custom', cron });
});
