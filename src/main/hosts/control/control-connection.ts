import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Log } from '#main/log/index.ts';
import { isAppError } from '#shared/errors.ts';
import {
  helloSchema,
  MAX_FRAME_BYTES,
  MAX_HELLO_BYTES,
  requestSchema,
  type ControlAnswer,
  type ControlRequest,
} from './control-protocol.ts';
import type { HostCalls } from './control-server.ts';
import { createFrameReader, writeFrame } from './frames.ts';
import { NOT_BEGUN } from './not-begun.ts';
import { callProcedure, type CallableApp } from './procedure-call.ts';
import { ProcedureError, type ProcedureErrorShape } from './procedure-error.ts';

export type ConnectionParts = {
  readonly app: CallableApp;
  readonly host: string;
  readonly hostCalls: HostCalls;
  readonly token: string;
  readonly log: Log | undefined;
};

export type ControlConnection = {
  /** Takes no new calls, lets running ones end within this time, ends subscriptions, and hangs up. */
  close(drainMs: number): Promise<void>;
};

type Running = { readonly abort: AbortController; readonly done: Promise<void>; isStream: boolean };

const HELLO_WAIT_MS = 5_000;
const MAX_RUNNING = 64;

/** The server's end of one connection. */
export function createControlConnection(socket: Socket, parts: ConnectionParts): ControlConnection {
  const reader = createFrameReader(MAX_HELLO_BYTES);
  const running = new Map<number, Running>();
  let isAdmitted = false;
  let isClosing = false;
  const helloWait = setTimeout(() => socket.destroy(), HELLO_WAIT_MS);
  const send = (answer: ControlAnswer): Promise<void> => writeFrame(socket, answer);

  const admit = (frame: unknown): void => {
    const hello = helloSchema.parse(frame);
    if (!isSame(hello.token, parts.token)) throw new Error('wrong token');
    clearTimeout(helloWait);
    isAdmitted = true;
    reader.allow(MAX_FRAME_BYTES);
    void send({ type: 'welcome', pid: process.pid, host: parts.host });
  };
  const start = (request: Exclude<ControlRequest, { type: 'cancel' }>): void => {
    if (isClosing || running.size >= MAX_RUNNING || running.has(request.id)) {
      void send({ type: 'error', id: request.id, error: REFUSED });
      return;
    }
    const abort = new AbortController();
    const entry: Running = { abort, isStream: false, done: Promise.resolve() };
    const done = answerRequest(parts, request, entry, send).finally(() => running.delete(request.id));
    running.set(request.id, Object.assign(entry, { done }));
  };
  const take = (frame: unknown): void => {
    if (!isAdmitted) return admit(frame);
    const request = requestSchema.parse(frame);
    if (request.type === 'cancel') running.get(request.id)?.abort.abort();
    else start(request);
  };

  socket.on('data', (chunk) => {
    try {
      for (const frame of reader.read(chunk)) take(frame);
    } catch (error) {
      // Who speaks another language or has no token learns nothing.
      parts.log?.warn('control connection refused', {}, error);
      socket.destroy();
    }
  });
  socket.on('close', () => {
    clearTimeout(helloWait);
    for (const { abort } of running.values()) abort.abort();
  });
  return {
    async close(drainMs) {
      isClosing = true;
      for (const entry of running.values()) if (entry.isStream) entry.abort.abort();
      const calls = Promise.all([...running.values()].map((entry) => entry.done));
      await withTimeLimit(calls, drainMs);
      // Only then can the other side know that what got no answer may be asked of somebody else.
      if (isAdmitted && running.size === 0) await send({ type: 'bye' }).catch(() => undefined);
      socket.end();
      socket.destroySoon();
    },
  };
}

const REFUSED: ProcedureErrorShape = {
  message: 'Adiuva is closing or has too much to do. Nothing was changed; try again in a moment.',
  code: 'SERVICE_UNAVAILABLE',
  appCode: 'store_busy',
  details: NOT_BEGUN,
};

async function answerRequest(
  parts: ConnectionParts,
  request: Exclude<ControlRequest, { type: 'cancel' }>,
  entry: Running,
  send: (answer: ControlAnswer) => Promise<void>,
): Promise<void> {
  const { id } = request;
  try {
    if (request.type === 'host') {
      await send({ type: 'result', id, data: await callHost(parts.hostCalls, request) });
      return;
    }
    const answer = await callProcedure(onLine(parts.app), request, entry.abort.signal);
    if (answer.kind === 'value') {
      await send({ type: 'result', id, data: answer.value });
      return;
    }
    // Also set by now: the subscription's iterable ends when the signal is aborted.
    entry.isStream = true;
    for await (const data of answer.values) await send({ type: 'data', id, data });
    await send({ type: 'end', id });
  } catch (error) {
    await send({ type: 'error', id, error: shapeOf(error) }).catch(() => undefined);
  }
}

/** Some procedures are for other processes alone. */
function onLine({ router, createContext }: CallableApp): CallableApp {
  return { router, createContext: () => ({ ...createContext(), isControlLine: true }) };
}

async function callHost(calls: HostCalls, request: { method: string; input?: unknown }): Promise<unknown> {
  const run = Object.hasOwn(calls, request.method) ? calls[request.method] : undefined;
  if (run !== undefined) return run(request.input);
  throw new ProcedureError({
    message: `The program that holds this data folder has no "${request.method}". Nothing was changed.`,
    code: 'NOT_FOUND',
    appCode: 'not_found',
    details: {},
  });
}

function shapeOf(error: unknown): ProcedureErrorShape {
  if (error instanceof ProcedureError) return error.shape;
  if (isAppError(error)) {
    return { message: error.message, code: 'BAD_REQUEST', appCode: error.code, details: error.details };
  }
  const message = 'The answer could not be passed on. Your saved work is safe; ask for less at once.';
  return { message, code: 'INTERNAL_SERVER_ERROR', appCode: 'internal', details: {} };
}

/** Compares by hash, so that the time taken says nothing about the token. */
function isSame(given: string, expected: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}

async function withTimeLimit(work: Promise<unknown>, limitMs: number): Promise<void> {
  const limit = Promise.withResolvers<void>();
  const timer = setTimeout(limit.resolve, limitMs);
  await Promise.race([work, limit.promise]);
  clearTimeout(timer);
}
