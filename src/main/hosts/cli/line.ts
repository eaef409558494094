import { createTRPCRecursiveProxy } from '@trpc/server';
import type { AppRouter } from '#main/api/root.ts';
import { wasNotBegun } from '#main/hosts/control/not-begun.ts';
import { callProcedure, type CallableApp } from '#main/hosts/control/procedure-call.ts';
import type { ControlClient } from '#main/hosts/control/control-client.ts';

/** The router, in this process or in the one that holds the data folder. Calls throw `ProcedureError`. */
export type Line = {
  /** `local`, or the other process's host. */
  readonly host: string;
  /** Any procedure by its path. A subscription gives values until the signal is aborted; the others give one. */
  stream(path: string, input: unknown, signal: AbortSignal): AsyncIterable<unknown>;
  /** The same, typed: `api.tasks.list({ … })`. */
  readonly api: Api;
  close(): Promise<void>;
};

/** The router's procedures as functions. */
export type Api = ReturnType<AppRouter['createCaller']>;

export function createRemoteLine(client: ControlClient): Line {
  return {
    host: client.host,
    stream: client.stream,
    api: createApi((path, input) => client.call(path, input)),
    close: client.close,
  };
}

export function createLocalLine(app: CallableApp, close: () => Promise<void>): Line {
  return {
    host: 'local',
    async *stream(path, input, signal) {
      const answer = await callProcedure(app, { path, input }, signal);
      if (answer.kind === 'value') yield answer.value;
      else yield* answer.values;
    },
    api: createApi(async (path, input) => {
      const answer = await callProcedure(app, { path, input }, NEVER);
      return answer.kind === 'value' ? answer.value : undefined;
    }),
    close,
  };
}

/** A holder may end just when it is asked; the next one, or this process, is asked instead, so many times. */
const MAX_MOVES = 8;

/**
 * A line that goes on elsewhere when the process at its other end ends before it began a call: `reopen` finds who
 * holds the folder then, or takes it. What may have been begun is never asked twice.
 */
export function createMovingLine(first: Line, reopen: () => Promise<Line>): Line {
  let line = first;
  let moving: Promise<void> | undefined;
  const move = async (from: Line): Promise<void> => {
    await from.close().catch(() => undefined);
    line = await reopen();
  };
  const moveFrom = async (used: Line): Promise<void> => {
    if (used !== line) return;
    moving ??= move(used).finally(() => (moving = undefined));
    await moving;
  };
  async function* ask(path: string, input: unknown, signal: AbortSignal): AsyncGenerator {
    for (let moves = 0; ; moves += 1) {
      await moving;
      const used = line;
      try {
        yield* used.stream(path, input, signal);
        return;
      } catch (error) {
        // Said of calls that gave no value yet, so none comes twice.
        if (!wasNotBegun(error) || moves >= MAX_MOVES) throw error;
      }
      // Whoever held the folder next may have ended as well: then the turn after this one looks again.
      await moveFrom(used).catch((error: unknown) => {
        if (!wasNotBegun(error)) throw error;
      });
    }
  }
  return {
    get host() {
      return line.host;
    },
    stream: ask,
    api: createApi(async (path, input) => {
      let last: unknown;
      for await (const value of ask(path, input, NEVER)) last = value;
      return last;
    }),
    close: async () => {
      await moving?.catch(() => undefined);
      await line.close();
    },
  };
}

const NEVER = new AbortController().signal;

function createApi(call: (path: string, input: unknown) => Promise<unknown>): Api {
  return createTRPCRecursiveProxy<Api>(({ path, args }) => call(path.join('.'), args[0]));
}
