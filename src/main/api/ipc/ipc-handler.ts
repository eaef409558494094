import { callTRPCProcedure } from '@trpc/server';
import type { AnyTRPCRouter, inferRouterContext } from '@trpc/server';
import { clientFrameSchema, explainFrame } from '#shared/contracts/ipc-schema.ts';
import { IPC_LIMITS, isClientFrame } from '#shared/contracts/ipc.ts';
import type {
  CallFrame,
  ClientFrame,
  HostEvent,
  IpcLimits,
  IpcPort,
  ServerFrame,
} from '#shared/contracts/ipc.ts';
import { refusal, toErrorFrame } from './error-frame.ts';
import { isWithinLimits } from './payload-size.ts';
import { createCredit, pump, toAsyncIterable } from './subscription.ts';
import type { Credit } from './subscription.ts';

/** What a request's context can be made from. */
export type IpcRequest = {
  readonly correlationId: string;
  readonly path: string;
  readonly kind: CallFrame['kind'];
  readonly signal: AbortSignal;
};

export type IpcFailure = { readonly path: string; readonly correlationId: string; readonly error: unknown };

export type IpcHandlerOptions<Router extends AnyTRPCRouter> = {
  readonly router: Router;
  readonly port: IpcPort;
  readonly createContext: (
    request: IpcRequest,
  ) => inferRouterContext<Router> | Promise<inferRouterContext<Router>>;
  /** Surrounds a call, to carry its correlation id to the logs below it. */
  readonly around?: <T>(request: IpcRequest, run: () => Promise<T>) => Promise<T>;
  /** Told of every failed call; the window gets its shape without a stack. */
  readonly onError?: (failure: IpcFailure) => void;
  readonly limits?: Partial<IpcLimits>;
};

export type IpcHandler = {
  /** Tells the window something that it did not ask for. */
  notify(event: HostEvent): void;
  readonly running: number;
  /** Resolves when the queries and mutations that run now have ended; subscriptions go on. */
  settled(): Promise<void>;
  /** Cancels what is running and closes the port; resolves when every call has ended. */
  close(): Promise<void>;
};

type Call = {
  readonly frame: CallFrame;
  readonly request: IpcRequest;
  readonly controller: AbortController;
  /** Subscriptions have it, queries and mutations do not. */
  readonly credit: Credit | undefined;
  readonly ended: PromiseWithResolvers<void>;
};

function readId(frame: unknown): number | null {
  const id: unknown = typeof frame === 'object' && frame !== null && 'id' in frame ? frame.id : null;
  return Number.isSafeInteger(id) ? Number(id) : null;
}

/** A subscription that is taken up again gets the last event's id in its input, as tRPC's own links do it. */
function inputOf({ input, lastEventId }: CallFrame): unknown {
  if (lastEventId === undefined) return input;
  return { ...(typeof input === 'object' ? input : {}), lastEventId };
}

class IpcConnection<Router extends AnyTRPCRouter> implements IpcHandler {
  readonly #options: IpcHandlerOptions<Router>;
  readonly #limits: IpcLimits;
  readonly #calls = new Map<number, Call>();
  #subscriptions = 0;
  #isOpen = true;

