import { MessageChannel } from 'node:worker_threads';
import { createTRPCClient, TRPCClientError } from '@trpc/client';
import { initTRPC, tracked, TRPCError } from '@trpc/server';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createIpcHandler } from '#main/api/ipc/ipc-handler.ts';
import type { IpcFailure, IpcHandler, IpcRequest } from '#main/api/ipc/ipc-handler.ts';
import { fromMessagePort } from '#main/api/ipc/message-port.ts';
import { ipcLink } from '#renderer/api/ipc-link.ts';
import type { IpcLinkOptions } from '#renderer/api/ipc-link.ts';
import { clientFrameSchema, serverFrameSchema } from '#shared/contracts/ipc-schema.ts';
import { isClientFrame, isServerFrame } from '#shared/contracts/ipc.ts';
import type { HostEvent, IpcLimits, IpcPort } from '#shared/contracts/ipc.ts';
import { AppError, isAppError } from '#shared/errors.ts';

type Events = { readonly aborted: string[]; readonly closed: string[]; produced: number; attempts: number };

const t = initTRPC.context<{ correlationId: string; events: Events }>().create({
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    data: {
      ...shape.data,
      appCode: isAppError(error.cause) ? error.cause.code : 'internal',
      details: isAppError(error.cause) ? error.cause.details : {},
    },
  }),
});

/** Ends when the request is cancelled; the name is then in `events.aborted`. */
function untilAborted(name: string, signal: AbortSignal | undefined, events: Events): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => {
      events.aborted.push(name);
      reject(new Error('aborted'));
    });
  });
}

const router = t.router({
  echo: t.procedure.input(z.unknown()).query(({ input }) => input),
  who: t.procedure.query(({ ctx }) => ctx.correlationId),
  add: t.procedure
    .input(z.object({ a: z.number(), b: z.number() }))
    .mutation(({ input }) => input.a + input.b),
  nothing: t.procedure.mutation(() => undefined),
  rows: t.procedure.input(z.number()).query(({ input }) =>
    Array.from({ length: input }, (_, index) => ({
      id: index,
      title: `Row ${index}`,
      text: 'x'.repeat(900),
    })),
  ),
  locked: t.procedure.mutation(() => {
    throw new AppError('store_busy', 'The store is busy. Nothing was changed; try again.', {
      details: { waitedMs: 12 },
      cause: Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' }),
    });
  }),
  missing: t.procedure.query(() => {
    throw new TRPCError({ code: 'NOT_FOUND', message: 'No such task.' });
  }),
  uncloneable: t.procedure.query(() => ({ run: () => 1 })),
  never: t.procedure.query(({ signal, ctx }) => untilAborted('query', signal, ctx.events)),
  neverWrites: t.procedure.mutation(({ signal, ctx }) => untilAborted('mutation', signal, ctx.events)),
  group: t.router({ deep: t.procedure.query(() => 'deep') }),
  count: t.procedure.input(z.number()).subscription(async function* ({ input, ctx }) {
    try {
      for (let index = 0; index < input; index += 1) {
        ctx.events.produced += 1;
        yield index;
      }
    } finally {
      ctx.events.closed.push('count');
    }
  }),
  forever: t.procedure.subscription(async function* ({ signal, ctx }) {
    try {
      yield 'first';
      await untilAborted('forever', signal, ctx.events).catch(() => undefined);
    } finally {
      ctx.events.closed.push('forever');
    }
  }),
  breaks: t.procedure.subscription(async function* () {
    yield 1;
    throw new AppError('not_found', 'It is gone.');
  }),
  notStream: t.procedure.query(() => 1),
  resumable: t.procedure
    .input(z.object({ lastEventId: z.string().optional() }).optional())
    .subscription(async function* ({ input, signal, ctx }) {
      ctx.events.attempts += 1;
      const from = Number(input?.lastEventId ?? -1) + 1;
      yield tracked(String(from), from);
      yield tracked(String(from + 1), from + 1);
      await untilAborted('resumable', signal, ctx.events).catch(() => undefined);
    }),
});

type Setup = { limits?: Partial<IpcLimits>; link?: IpcLinkOptions };

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((close) => close()));
});

