import { TRPCClientError } from '@trpc/client';
import type { Operation, OperationResultEnvelope, TRPCLink } from '@trpc/client';
import type { AnyRouter } from '@trpc/server/unstable-core-do-not-import';
import { observable } from '@trpc/server/observable';
import type { Observer } from '@trpc/server/observable';
import { AppError, ERROR_CODES } from '#shared/errors.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { IPC_LIMITS, isServerFrame } from '#shared/contracts/ipc.ts';
import type {
  AdiuvaBridge,
  CallFrame,
  ClientFrame,
  ErrorCause,
  ErrorFrame,
  HostEvent,
  IpcPort,
  ServerFrame,
} from '#shared/contracts/ipc.ts';

export type IpcLinkOptions = {
  readonly onState?: (state: 'online' | 'reconnecting') => void;
  readonly onHostEvent?: (event: HostEvent) => void;
  readonly maxCalls?: number;
  /** How long to wait before the attempt of this number, from 0, to connect again. */
  readonly retryDelayMs?: (attempt: number) => number;
};

type Failure = TRPCClientError<AnyRouter>;
type Result = OperationResultEnvelope<unknown, Failure>;

type Pending = {
  readonly op: Operation;
  readonly observer: Observer<Result, Failure>;
  readonly correlationId: string;
  isSent: boolean;
  lastEventId: string | undefined;
  /** Events taken in since the host was last told. */
  taken: number;
  /** Stops listening to the operation's signal. */
  release(): void;
};

const CREDIT_STEP = IPC_LIMITS.creditWindow / 2;
const MAX_RETRY_MS = 5000;

const doubling = (attempt: number): number => Math.min(50 * 2 ** attempt, MAX_RETRY_MS);

function isErrorCode(code: string | undefined): code is ErrorCode {
  return ERROR_CODES.some((known) => known === code);
}

/** The chain as errors again, so that `error.cause` reads on this side as it did on the other. */
function toCause([first, ...rest]: readonly ErrorCause[]): Error | undefined {
  if (first === undefined) return undefined;
  const cause = toCause(rest);
  if (first.name === 'AppError' && isErrorCode(first.code))
    return new AppError(first.code, first.message, { cause });
  const error = new Error(first.message, cause === undefined ? undefined : { cause });
  error.name = first.name;
  return first.code === undefined ? error : Object.assign(error, { code: first.code });
}

function toFailure({ error, causes }: Pick<ErrorFrame, 'error' | 'causes'>): Failure {
  return TRPCClientError.from({ error }, { cause: toCause(causes) });
}

/** An error that arose on this side, in the shape that the router's own errors have. */
function localFailure(appCode: ErrorCode, message: string, cause?: Error): Failure {
  const code = appCode === 'cancelled' ? 'CLIENT_CLOSED_REQUEST' : 'INTERNAL_SERVER_ERROR';
  const error = { code: -32603, message, data: { code, appCode, details: {} } };
  return TRPCClientError.from({ error }, { cause: cause ?? new AppError(appCode, message) });
}

const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)));

/** One connection for all calls of a window; opens it anew when the host closes it. */
class IpcClient {
  readonly #bridge: AdiuvaBridge;
  readonly #options: IpcLinkOptions;
  readonly #maxCalls: number;
  readonly #pending = new Map<number, Pending>();
  readonly #queue: Pending[] = [];
  #port: IpcPort | undefined;
  #callsSent = 0;
  #attempt = 0;

  constructor(bridge: AdiuvaBridge, options: IpcLinkOptions) {
    this.#bridge = bridge;
    this.#options = options;
    this.#maxCalls = options.maxCalls ?? IPC_LIMITS.maxCalls;
    this.#connect();
  }

  /** Sends the operation; the function that comes back cancels it. */
  request(op: Operation, observer: Observer<Result, Failure>): () => void {
    if (op.signal?.aborted === true) {
      observer.error(localFailure('cancelled', 'Cancelled before it was sent; nothing was done.'));
      return () => undefined;
    }
    const pending: Pending = {
      op,
      observer,
      correlationId: crypto.randomUUID(),
      isSent: false,
      lastEventId: undefined,
      taken: 0,
      release: () => op.signal?.removeEventListener('abort', onAbort),
    };
    const onAbort = (): void => {
      if (!this.#cancel(pending)) return;
      if (op.type === 'subscription') observer.complete();
      else observer.error(localFailure('cancelled', 'Cancelled. What was done already can be undone.'));
    };
    op.signal?.addEventListener('abort', onAbort, { once: true });
    this.#pending.set(op.id, pending);
    this.#submit(pending);
    return () => void this.#cancel(pending);
  }

  #submit(pending: Pending): void {
    const isSubscription = pending.op.type === 'subscription';
    if (this.#port === undefined || (!isSubscription && this.#callsSent >= this.#maxCalls)) {
      this.#queue.push(pending);
      return;
    }
    const { id, type, path, input } = pending.op;
    const frame: CallFrame = {
      t: 'call',
      id,
      kind: type,
      path,
      input,
      correlationId: pending.correlationId,
      ...(pending.lastEventId === undefined ? {} : { lastEventId: pending.lastEventId }),
    };
    try {
      this.#port.send(frame);
    } catch (cause) {
      this.#settle(pending);
      const message = 'This request cannot be sent; nothing was done.';
      pending.observer.error(localFailure('invalid_input', message, asError(cause)));
      return;
    }
    pending.isSent = true;
    if (!isSubscription) this.#callsSent += 1;
  }

