import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import type { CachedAnswer, ModelStreamEvent } from '#main/engine/models/model-port.ts';
import { ask, makeGateway, makeProvider } from '../support/make-gateway.ts';
import { startScriptedModels, type Script, type ScriptedModels } from '../support/scripted-models.ts';

const open: ScriptedModels[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serve(script?: Script): Promise<ScriptedModels> {
  const server = await startScriptedModels(script);
  open.push(server);
  return server;
}

async function all(events: AsyncIterable<ModelStreamEvent>): Promise<ModelStreamEvent[]> {
  const seen: ModelStreamEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

const on = (server: ScriptedModels, id: string, more: { timeoutMs?: number; maxConcurrent?: number } = {}) =>
  makeProvider({ id, name: id, baseUrl: server.urls.openai, ...more });

describe('the chain', () => {
  test('goes from a dead provider to a live one, and both tries are written down', async () => {
    const dead = await serve();
    const live = await serve([{ text: 'I am here.' }]);
    await dead.close();
    const { models, spans } = makeGateway([on(dead, 'dead'), on(live, 'live')]);
    const result = await models.complete(ask());
    expect(result).toMatchObject({ text: 'I am here.', providerId: 'live' });
    expect(result.attempts).toMatchObject([
      { providerId: 'dead', outcome: 'failed', errorClass: 'transient_network' },
      { providerId: 'dead', outcome: 'failed' },
      { providerId: 'live', outcome: 'done' },
    ]);
    expect(result.attempts[0]?.message).toContain('refused the connection');
    expect(spans.map(({ status, traceId }) => [status, traceId])).toEqual([
      ['error', result.traceId],
      ['error', result.traceId],
      ['ok', result.traceId],
    ]);
  });

  test('goes on when one takes too long, and when its server fails', async () => {
    const slow = await serve([{ text: 'late', delayMs: 5_000 }]);
    const broken = await serve([{ status: 503 }]);
    const live = await serve([{ text: 'In time.' }]);
    const chain = [on(slow, 'slow', { timeoutMs: 150 }), on(broken, 'broken'), on(live, 'live')];
    const { models } = makeGateway(chain);
    const { attempts, text } = await models.complete(ask());
    expect(text).toBe('In time.');
    expect(attempts.map(({ providerId, errorClass }) => [providerId, errorClass])).toEqual([
      ['slow', 'transient_network'],
      ['slow', 'transient_network'],
      ['broken', 'transient_server'],
      ['broken', 'transient_server'],
      ['live', null],
    ]);
  });

  test('asks a refused key once, and tells of it', async () => {
    const server = await serve([{ status: 401 }]);
    const { models, board } = makeGateway([on(server, 'mine')]);
    await expect(models.complete(ask())).rejects.toMatchObject({ code: 'model_auth' });
    expect(server.requests).toHaveLength(1);
    expect(board.list()).toMatchObject([{ providerId: 'mine', state: 'sign_in_refused' }]);
    await expect(models.complete(ask())).rejects.toMatchObject({ code: 'model_auth' });
    expect(server.requests).toHaveLength(1);
  });

  test('keeps what may only stay here from every other provider', async () => {
    const server = await serve([{ text: 'Here.' }]);
    const cloud = makeProvider({ id: 'cloud', kind: 'openai', baseUrl: 'https://models.example/v1' });
    const { models, entries } = makeGateway([cloud, on(server, 'here')]);
    expect(await models.complete(ask({ reach: 'local' }))).toMatchObject({
      providerId: 'here',
      isLocal: true,
    });
    expect(entries.map(({ host }) => host)).toEqual(['127.0.0.1']);
    const alone = makeGateway([cloud]);
    expect(await alone.models.availability('local')).toBe('none');
    await expect(alone.models.complete(ask({ reach: 'local' }))).rejects.toMatchObject({ code: 'no_model' });
    const named = ask({ reach: 'local', model: 'cloud/gpt-5' });
    await expect(alone.models.complete(named)).rejects.toMatchObject({ code: 'no_model' });
    expect(alone.entries).toEqual([]);
  });

  test("does not take Ollama's models on other people's machines for local ones", async () => {
    const server = await serve();
    const ollama = makeProvider({ id: 'o', kind: 'ollama', baseUrl: server.urls.ollama });
    const { models } = makeGateway([ollama]);
    const wanted = ask({ reach: 'local', model: 'o/gpt-oss:120b-cloud' });
    await expect(models.complete(wanted)).rejects.toMatchObject({ code: 'no_model' });
    expect(server.connections()).toBe(0);
  });

  test('asks the one that is named, with slashes in its name, and no other', async () => {
    const server = await serve([{ text: 'Named.' }]);
    const { models } = makeGateway([on(server, 'a'), on(server, 'b')]);
    const result = await models.complete(ask({ model: 'b/meta/llama-4' }));
    expect(result).toMatchObject({ providerId: 'b', modelId: 'meta/llama-4' });
    expect(server.requests[0]?.model).toBe('meta/llama-4');
    await expect(models.complete(ask({ model: 'gone/x' }))).rejects.toMatchObject({ code: 'no_model' });
  });

  test('without a provider says so, and sends nothing', async () => {
    const { models } = makeGateway([]);
    expect(await models.availability()).toBe('none');
    await expect(models.complete(ask())).rejects.toMatchObject({ code: 'no_model' });
  });

  test('passes over one whose purse is empty, and tells when all are', async () => {
    const dear = await serve();
    const free = await serve([{ text: 'Free.' }]);
    const refuse = new AppError('budget_exceeded', 'The budget of this day is used up. Nothing was sent.');
    const spending = {
      reserve: async ({ providerId }: { providerId: string }) => {
        if (providerId === 'dear') throw refuse;
        return { settle: async () => ({ costMicros: 0 }), release: () => {} };
      },
    };
    const both = makeGateway([on(dear, 'dear'), on(free, 'free')], { spending });
    const result = await both.models.complete(ask());
    expect(result.attempts).toMatchObject([{ outcome: 'skipped' }, { outcome: 'done' }]);
    const one = makeGateway([on(dear, 'dear')], { spending });
    await expect(one.models.complete(ask())).rejects.toBe(refuse);
    expect(dear.connections()).toBe(0);
  });
});

describe('a rate limit', () => {
  test('sends on to the next one, and is kept until its time is over', async () => {
    const busy = await serve([{ status: 429, retryAfter: '30' }, { text: 'Back.' }]);
    const live = await serve([{ text: 'Meanwhile.' }]);
    const { models, clock, board } = makeGateway([on(busy, 'busy'), on(live, 'live')]);
    expect((await models.complete(ask())).text).toBe('Meanwhile.');
    expect(board.list()[0]).toMatchObject({ state: 'slowed', pausedUntil: clock.nowMs + 30_000 });
    expect((await models.complete(ask())).attempts).toMatchObject([
      { outcome: 'skipped' },
      { outcome: 'done' },
    ]);
    expect(busy.requests).toHaveLength(1);
    clock.nowMs += 30_001;
    expect((await models.complete(ask())).text).toBe('Back.');
  });

  test('that is soon over is waited for where there is nobody else', async () => {
    const busy = await serve([{ status: 429, retryAfter: '0.6' }, { text: 'Now.' }]);
    const { models } = makeGateway([on(busy, 'busy')]);
    const startedAt = performance.now();
    expect((await models.complete(ask())).text).toBe('Now.');
    expect(performance.now() - startedAt).toBeGreaterThan(590);
  });

  test('that lasts is told, with its time', async () => {
    const busy = await serve([{ status: 429, retryAfter: '120' }]);
    const { models } = makeGateway([on(busy, 'busy')]);
    await expect(models.complete(ask())).rejects.toMatchObject({
      code: 'rate_limited',
      details: { retryAfterMs: 120_000 },
    });
    expect(busy.requests).toHaveLength(1);
  });
});

describe('the circuit breaker', () => {
  test('opens after four faults, asks once when its pause is over, and closes with an answer', async () => {
    const server = await serve([{ status: 500 }]);
    const { models, clock, board } = makeGateway([on(server, 'p')]);
    for (let call = 0; call < 4; call += 1) await models.complete(ask()).catch(() => {});
    expect(server.requests).toHaveLength(4);
    expect(board.list()).toMatchObject([{ state: 'failing' }]);
    server.say([{ text: 'Well again.' }]);
    clock.nowMs += 15_001;
    const both = await Promise.allSettled([models.complete(ask()), models.complete(ask())]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect((await models.complete(ask())).text).toBe('Well again.');
    expect(board.list()).toMatchObject([{ state: 'ready', pausedUntil: null }]);
  });

  test('that somebody left in the middle of its look does not stay closed', async () => {
    const server = await serve([{ status: 500 }]);
    const { models, clock } = makeGateway([on(server, 'p')]);
    for (let call = 0; call < 4; call += 1) await models.complete(ask()).catch(() => {});
    clock.nowMs += 15_001;
    server.say([{ text: 'a b c', pieceDelayMs: 20 }]);
    for await (const event of models.stream(ask())) if (event.type === 'text') break;
    expect((await models.complete(ask())).text).toBe('a b c');
  });

  test('forgets what it saw of a provider that was changed', async () => {
    const server = await serve([{ status: 401 }, { text: 'With the new key.' }]);
    const { models, board } = makeGateway([on(server, 'p')]);
    await expect(models.complete(ask())).rejects.toMatchObject({ code: 'model_auth' });
    board.forget('p');
    expect((await models.complete(ask())).text).toBe('With the new key.');
  });
});

test('no more calls run at one time than a provider is given', async () => {
  let running = 0;
  let most = 0;
  const server = await serve(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 30));
    running -= 1;
    return { text: 'done' };
  });
  const { models } = makeGateway([on(server, 'p', { maxConcurrent: 2 })]);
  const waiting = new AbortController();
  const calls = [1, 2, 3, 4, 5].map(() => models.complete(ask()));
  const left = models.complete(ask({ signal: waiting.signal }));
  waiting.abort();
  await expect(left).rejects.toMatchObject({ code: 'cancelled' });
  await Promise.all(calls);
  expect([most, server.requests.length]).toEqual([2, 5]);
});