  constructor(options: IpcHandlerOptions<Router>) {
    this.#options = options;
    this.#limits = { ...IPC_LIMITS, ...options.limits };
    options.port.onMessage((frame) => {
      if (this.#isOpen) this.#receive(frame);
    });
    options.port.onClose(() => void this.close());
  }

  get running(): number {
    return this.#calls.size;
  }

  notify(event: HostEvent): void {
    this.#send({ t: 'host', event });
  }

  async settled(): Promise<void> {
    const calls = [...this.#calls.values()].filter(({ credit }) => credit === undefined);
    await Promise.all(calls.map(({ ended }) => ended.promise));
  }

  async close(): Promise<void> {
    if (this.#isOpen) {
      this.#isOpen = false;
      this.#options.port.close();
    }
    const calls = [...this.#calls.values()];
    for (const { controller } of calls) controller.abort();
    await Promise.all(calls.map(({ ended }) => ended.promise));
  }

  #send(frame: ServerFrame): void {
    if (this.#isOpen) this.#options.port.send(frame);
  }

  #receive(frame: unknown): void {
    if (isClientFrame(frame)) {
      this.#accept(frame);
      return;
    }
    const why = explainFrame(clientFrameSchema, frame);
    const error = refusal(
      'BAD_REQUEST',
      'invalid_input',
      `This request was refused: ${why}. Nothing was done.`,
    );
    this.#options.onError?.({ path: '', correlationId: '', error });
    this.#send(toErrorFrame(this.#options.router, error, undefined, readId(frame)));
  }

  #accept(frame: ClientFrame): void {
    if (frame.t === 'call') this.#start(frame);
    else if (frame.t === 'cancel') this.#calls.get(frame.id)?.controller.abort();
    else this.#calls.get(frame.id)?.credit?.give(frame.count);
  }

  #start(frame: CallFrame): void {
    const refused = this.#whyRefused(frame);
    if (refused !== undefined) {
      this.#fail(frame, refused);
      return;
    }
    const { id, path, kind, correlationId } = frame;
    const controller = new AbortController();
    const request: IpcRequest = { correlationId, path, kind, signal: controller.signal };
    const credit = kind === 'subscription' ? createCredit(this.#limits.creditWindow) : undefined;
    const call: Call = { frame, request, controller, credit, ended: Promise.withResolvers() };
    if (credit !== undefined) this.#subscriptions += 1;
    this.#calls.set(id, call);
    void this.#execute(call);
  }

  #whyRefused({ id, kind, input }: CallFrame): Error | undefined {
    const limits = this.#limits;
    if (this.#calls.has(id))
      return refusal('BAD_REQUEST', 'invalid_input', `Request ${id} is still running; nothing was done.`);
    const isFull =
      kind === 'subscription'
        ? this.#subscriptions >= limits.maxSubscriptions
        : this.#calls.size - this.#subscriptions >= limits.maxCalls;
    if (isFull)
      return refusal(
        'TOO_MANY_REQUESTS',
        'store_busy',
        'Too many requests at once; nothing was done. Try again.',
      );
    if (!isWithinLimits(input, limits))
      return refusal(
        'PAYLOAD_TOO_LARGE',
        'payload_too_large',
        'This is too large to be sent at once; nothing was done.',
      );
    return undefined;
  }

  async #execute(call: Call): Promise<void> {
    const { around } = this.#options;
    try {
      await (around === undefined ? this.#run(call) : around(call.request, () => this.#run(call)));
    } catch (error) {
      if (!call.controller.signal.aborted) this.#fail(call.frame, error);
    } finally {
      this.#calls.delete(call.frame.id);
      if (call.credit !== undefined) {
        this.#subscriptions -= 1;
        // What the procedure started for this subscription ends with it.
        call.controller.abort();
      }
      call.ended.resolve();
    }
  }

  async #run({ frame, request, credit }: Call): Promise<void> {
    const { id, path, kind } = frame;
    const { signal } = request;
    const result: unknown = await callTRPCProcedure({
      router: this.#options.router,
      path,
      type: kind,
      ctx: await this.#options.createContext(request),
      getRawInput: async () => inputOf(frame),
      signal,
      batchIndex: 0,
    });
    // The window has stopped waiting: an answer would meet no one.
    if (signal.aborted) return;
    if (credit === undefined) {
      this.#send({ t: 'data', id, data: result });
      return;
    }
    const iterable = toAsyncIterable(result, signal);
    this.#send({ t: 'started', id });
    await pump(iterable, { id, signal, credit, send: (next) => this.#send(next) });
    if (!signal.aborted) this.#send({ t: 'stopped', id });
  }

  #fail(frame: CallFrame, error: unknown): void {
    this.#options.onError?.({ path: frame.path, correlationId: frame.correlationId, error });
    this.#send(toErrorFrame(this.#options.router, error, frame));
  }
}

/**
 * Serves a tRPC router on one end of a connection. It knows nothing of Electron: a host that can tell who
 * sends (a frame, a process) checks that before a frame comes here.
 */
export function createIpcHandler<Router extends AnyTRPCRouter>(
  options: IpcHandlerOptions<Router>,
): IpcHandler {
  return new IpcConnection(options);
}