  /** False when the operation had ended already. */
  #cancel(pending: Pending): boolean {
    if (!this.#pending.has(pending.op.id)) return false;
    const wasSent = pending.isSent;
    this.#settle(pending);
    if (wasSent) this.#tell({ t: 'cancel', id: pending.op.id });
    return true;
  }

  #settle(pending: Pending): void {
    pending.release();
    this.#pending.delete(pending.op.id);
    const queued = this.#queue.indexOf(pending);
    if (queued !== -1) this.#queue.splice(queued, 1);
    if (pending.isSent && pending.op.type !== 'subscription') {
      this.#callsSent -= 1;
      this.#sendNext();
    }
  }

  #sendNext(): void {
    if (this.#port === undefined || this.#callsSent >= this.#maxCalls) return;
    const next = this.#queue.shift();
    if (next !== undefined) this.#submit(next);
  }

  #tell(frame: ClientFrame): void {
    this.#port?.send(frame);
  }

  #receive(frame: unknown): void {
    if (!isServerFrame(frame)) return;
    if (frame.t === 'host') {
      this.#options.onHostEvent?.(frame.event);
      return;
    }
    // An id that is not pending was cancelled while its answer was on the way.
    const pending = frame.id === null ? undefined : this.#pending.get(frame.id);
    if (pending !== undefined) this.#answer(pending, frame);
  }

  #answer(pending: Pending, frame: Exclude<ServerFrame, { t: 'host' }>): void {
    const { observer } = pending;
    if (frame.t === 'data') {
      this.#settle(pending);
      // A value ends the call by itself. `complete` would make tRPC abort a controller that it no longer needs,
      // with an error and its stack, which costs more than the whole round trip.
      observer.next({ result: { type: 'data', data: frame.data } });
    } else if (frame.t === 'error') {
      this.#settle(pending);
      observer.error(toFailure(frame));
    } else if (frame.t === 'started') {
      observer.next({ result: { type: 'state', state: 'pending', error: null } });
      observer.next({ result: { type: 'started' } });
    } else if (frame.t === 'next') {
      this.#takeEvent(pending, frame);
    } else {
      this.#settle(pending);
      observer.next({ result: { type: 'stopped' } });
      observer.complete();
    }
  }

  #takeEvent(pending: Pending, frame: Extract<ServerFrame, { t: 'next' }>): void {
    const { eventId, data } = frame;
    if (eventId !== undefined) pending.lastEventId = eventId;
    pending.observer.next({
      result: eventId === undefined ? { type: 'data', data } : { type: 'data', id: eventId, data },
    });
    pending.taken += 1;
    if (pending.taken < CREDIT_STEP) return;
    this.#tell({ t: 'credit', id: frame.id, count: pending.taken });
    pending.taken = 0;
  }

  #connect(): void {
    let port: IpcPort;
    try {
      port = this.#bridge.connect();
    } catch (cause) {
      this.#lose(asError(cause));
      return;
    }
    this.#port = port;
    port.onMessage((frame) => {
      if (this.#port !== port) return;
      this.#attempt = 0;
      this.#receive(frame);
    });
    port.onClose(() => {
      if (this.#port === port) this.#lose();
    });
    this.#options.onState?.('online');
    // Each sends the next one itself when it is answered; a subscription takes no turn.
    const waiting = this.#queue.splice(0);
    for (const pending of waiting) this.#submit(pending);
  }

  /**
   * After a lost connection a query is asked again and a subscription taken up after its last event. Whether
   * a mutation was done is not known, so it fails and the person decides.
   */
  #lose(cause?: Error): void {
    this.#port = undefined;
    this.#callsSent = 0;
    this.#options.onState?.('reconnecting');
    const error = localFailure(
      'host_unavailable',
      'The connection to Adiuva was lost. What is saved is safe; check whether this was done, then try again.',
      cause,
    );
    for (const pending of this.#pending.values()) {
      if (!pending.isSent) continue;
      pending.isSent = false;
      pending.taken = 0;
      if (pending.op.type === 'mutation') {
        this.#settle(pending);
        pending.observer.error(error);
        continue;
      }
      if (pending.op.type === 'subscription')
        pending.observer.next({ result: { type: 'state', state: 'connecting', error } });
      this.#queue.push(pending);
    }
    const delayMs = (this.#options.retryDelayMs ?? doubling)(this.#attempt);
    this.#attempt += 1;
    setTimeout(() => this.#connect(), delayMs);
  }
}

/**
 * The terminating link over the preload script's channel. Queries, mutations and subscriptions, each
 * cancelled by its signal or by unsubscribing; errors keep their shape and their chain of causes.
 */
export function ipcLink<Router extends AnyRouter>(
  bridge: AdiuvaBridge,
  options: IpcLinkOptions = {},
): TRPCLink<Router> {
  return () => {
    const client = new IpcClient(bridge, options);
    return ({ op }) =>
      observable((observer) =>
        // The client handles every router alike; the types of one are the caller's.
        client.request(op, observer as unknown as Observer<Result, Failure>),
      );
  };
}