/** A client and a handler on the two ends of a real MessageChannel, as often as the link connects. */
function connect({ limits, link }: Setup = {}) {
  const events: Events = { aborted: [], closed: [], produced: 0, attempts: 0 };
  const handlers: IpcHandler[] = [];
  const failures: IpcFailure[] = [];
  const requests: IpcRequest[] = [];
  const bridge = {
    connect(): IpcPort {
      const { port1, port2 } = new MessageChannel();
      const handler = createIpcHandler({
        router,
        port: fromMessagePort(port2),
        createContext: (request) => {
          requests.push(request);
          return { correlationId: request.correlationId, events };
        },
        onError: (failure) => void failures.push(failure),
        ...(limits === undefined ? {} : { limits }),
      });
      handlers.push(handler);
      return fromMessagePort(port1);
    },
  };
  const client = createTRPCClient<typeof router>({
    links: [ipcLink<typeof router>(bridge, { retryDelayMs: () => 5, ...link })],
  });
  opened.push(async () => {
    await Promise.all(handlers.map((handler) => handler.close()));
  });
  const handler = (): IpcHandler => handlers.at(-1)!;
  return { client, events, failures, requests, handler, handlers };
}

/** A frame as it came, before anything has checked it. */
type Answer = {
  readonly t: string;
  readonly id: number;
  readonly error: { readonly data: { readonly code: string; readonly appCode: string } };
};

/** A port without our link, for frames that it would never send. */
function connectRaw(limits: Partial<IpcLimits> = {}) {
  const { port1, port2 } = new MessageChannel();
  const events: Events = { aborted: [], closed: [], produced: 0, attempts: 0 };
  const handler = createIpcHandler({
    router,
    port: fromMessagePort(port2),
    createContext: ({ correlationId }) => ({ correlationId, events }),
    limits,
  });
  opened.push(() => handler.close());
  const received: Answer[] = [];
  const waiting: (() => void)[] = [];
  port1.on('message', (frame: Answer) => {
    received.push(frame);
    for (const wake of waiting.splice(0)) wake();
  });
  return {
    handler,
    events,
    received,
    send: (frame: unknown) => port1.postMessage(frame),
    async take(count: number): Promise<Answer[]> {
      while (received.length < count) await new Promise<void>((resolve) => void waiting.push(resolve));
      return received.slice(0, count);
    },
  };
}

const call = (id: number, path: string, input?: unknown, kind = 'query') => ({
  t: 'call',
  id,
  kind,
  path,
  input,
  correlationId: 'test',
});

async function failureOf(promise: Promise<unknown>): Promise<TRPCClientError<typeof router>> {
  const error: unknown = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof TRPCClientError)) throw new Error('expected the call to fail');
  return error as TRPCClientError<typeof router>;
}

