import { createTRPCRecursiveProxy } from '@trpc/server';
import type { AppRouter } from '#main/api/root.ts';
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

const NEVER = new AbortController().signal;

function createApi(call: (path: string, input: unknown) => Promise<unknown>): Api {
  return createTRPCRecursiveProxy<Api>(({ path, args }) => call(path.join('.'), args[0]));
}
