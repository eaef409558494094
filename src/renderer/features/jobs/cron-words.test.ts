import { expect, test } from 'vitest';
import { readCron } from './cron-words.ts';

test('what people say of a clock is read from the line; the rest is left as it is', () => {
  expect(readCron('*/15 * * * *')).toEqual({ every: 'minutes', count: 15 });
  expect(readCron('@hourly')).toEqual({ every: 'hours', count: 1 });
  expect(readCron('5 */3 * * *')).toEqual({ every: 'hours', count: 3 });
  expect(readCron('30 7 * * *')).toEqual({ every: 'day', time: '07:30' });
  expect(readCron('0 7 * * 1-5')).toEqual({ every: 'weekdays', time: '07:00' });
  expect(readCron('0 18 * * 7')).toEqual({ every: 'week', day: 0, time: '18:00' });
  expect(readCron('0 9 1 * *')).toEqual({ every: 'month', day: 1, time: '09:00' });
  for (const cron of ['0 9 1 1 *', '*/10 9-17 * * *', '0 0 9 * * *', '0 9 13 * 5', 'nonsense'])
    expect(readCron(cron)).toBeUndefined();
});
