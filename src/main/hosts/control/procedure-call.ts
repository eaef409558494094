import {
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  TRPCError,
  type AnyTRPCRouter,
  type TRPCProcedureType,
} from '@trpc/server';
import { z } from 'zod';
import { ProcedureError } from './procedure-error.ts';

/** What a host needs of the app to call its procedures by path. */
export type CallableApp = {
  readonly router: AnyTRPCRouter;
  createContext(): object;
};

export type ProcedureAnswer =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'stream'; readonly values: AsyncIterable<unknown> };

/** Calls a procedure of any kind by its path, as the person at the keyboard. Throws `ProcedureError`. */
export async function callProcedure(
  app: CallableApp,
  call: { readonly path: string; readonly input?: unknown },
  signal: AbortSignal,
): Promise<ProcedureAnswer> {
  const { router } = app;
  const type = typeOf(router, call.path);
  try {
    if (type === undefined) {
      throw new TRPCError({ code: 'NOT_FOUND', message: `There is no procedure "${call.path}".` });
    }
    const ctx = app.createContext();
    const answer: unknown = await callTRPCProcedure({
      router,
      path: call.path,
      type,
      ctx,
      signal,
      getRawInput: async () => call.input,
      batchIndex: 0,
    });
    if (type !== 'subscription') return { kind: 'value', value: answer };
    return { kind: 'stream', values: mapErrors(router, answer as AsyncIterable<unknown>) };
  } catch (cause) {
    throw toProcedureError(router, cause);
  }
}

function typeOf(router: AnyTRPCRouter, path: string): TRPCProcedureType | undefined {
  // tRPC leaves the record untyped; every value in it is a procedure.
  const procedures = router._def.procedures as Record<string, { _def: { type: TRPCProcedureType } }>;
  return Object.hasOwn(procedures, path) ? procedures[path]?._def.type : undefined;
}

async function* mapErrors(router: AnyTRPCRouter, values: AsyncIterable<unknown>): AsyncIterable<unknown> {
  try {
    yield* values;
  } catch (cause) {
    throw toProcedureError(router, cause);
  }
}

const dataSchema = z.object({
  code: z.string(),
  appCode: z.string().nullish(),
  details: z.record(z.string(), z.unknown()).nullish(),
});

function toProcedureError(router: AnyTRPCRouter, cause: unknown): ProcedureError {
  const error = getTRPCErrorFromUnknown(cause);
  const shape = getTRPCErrorShape({
    config: router._def._config,
    error,
    type: 'unknown',
    path: undefined,
    input: undefined,
    ctx: undefined,
  }) as { readonly message: string; readonly data: unknown };
  const data = dataSchema.parse(shape.data);
  return new ProcedureError(
    { message: shape.message, code: data.code, appCode: data.appCode ?? null, details: data.details ?? {} },
    { cause: error },
  );
}