async function eventually(check: () => void): Promise<void> {
  const deadline = Date.now() + 5000;
  for (;;) {
    try {
      check();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

describe('calls', () => {
  test('a query and a mutation are answered with their value', async () => {
    const { client } = connect();
    expect(await client.add.mutate({ a: 2, b: 3 })).toBe(5);
    expect(await client.group.deep.query()).toBe('deep');
    expect(await client.nothing.mutate()).toBeUndefined();
  });

  test('what JSON would lose arrives whole', async () => {
    const { client } = connect();
    const value = {
      at: new Date(5),
      none: undefined,
      bytes: new Uint8Array([1, 2, 3]),
      map: new Map([['a', 1]]),
      text: 'è 😀',
      not: Number.NaN,
    };
    expect(await client.echo.query(value)).toEqual(value);
  });

  test('an answer of 1 MB arrives whole', async () => {
    const { client } = connect();
    const rows = await client.rows.query(1200);
    expect(JSON.stringify(rows).length).toBeGreaterThan(1_000_000);
    expect(rows[1199]).toEqual({ id: 1199, title: 'Row 1199', text: 'x'.repeat(900) });
  });

  test('a thousand calls at once are all answered, and never more run than the host allows', async () => {
    const { client, failures } = connect({ limits: { maxCalls: 8 }, link: { maxCalls: 8 } });
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => client.add.mutate({ a: index, b: 1 })),
    );
    expect(answers).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
    expect(failures).toEqual([]);
  });

  test('each request carries a correlation id of its own to its context', async () => {
    const { client, requests } = connect();
    const first = await client.who.query();
    const second = await client.who.query();
    expect(first).toMatch(/^[\da-f-]{36}$/);
    expect(second).not.toBe(first);
    expect(requests.map(({ path }) => path)).toEqual(['who', 'who']);
  });
});

describe('errors', () => {
  test('keep their code, our code, their details and their chain of causes', async () => {
    const { client, failures } = connect();
    const error = await failureOf(client.locked.mutate());
    expect(error.message).toBe('The store is busy. Nothing was changed; try again.');
    expect(error.data).toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      appCode: 'store_busy',
      details: { waitedMs: 12 },
      path: 'locked',
    });
    const cause = error.cause;
    expect(cause).toBeInstanceOf(AppError);
    expect(cause).toMatchObject({ code: 'store_busy' });
    expect((cause as AppError).cause).toMatchObject({ name: 'Error', code: 'SQLITE_BUSY' });
    expect(failures).toHaveLength(1);
    expect(failures[0]?.path).toBe('locked');
  });

  test('carry no stack and no other program’s text to the window', async () => {
    const { client } = connect();
    const error = await failureOf(client.locked.mutate());
    expect(String((error.cause as Error).cause)).not.toContain('database is locked');
    expect(error.data).not.toHaveProperty('stack');
    expect(JSON.stringify(error.shape)).not.toContain('ipc-link.test');
  });

  test('a tRPC code stays what it was', async () => {
    const { client } = connect();
    expect((await failureOf(client.missing.query())).data?.code).toBe('NOT_FOUND');
  });

  test('an unknown procedure and a query called as a mutation are not found', async () => {
    const raw = connectRaw();
    raw.send(call(1, 'tasks.nothing'));
    raw.send(call(2, 'echo', 1, 'mutation'));
    raw.send(call(3, '__proto__.toString'));
    const frames = await raw.take(3);
    expect(frames.map(({ t: kind, error }) => [kind, error.data.code])).toEqual(
      Array.from({ length: 3 }, () => ['error', 'NOT_FOUND']),
    );
  });

  test('an input that the procedure refuses is a bad request', async () => {
    const { client } = connect();
    const wrong = { a: 'two', b: 3 } as unknown as { a: number; b: number };
    expect((await failureOf(client.add.mutate(wrong))).data?.code).toBe('BAD_REQUEST');
  });

  test('an answer that cannot be cloned fails its own call and no other', async () => {
    const { client } = connect();
    expect((await failureOf(client.uncloneable.query())).data?.code).toBe('INTERNAL_SERVER_ERROR');
    expect(await client.add.mutate({ a: 1, b: 1 })).toBe(2);
  });

  test('an input that cannot be cloned fails before it is sent', async () => {
    const { client, requests } = connect();
    const error = await failureOf(client.echo.query({ run: () => 1 }));
    expect(error.data?.appCode).toBe('invalid_input');
    expect(requests).toEqual([]);
  });
});

describe('cancelling', () => {
  test('an aborted query fails at once and its procedure is told', async () => {
    const { client, events, handler } = connect();
    const controller = new AbortController();
    const answer = failureOf(client.never.query(undefined, { signal: controller.signal }));
    await eventually(() => expect(handler().running).toBe(1));
    controller.abort();
    expect((await answer).data?.appCode).toBe('cancelled');
    await eventually(() => expect(events.aborted).toEqual(['query']));
    await eventually(() => expect(handler().running).toBe(0));
  });

  test('a mutation can be aborted too', async () => {
    const { client, events, handler } = connect();
    const controller = new AbortController();
    const answer = failureOf(client.neverWrites.mutate(undefined, { signal: controller.signal }));
    await eventually(() => expect(handler().running).toBe(1));
    controller.abort();
    expect((await answer).data?.appCode).toBe('cancelled');
    await eventually(() => expect(events.aborted).toEqual(['mutation']));
  });

  test('a signal that is aborted already sends nothing', async () => {
    const { client, requests } = connect();
    const error = await failureOf(client.never.query(undefined, { signal: AbortSignal.abort() }));
    expect(error.data?.appCode).toBe('cancelled');
    await client.who.query();
    expect(requests.map(({ path }) => path)).toEqual(['who']);
  });

  test('a cancelled call makes room for a waiting one', async () => {
    const { client, handler } = connect({ link: { maxCalls: 1 } });
    const controller = new AbortController();
    const first = failureOf(client.never.query(undefined, { signal: controller.signal }));
    const second = client.add.mutate({ a: 1, b: 2 });
    await eventually(() => expect(handler().running).toBe(1));
    controller.abort();
    await first;
    expect(await second).toBe(3);
  });
});

