import { expect, it } from 'vitest';
import { jobMinutesLeft, jobShare } from './job-progress.ts';

it('estimates the rest from the pace so far', () => {
  expect(jobMinutesLeft({ doneCount: 25, totalCount: 100, startedAt: 0 }, 60_000)).toBe(3);
  expect(jobMinutesLeft({ doneCount: 99, totalCount: 100, startedAt: 0 }, 60_000)).toBe(1);
});

it('does not guess at the very beginning or without a total', () => {
  expect(jobMinutesLeft({ doneCount: 1, totalCount: 100, startedAt: 0 }, 60_000)).toBeUndefined();
  expect(jobMinutesLeft({ doneCount: 10, totalCount: null, startedAt: 0 }, 60_000)).toBeUndefined();
  expect(jobMinutesLeft({ doneCount: 10, totalCount: 100, startedAt: null }, 60_000)).toBeUndefined();
  expect(jobShare({ doneCount: 0, totalCount: 0 })).toBeNull();
});
