import { expect, it } from 'vitest';
import { presetRule, readRule } from './recurrence-presets.ts';

it('counts from the day the task stands on', () => {
  // A Tuesday.
  expect(presetRule('weekly', '2026-03-10')).toBe('FREQ=WEEKLY;BYDAY=TU');
  expect(presetRule('monthly', '2026-03-10')).toBe('FREQ=MONTHLY;BYMONTHDAY=10');
  expect(presetRule('yearly', '2026-03-10')).toBe('FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=10');
});

it('tells a rule written out from words', () => {
  expect(readRule('RRULE:freq=daily;interval=2')).toBe('FREQ=DAILY;INTERVAL=2');
  expect(readRule('every two days')).toBeUndefined();
  expect(readRule('FREQ=')).toBeUndefined();
});
