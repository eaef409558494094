import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { orAborted } from './action-calls.ts';

test('work that fails after it was stopped ends nothing but itself', async () => {
  const unheard: unknown[] = [];
  const note = (reason: unknown) => unheard.push(reason);
  process.on('unhandledRejection', note);
  const early = Promise.withResolvers<never>();
  await expect(orAborted(early.promise, AbortSignal.abort(new Error('stopped before')))).rejects.toThrow(
    'before',
  );
  early.reject(new Error('refused'));
  const late = Promise.withResolvers<never>();
  const stop = new AbortController();
  const call = orAborted(late.promise, stop.signal);
  stop.abort(new Error('stopped meanwhile'));
  await expect(call).rejects.toThrow('meanwhile');
  late.reject(new Error('refused'));
  await pause(20);
  process.off('unhandledRejection', note);
  expect(unheard).toEqual([]);
});