describe('subscriptions', () => {
  test('give every value in order, then say that they are complete', async () => {
    const { client, events } = connect();
    const seen: number[] = [];
    await new Promise<void>((resolve, reject) => {
      client.count.subscribe(500, {
        onData: (value) => void seen.push(value),
        onComplete: resolve,
        onError: reject,
      });
    });
    expect(seen).toEqual(Array.from({ length: 500 }, (_, index) => index));
    expect(events.closed).toEqual(['count']);
  });

  test('end on the other side when one unsubscribes', async () => {
    const { client, events, handler } = connect();
    const first = Promise.withResolvers<unknown>();
    const subscription = client.forever.subscribe(undefined, { onData: first.resolve });
    expect(await first.promise).toBe('first');
    subscription.unsubscribe();
    await eventually(() => expect(events.closed).toEqual(['forever']));
    expect(handler().running).toBe(0);
  });

  test('pass on the error that ends them', async () => {
    const { client } = connect();
    const seen: number[] = [];
    const error = await new Promise<{ data?: unknown }>((resolve) => {
      client.breaks.subscribe(undefined, { onData: (value) => void seen.push(value), onError: resolve });
    });
    expect(seen).toEqual([1]);
    expect(error.data).toMatchObject({ appCode: 'not_found' });
  });

  test('a window that takes nothing in stops the producer after one credit window', async () => {
    const raw = connectRaw({ creditWindow: 4 });
    raw.send(call(1, 'count', 100, 'subscription'));
    await raw.take(5);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(raw.received).toHaveLength(5);
    expect(raw.events.produced).toBe(4);
    raw.send({ t: 'credit', id: 1, count: 2 });
    await raw.take(7);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(raw.received).toHaveLength(7);
  });

  test('credit beyond the window gives no more than the window', async () => {
    const raw = connectRaw({ creditWindow: 4 });
    raw.send(call(1, 'count', 100, 'subscription'));
    await raw.take(5);
    raw.send({ t: 'credit', id: 1, count: 10_000 });
    await raw.take(9);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(raw.received).toHaveLength(9);
  });
});

describe('a lost connection', () => {
  test('is opened again; a subscription goes on after its last event, a query is asked again', async () => {
    const states: string[] = [];
    const { client, handler, handlers, events } = connect({
      link: { onState: (state) => states.push(state) },
    });
    const seen: number[] = [];
    client.resumable.subscribe(undefined, { onData: ({ data }) => void seen.push(data) });
    await eventually(() => expect(seen).toEqual([0, 1]));
    await handler().close();
    await eventually(() => expect(seen).toEqual([0, 1, 2, 3]));
    expect(handlers).toHaveLength(2);
    expect(events.attempts).toBe(2);
    expect(await client.add.mutate({ a: 1, b: 1 })).toBe(2);
    expect(states).toEqual(['online', 'reconnecting', 'online']);
  });

  test('fails a mutation that was under way, for nobody knows whether it was done', async () => {
    const { client, handler } = connect();
    const answer = failureOf(client.neverWrites.mutate());
    await eventually(() => expect(handler().running).toBe(1));
    await handler().close();
    expect((await answer).data?.appCode).toBe('host_unavailable');
  });

  test('cancels on the host what the window had running', async () => {
    const { client, handler, events } = connect();
    void client.never.query().catch(() => undefined);
    client.forever.subscribe(undefined, {});
    await eventually(() => expect(handler().running).toBe(2));
    await handler().close();
    expect(events.aborted.toSorted()).toEqual(['forever', 'query']);
  });
});