describe('a stream', () => {
  test('that is cut starts again, and says that what was shown is void', async () => {
    const server = await serve([{ text: 'one two three four', cutAfterPieces: 2 }, { text: 'five six' }]);
    const { models, settled } = makeGateway([on(server, 'p')]);
    const events = await all(models.stream(ask()));
    expect(events.map((event) => (event.type === 'text' ? event.delta : event.type))).toEqual([
      'one ',
      'two ',
      'restart',
      'five ',
      'six',
      'done',
    ]);
    expect(events.at(-1)).toMatchObject({ result: { text: 'five six' } });
    // What was said before the cut is paid for too.
    expect(settled).toMatchObject([{ outcome: 'failed' }, { outcome: 'done' }]);
  });

  test('that falls silent in the middle is given up', async () => {
    const server = await serve([{ text: 'one two three', hangAfterPieces: 1 }, { text: 'whole' }]);
    const { models } = makeGateway([on(server, 'p', { timeoutMs: 200 })]);
    const events = await all(models.stream(ask()));
    expect(events.at(-1)).toMatchObject({ result: { text: 'whole' } });
  });

  test('that nobody reads any more ends at the server, and is written down', async () => {
    const server = await serve([{ text: 'a b c d e f g h', pieceDelayMs: 30 }]);
    const { models, spans, settled, entries } = makeGateway([on(server, 'p')]);
    for await (const event of models.stream(ask())) {
      if (event.type === 'text' && event.delta === 'b ') break;
    }
    expect(spans).toMatchObject([{ status: 'error', message: 'Cancelled.' }]);
    expect(settled).toMatchObject([{ outcome: 'cancelled' }]);
    expect(entries).toHaveLength(1);
    expect(server.bytes().sent).toBeLessThan(1_500);
  });

  test('is cancelled by its caller at once', async () => {
    const server = await serve([{ text: 'a b c d e f', pieceDelayMs: 50 }]);
    const { models, board } = makeGateway([on(server, 'p')]);
    const caller = new AbortController();
    const reading = (async () => {
      for await (const event of models.stream(ask({ signal: caller.signal }))) {
        if (event.type === 'text') caller.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(board.list()[0]?.state).not.toBe('failing');
  });
});

describe('an answer in a form', () => {
  const schema = { type: 'object', properties: { count: { type: 'integer' } }, required: ['count'] };
  const responseSchema = { name: 'count', schema };

  test('is read out of a fence, and put right once', async () => {
    const server = await serve([{ text: '```json\n{"count": "two"}\n```' }, { text: 'Sorry: {"count": 2}' }]);
    const { models } = makeGateway([on(server, 'p')]);
    const result = await models.complete(ask({ responseSchema }));
    expect(result.object).toEqual({ count: 2 });
    expect(server.requests[1]?.prompt).toContain('/count: must be integer.');
    expect(result.attempts).toHaveLength(2);
  });

  test('is asked for in words where a server knows no schemas', async () => {
    const server = await serve(({ body }) =>
      'response_format' in body ? { status: 400, errorMessage: 'No such field.' } : { text: '{"count": 3}' },
    );
    const { models } = makeGateway([on(server, 'p')]);
    expect((await models.complete(ask({ responseSchema }))).object).toEqual({ count: 3 });
    expect(server.requests.at(-1)?.prompt).toContain('"count"');
  });

  test('that never fits fails, in words', async () => {
    const server = await serve([{ text: 'I would rather not.' }]);
    const { models } = makeGateway([on(server, 'p')]);
    await expect(models.complete(ask({ responseSchema }))).rejects.toMatchObject({
      code: 'model_failed',
      message: expect.stringContaining('not in the form'),
    });
    expect(server.requests).toHaveLength(2);
  });

  test('malformed bodies and tool inputs are faults of the server', async () => {
    const server = await serve([{ rawBody: '{"choices": [{' }, { text: 'Whole.' }]);
    const { models } = makeGateway([on(server, 'p')]);
    const result = await models.complete(ask());
    expect([result.text, result.attempts[0]?.errorClass]).toEqual(['Whole.', 'transient_server']);
    const call = { id: '1', type: 'function', function: { name: 'x', arguments: '{"a":' } };
    const message = { role: 'assistant', content: null, tool_calls: [call] };
    server.say([
      { rawBody: JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'tool_calls' }] }) },
      { text: 'Fine.' },
    ]);
    expect((await models.complete(ask())).text).toBe('Fine.');
  });
});

