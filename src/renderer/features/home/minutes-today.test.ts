import { expect, it } from 'vitest';
import { minutesToday } from './minutes-today.ts';

const TODAY = '2026-03-10';

it.each([
  ['due today counts whole', 60, TODAY, 60],
  ['without a due day counts whole', 60, null, 60],
  ['late counts whole', 60, '2026-03-01', 60],
  ['due in two days is spread over three', 60, '2026-03-12', 20],
  ['without an estimate counts nothing', null, TODAY, 0],
] as const)('a task %s', (_name, estimateMinutes, dueDate, minutes) => {
  expect(minutesToday({ estimateMinutes, dueDate }, TODAY)).toBe(minutes);
});
