import { expect, it } from 'vitest';
import { retryDelayMs } from './client.ts';
import { createConnectionStore } from './connection.ts';
import { createHostEvents } from './host-events.ts';

it('tells listeners of each change once, and does not call a first attempt a reconnection', () => {
  const store = createConnectionStore();
  const seen: string[] = [];
  store.subscribe((state) => seen.push(state));
  store.set('reconnecting');
  store.set('online');
  store.set('online');
  store.set('reconnecting');
  expect(seen).toEqual(['online', 'reconnecting']);
});

it('waits longer each time, up to a cap, with jitter', () => {
  expect(retryDelayMs(0, () => 0.5)).toBe(250);
  expect(retryDelayMs(3, () => 0.5)).toBe(2000);
  expect(retryDelayMs(50, () => 1)).toBe(10_000);
  expect(retryDelayMs(50, () => 0)).toBe(6000);
});

it('keeps what the host said before anyone listened', () => {
  const events = createHostEvents();
  events.emit({ type: 'navigate', path: '/tasks/1' });
  const seen: unknown[] = [];
  const stop = events.subscribe((event) => seen.push(event));
  events.emit({ type: 'command', command: 'palette' });
  stop();
  events.emit({ type: 'command', command: 'undo' });
  expect(seen).toEqual([
    { type: 'navigate', path: '/tasks/1' },
    { type: 'command', command: 'palette' },
  ]);
});
