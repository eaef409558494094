import { connect, type Socket } from 'node:net';
import { AppError } from '#shared/errors.ts';
import { readControlFile } from './control-file.ts';
import {
  answerSchema,
  CONTROL_VERSION,
  MAX_FRAME_BYTES,
  type ControlAnswer,
  type ControlRequest,
} from './control-protocol.ts';
import { createFrameReader, writeFrame } from './frames.ts';
import { NOT_BEGUN } from './not-begun.ts';
import { ProcedureError } from './procedure-error.ts';

/** A line to the process that holds a data folder. */
export type ControlClient = {
  readonly pid: number;
  /** `electron`, `web` or `cli`. */
  readonly host: string;
  /** A query's or mutation's answer. Throws `ProcedureError`, or `host_unavailable` when the line breaks. */
  call(path: string, input: unknown, signal?: AbortSignal): Promise<unknown>;
  /** What a subscription says, until it ends or the signal is aborted. Also takes queries: one value, then the end. */
  stream(path: string, input: unknown, signal?: AbortSignal): AsyncIterable<unknown>;
  callHost(method: string, input?: unknown): Promise<unknown>;
  close(): Promise<void>;
};

const WELCOME_WAIT_MS = 3_000;

/** Connects to the process that holds the folder; undefined when there is none that answers. */
export async function connectControl(dataDir: string): Promise<ControlClient | undefined> {
  const file = await readControlFile(dataDir);
  if (file === undefined) return undefined;
  const socket = await openSocket(file.address).catch(() => undefined);
  if (socket === undefined) return undefined;
  const line = createLine(socket);
  await writeFrame(socket, { type: 'hello', version: CONTROL_VERSION, token: file.token });
  const welcome = await line.welcome;
  if (welcome === undefined) {
    socket.destroy();
    return undefined;
  }
  return {
    pid: welcome.pid,
    host: welcome.host,
    call: (path, input, signal) => lastOf(line.ask({ type: 'call', path, input }, signal)),
    stream: (path, input, signal) => line.ask({ type: 'call', path, input }, signal),
    callHost: (method, input) => lastOf(line.ask({ type: 'host', method, input })),
    async close() {
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      if (socket.destroyed) return;
      socket.end();
      socket.destroySoon();
      await closed;
    },
  };
}

async function lastOf(values: AsyncIterable<unknown>): Promise<unknown> {
  let last: unknown;
  for await (const value of values) last = value;
  return last;
}

type Question =
  | { readonly type: 'call'; readonly path: string; readonly input: unknown }
  | { readonly type: 'host'; readonly method: string; readonly input: unknown };
type Event =
  | { readonly kind: 'data'; readonly data: unknown }
  | { readonly kind: 'end' }
  | { readonly kind: 'error'; readonly error: Error };
type Welcome = Extract<ControlAnswer, { type: 'welcome' }>;

type Line = {
  readonly welcome: Promise<Welcome | undefined>;
  ask(question: Question, signal?: AbortSignal): AsyncIterable<unknown>;
};

function createLine(socket: Socket): Line {
  const listeners = new Map<number, (event: Event) => void>();
  const welcome = Promise.withResolvers<Welcome | undefined>();
  const reader = createFrameReader(MAX_FRAME_BYTES);
  let nextId = 0;
  let hasSaidBye = false;
  const timer = setTimeout(() => welcome.resolve(undefined), WELCOME_WAIT_MS);

  const take = (answer: ControlAnswer): void => {
    if (answer.type === 'welcome') {
      clearTimeout(timer);
      welcome.resolve(answer);
    } else if (answer.type === 'bye') hasSaidBye = true;
    else for (const event of eventsOf(answer)) listeners.get(answer.id)?.(event);
  };
  socket.on('data', (chunk) => {
    try {
      for (const frame of reader.read(chunk)) take(answerSchema.parse(frame));
    } catch (error) {
      socket.destroy(error instanceof Error ? error : undefined);
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    clearTimeout(timer);
    welcome.resolve(undefined);
    const error = brokenLine(hasSaidBye);
    for (const listener of listeners.values()) listener({ kind: 'error', error });
  });

  async function* ask(question: Question, signal?: AbortSignal): AsyncGenerator {
    const id = nextId++;
    const queue = createQueue();
    listeners.set(id, queue.push);
    const send = (request: ControlRequest): void => {
      writeFrame(socket, request).catch((error: Error) => queue.push({ kind: 'error', error }));
    };
    const cancel = (): void => send({ type: 'cancel', id });
    signal?.addEventListener('abort', cancel, { once: true });
    let isOver = false;
    try {
      // Nothing was sent yet.
      if (socket.destroyed) throw brokenLine(true);
      send({ ...question, id });
      for (;;) {
        const event = await queue.next();
        isOver = event.kind !== 'data';
        if (event.kind === 'error') throw event.error;
        if (event.kind === 'end') return;
        yield event.data;
      }
    } finally {
      signal?.removeEventListener('abort', cancel);
      listeners.delete(id);
      if (!isOver && !socket.destroyed) cancel();
    }
  }
  return { welcome: welcome.promise, ask };
}

type CallAnswer = Exclude<ControlAnswer, { type: 'welcome' | 'bye' }>;

function eventsOf(answer: CallAnswer): readonly Event[] {
  if (answer.type === 'error') return [{ kind: 'error', error: new ProcedureError(answer.error) }];
  if (answer.type === 'end') return [{ kind: 'end' }];
  const data: Event = { kind: 'data', data: answer.data };
  return answer.type === 'result' ? [data, { kind: 'end' }] : [data];
}

/** Events in order, for one reader that may be slower than they come. */
function createQueue() {
  const events: Event[] = [];
  let wake: (() => void) | undefined;
  return {
    push(event: Event): void {
      events.push(event);
      wake?.();
    },
    async next(): Promise<Event> {
      for (;;) {
        const event = events.shift();
        if (event !== undefined) return event;
        const waiting = Promise.withResolvers<void>();
        wake = waiting.resolve;
        await waiting.promise;
      }
    },
  };
}

function openSocket(address: string): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect({ path: address });
  socket.once('error', reject);
  socket.once('connect', () => {
    socket.off('error', reject);
    resolve(socket);
  });
  return promise;
}

function brokenLine(isCertainlyNotBegun: boolean): AppError {
  return isCertainlyNotBegun
    ? new AppError(
        'host_unavailable',
        'The running Adiuva ended before it began this. Nothing was changed; try again.',
        { details: NOT_BEGUN },
      )
    : new AppError(
        'host_unavailable',
        'The running Adiuva closed the connection. What it confirmed is saved; try again.',
      );
}
