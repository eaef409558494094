import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createUpkeep } from './index.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('looks a while after the start and then once a day, also after a look that failed', async () => {
  const looks: number[] = [];
  const errors: unknown[] = [];
  const upkeep = createUpkeep({
    look: async () => {
      looks.push(Date.now());
      if (looks.length === 1) throw new Error('the disk is full');
    },
    firstMs: 10 * MINUTE_MS,
    onError: (error) => errors.push(error),
  });
  const startMs = Date.now();
  upkeep.start();
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS - 1);
  expect(looks).toEqual([]);
  await vi.advanceTimersByTimeAsync(2 * DAY_MS + 1);
  expect(looks.map((at) => at - startMs)).toEqual([0, 1, 2].map((days) => 10 * MINUTE_MS + days * DAY_MS));
  expect(errors).toEqual([new Error('the disk is full')]);
  await upkeep.stop();
  await vi.advanceTimersByTimeAsync(2 * DAY_MS);
  expect(looks).toHaveLength(3);
});

test('a stop tells the look under way and waits for its end', async () => {
  const steps: string[] = [];
  let goOn = (): void => undefined;
  const upkeep = createUpkeep({
    look: async (signal) => {
      await new Promise<void>((resolve) => (goOn = resolve));
      steps.push(signal.aborted ? 'told' : 'not told');
    },
    firstMs: MINUTE_MS,
    everyMs: MINUTE_MS * 5,
    onError: (error) => steps.push(String(error)),
  });
  upkeep.start();
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  const stopped = upkeep.stop().then(() => steps.push('stopped'));
  await vi.advanceTimersByTimeAsync(MINUTE_MS * 20);
  expect(steps).toEqual([]);
  goOn();
  await stopped;
  expect(steps).toEqual(['told', 'stopped']);
});