test('an answer that was given before is given again, and costs nothing', async () => {
  const server = await serve([{ text: 'Once.' }, { text: 'Twice.' }]);
  const kept = new Map<string, CachedAnswer>();
  const cache = {
    find: async (key: string) => kept.get(key) ?? null,
    keep: async (key: string, answer: CachedAnswer) => void kept.set(key, answer),
  };
  const { models, spans } = makeGateway([on(server, 'p')], { cache });
  const exact = ask({ temperature: 0 });
  expect((await models.complete(exact)).isFromCache).toBe(false);
  const again = await models.complete(exact);
  expect(again).toMatchObject({ text: 'Once.', isFromCache: true, costMicros: 0 });
  expect(spans.at(-1)?.attributes['adiuva.cache_hit']).toBe(true);
  expect((await all(models.stream(exact)))[0]).toEqual({ type: 'text', delta: 'Once.' });
  expect((await models.complete({ ...exact, cache: 'refresh' })).text).toBe('Twice.');
  expect((await models.complete(exact)).text).toBe('Twice.');
  expect((await models.complete(ask({ temperature: 1 }))).isFromCache).toBe(false);
});

test('a key and what was asked stand in no error', async () => {
  const server = await serve([{ status: 400, errorMessage: 'You said: my secret plan, with secret-key' }]);
  const { models } = makeGateway([on(server, 'p')]);
  const messages = [{ role: 'user', content: 'my secret plan' }] as const;
  const error: unknown = await models.complete(ask({ messages })).catch((one: unknown) => one);
  expect(error).toMatchObject({ code: 'model_failed' });
  expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(/secret/);
});
