import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createForeground } from './index.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }));
afterEach(() => void vi.useRealTimers());

async function stepsOf(work: Promise<void>): Promise<{ isDone: () => boolean }> {
  let done = false;
  void work.then(() => (done = true));
  await vi.advanceTimersByTimeAsync(1);
  return { isDone: () => done };
}

test('goes on at once while nobody asks', async () => {
  const foreground = createForeground();
  expect((await stepsOf(foreground.giveWay())).isDone()).toBe(true);
});

test('waits for the answer and a moment longer', async () => {
  const foreground = createForeground();
  const leave = foreground.enter();
  const work = await stepsOf(foreground.giveWay());
  await vi.advanceTimersByTimeAsync(300);
  expect(work.isDone()).toBe(false);
  leave();
  await vi.advanceTimersByTimeAsync(30);
  expect(work.isDone()).toBe(false);
  await vi.advanceTimersByTimeAsync(30);
  expect(work.isDone()).toBe(true);
});

test('goes on after a second under somebody who never stops asking, and at once when it is called off', async () => {
  const foreground = createForeground();
  foreground.enter();
  const work = await stepsOf(foreground.giveWay());
  await vi.advanceTimersByTimeAsync(900);
  expect(work.isDone()).toBe(false);
  await vi.advanceTimersByTimeAsync(150);
  expect(work.isDone()).toBe(true);

  const calledOff = new AbortController();
  const other = await stepsOf(foreground.giveWay(calledOff.signal));
  calledOff.abort();
  await vi.advanceTimersByTimeAsync(20);
  expect(other.isDone()).toBe(true);
});