describe('what the host refuses', () => {
  test.each([
    ['not an object', 'hello'],
    ['null', null],
    ['an array', [1, 2]],
    ['no id', { t: 'call', kind: 'query', path: 'echo', correlationId: 'x' }],
    ['a negative id', { ...call(1, 'echo'), id: -1 }],
    ['a text id', { ...call(1, 'echo'), id: '1' }],
    ['an unknown kind', { ...call(1, 'echo'), kind: 'eval' }],
    ['an unknown frame', { t: 'run', id: 1 }],
    ['an empty path', call(1, '')],
    ['an endless path', call(1, 'a'.repeat(10_000))],
    ['no correlation id', { ...call(1, 'echo'), correlationId: undefined }],
    ['endless credit', { t: 'credit', id: 1, count: 1e9 }],
  ])('%s is answered with a bad request and nothing runs', async (_name, frame) => {
    const raw = connectRaw();
    raw.send(frame);
    const [answer] = await raw.take(1);
    expect(answer).toMatchObject({
      t: 'error',
      error: { data: { code: 'BAD_REQUEST', appCode: 'invalid_input' } },
    });
    expect(raw.handler.running).toBe(0);
  });

  test('an input above the size limit, whatever its form', async () => {
    const raw = connectRaw({ maxInputSize: 10_000 });
    raw.send(call(1, 'echo', 'x'.repeat(10_001)));
    raw.send(call(2, 'echo', new Uint8Array(10_001)));
    raw.send(
      call(
        3,
        'echo',
        Array.from({ length: 2000 }, () => 1),
      ),
    );
    raw.send(
      call(4, 'echo', Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`k${index}`, 1]))),
    );
    raw.send(call(5, 'echo', 'x'.repeat(9000)));
    const frames = await raw.take(5);
    const codeOf = (id: number): unknown => frames.find((frame) => frame.id === id)?.error?.data.appCode;
    expect([1, 2, 3, 4].map(codeOf)).toEqual(Array.from({ length: 4 }, () => 'payload_too_large'));
    expect(frames.find((frame) => frame.id === 5)).toMatchObject({ t: 'data' });
  });

  test('an input that is nested too deep or turns in a circle', async () => {
    const raw = connectRaw();
    let deep: unknown = 1;
    for (let depth = 0; depth < 500; depth += 1) deep = [deep];
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    raw.send(call(1, 'echo', deep));
    raw.send(call(2, 'echo', circle));
    const frames = await raw.take(2);
    expect(frames.map(({ error }) => error.data.code)).toEqual(['PAYLOAD_TOO_LARGE', 'PAYLOAD_TOO_LARGE']);
  });

  test('more calls or subscriptions at once than allowed', async () => {
    const raw = connectRaw({ maxCalls: 2, maxSubscriptions: 1 });
    raw.send(call(1, 'never'));
    raw.send(call(2, 'never'));
    raw.send(call(3, 'never'));
    raw.send(call(4, 'forever', undefined, 'subscription'));
    raw.send(call(5, 'forever', undefined, 'subscription'));
    await eventually(() => {
      const refused = raw.received.filter((frame) => frame.t === 'error').map((frame) => frame.id);
      expect(refused).toEqual([3, 5]);
    });
    expect(raw.handler.running).toBe(3);
  });

  test('an id that is still running', async () => {
    const raw = connectRaw();
    raw.send(call(1, 'never'));
    raw.send(call(1, 'echo', 1));
    const [answer] = await raw.take(1);
    expect(answer).toMatchObject({ t: 'error', id: 1, error: { data: { code: 'BAD_REQUEST' } } });
  });

  test('a query used as a subscription', async () => {
    const raw = connectRaw();
    raw.send(call(1, 'notStream', undefined, 'subscription'));
    const [answer] = await raw.take(1);
    expect(answer).toMatchObject({ t: 'error', error: { data: { code: 'NOT_FOUND' } } });
  });
});

