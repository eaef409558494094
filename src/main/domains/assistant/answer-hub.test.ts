import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { AssistantEvent } from '#shared/contracts/assistant.ts';
import { AnswerHub } from './answer-hub.ts';

const answer = { id: 'answer', sessionId: 'session' };
const never = new AbortController().signal;

async function textOf(events: AsyncIterable<AssistantEvent>): Promise<string> {
  let text = '';
  for await (const event of events) if (event.type === 'text') text += event.delta;
  return text;
}

describe('answers under way', () => {
  it('tell everybody everything, also those who come late or leave early', async () => {
    const hub = new AnswerHub();
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    hub.start(answer, async (emit) => {
      emit({ type: 'text', delta: 'One ' });
      begun.resolve();
      await goOn.promise;
      emit({ type: 'text', delta: 'two' });
    });
    const first = textOf(hub.follow('answer', never));
    await begun.promise;
    const late = textOf(hub.follow('answer', never));
    const leaving = new AbortController();
    const left = textOf(hub.follow('answer', leaving.signal));
    await turn();
    leaving.abort();
    expect(await left).toBe('One ');
    goOn.resolve();
    expect(await first).toBe('One two');
    expect(await late).toBe('One two');
    expect(hub.has('answer')).toBe(false);
  });

  it('hand a word on within 5 ms of its arrival', async () => {
    const hub = new AnswerHub();
    let sentAt = 0;
    hub.start(answer, async (emit) => {
      for (let count = 0; count < 200; count += 1) {
        await turn();
        sentAt = performance.now();
        emit({ type: 'text', delta: 'word ' });
      }
    });
    const delays: number[] = [];
    for await (const event of hub.follow('answer', never)) {
      if (event.type === 'text') delays.push(performance.now() - sentAt);
    }
    expect(delays).toHaveLength(200);
    expect(delays.toSorted((a, b) => a - b)[190]).toBeLessThan(5);
  });

  it('end when they are cancelled', async () => {
    const hub = new AnswerHub();
    hub.start(answer, async (_, signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    });
    await turn();
    await hub.cancel('answer');
    expect(hub.ofSession('session')).toEqual([]);
  });
});