describe('what the window refuses', () => {
  test('frames of no known form, or for requests that are not its own, change nothing', async () => {
    const { port1, port2 } = new MessageChannel();
    const heard: HostEvent[] = [];
    const client = createTRPCClient<typeof router>({
      links: [
        ipcLink<typeof router>(
          { connect: () => fromMessagePort(port1) },
          { onHostEvent: (event) => void heard.push(event) },
        ),
      ],
    });
    opened.push(async () => port2.close());
    const answer = client.who.query();
    const { promise: sent, resolve } = Promise.withResolvers<{ id: number }>();
    port2.on('message', resolve);
    const { id } = await sent;
    for (const frame of [
      'text',
      { t: 'data', id },
      { t: 'data', id: id + 1, data: 'another' },
      { t: 'error', id, error: 'text', causes: [] },
      { t: 'error', id, error: { code: 1, message: 'm', data: {} } },
      { t: 'host', event: { type: 'navigate', path: 'https://example.org' } },
      { t: 'host', event: { type: 'navigate', path: '//example.org' } },
      { t: 'host', event: { type: 'command', command: 'format-disk' } },
    ])
      port2.postMessage(frame);
    port2.postMessage({ t: 'host', event: { type: 'navigate', path: '/tasks/1' } });
    port2.postMessage({ t: 'data', id, data: 'mine' });
    expect(await answer).toBe('mine');
    expect(heard).toEqual([{ type: 'navigate', path: '/tasks/1' }]);
  });
});

test('the host tells the window of an event that it did not ask for', async () => {
  const heard: HostEvent[] = [];
  const { client, handler } = connect({ link: { onHostEvent: (event) => void heard.push(event) } });
  await client.who.query();
  handler().notify({ type: 'command', command: 'quick-add' });
  await eventually(() => expect(heard).toEqual([{ type: 'command', command: 'quick-add' }]));
});

describe('the guards and the schemas say the same', () => {
  const scalar = fc.oneof(
    fc.constantFrom('call', 'cancel', 'credit', 'data', 'next', 'error', 'host', 'started', 'stopped'),
    fc.constantFrom('query', 'mutation', 'subscription', ''),
    fc.integer({ min: -1, max: 20_000 }),
    fc.constant(undefined),
    fc.constant(null),
    fc.string(),
    fc.constant('x'.repeat(201)),
    fc.constant(1.5),
  );
  const frame = fc.record(
    {
      t: fc.constantFrom(
        'call',
        'cancel',
        'credit',
        'data',
        'next',
        'error',
        'host',
        'started',
        'stopped',
        'x',
      ),
      id: fc.oneof(fc.nat(), scalar),
      kind: fc.oneof(fc.constantFrom('query', 'mutation', 'subscription'), scalar),
      path: fc.oneof(fc.constant('a.b'), scalar),
      correlationId: fc.oneof(fc.constant('c'), scalar),
      lastEventId: scalar,
      count: fc.oneof(fc.integer({ min: 0, max: 10_001 }), scalar),
      data: scalar,
      eventId: scalar,
      causes: fc.oneof(
        fc.array(fc.record({ name: scalar, message: scalar, code: scalar }, { requiredKeys: ['name'] }), {
          maxLength: 2,
        }),
        scalar,
      ),
      error: fc.oneof(
        fc.record({
          code: scalar,
          message: fc.oneof(fc.string(), scalar),
          data: fc.oneof(fc.constant({}), scalar),
        }),
        scalar,
      ),
      event: fc.oneof(
        fc.record({
          type: fc.constantFrom('navigate', 'command', 'x'),
          path: fc.oneof(fc.constantFrom('/a', '//a', '/\\a', 'a'), scalar),
          command: fc.oneof(fc.constantFrom('undo', 'x'), scalar),
        }),
        scalar,
      ),
    },
    { requiredKeys: ['t'] },
  );

  test('for what a window sends', () => {
    const agrees = fc.property(frame, (value) => {
      expect(isClientFrame(value)).toBe(clientFrameSchema.safeParse(value).success);
    });
    fc.assert(agrees, { numRuns: 5000 });
  });

  test('for what the host sends', () => {
    const agrees = fc.property(frame, (value) => {
      expect(isServerFrame(value)).toBe(serverFrameSchema.safeParse(value).success);
    });
    fc.assert(agrees, { numRuns: 5000 });
  });
});
