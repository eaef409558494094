import { initTRPC, TRPCError, type TRPC_ERROR_CODE_KEY } from '@trpc/server';
import { z } from 'zod';
import { AppError, appErrorOf, type ErrorCode, type ErrorDetails } from '#shared/errors.ts';
import type { ApiContext } from './context.ts';

/** What the caller learns of an error beside its message. */
export type ApiErrorData = { readonly appCode: ErrorCode; readonly details: ErrorDetails };

const trpc = initTRPC.context<ApiContext>().create({
  errorFormatter({ shape, error }) {
    const data: ApiErrorData = apiErrorData(error);
    // A stack names files of this machine; it belongs in the log.
    const { stack: _, ...rest } = shape.data;
    return { ...shape, message: messageOf(error), data: { ...rest, ...data } };
  },
});

const withLog = trpc.middleware(({ ctx, path, type, next }) =>
  ctx.logCall === undefined ? next() : ctx.logCall({ path, type, next }),
);

const withErrorMap = trpc.middleware(async ({ next }) => {
  const result = await next();
  const cause = result.ok ? undefined : appErrorOf(result.error.cause);
  if (cause === undefined) return result;
  throw new TRPCError({ code: TRPC_CODES[cause.code] ?? 'BAD_REQUEST', message: cause.message, cause });
});

export const router = trpc.router;
export const createCallerFactory = trpc.createCallerFactory;

/** Works before the store is open. */
export const systemProcedure = trpc.procedure.use(withLog).use(withErrorMap);

/** Works on an open workspace; `store_locked` before. */
export const procedure = systemProcedure.use(async ({ ctx, type, next }) => {
  const workspace = ctx.workspace();
  // A subscription waits for as long as a page is open.
  const leave = type === 'subscription' ? undefined : workspace.foreground.enter();
  try {
    return await next({ ctx: { ...ctx, workspace } });
  } finally {
    leave?.();
  }
});

/** For other processes of the person, by the socket in the data folder: no page and no agent reaches it. */
export const lineProcedure = systemProcedure.use(({ ctx, next }) => {
  if (ctx.isControlLine !== true) {
    throw new AppError(
      'forbidden',
      'This is only for processes that Adiuva itself starts. Nothing was changed.',
    );
  }
  return next({ ctx: { ...ctx, workspace: ctx.workspace() } });
});

const TRPC_CODES: Partial<Record<ErrorCode, TRPC_ERROR_CODE_KEY>> = {
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  store_locked: 'UNAUTHORIZED',
  store_absent: 'UNAUTHORIZED',
  wrong_passphrase: 'UNAUTHORIZED',
  wrong_recovery_phrase: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  path_not_allowed: 'FORBIDDEN',
  payload_too_large: 'PAYLOAD_TOO_LARGE',
  cancelled: 'CLIENT_CLOSED_REQUEST',
  internal: 'INTERNAL_SERVER_ERROR',
};

export function apiErrorData(error: TRPCError): ApiErrorData {
  const ours = appErrorOf(error.cause);
  if (ours !== undefined) return { appCode: ours.code, details: ours.details };
  if (error.cause instanceof z.ZodError) return { appCode: 'invalid_input', details: {} };
  if (error.code === 'NOT_FOUND') return { appCode: 'not_found', details: {} };
  return { appCode: error.code === 'BAD_REQUEST' ? 'invalid_input' : 'internal', details: {} };
}

function messageOf(error: TRPCError): string {
  const ours = appErrorOf(error.cause);
  if (ours !== undefined) return ours.message;
  if (error.cause instanceof z.ZodError) return z.prettifyError(error.cause);
  if (error.code !== 'INTERNAL_SERVER_ERROR') return error.message;
  // What went wrong inside may name content; it is in the log under the correlation id.
  return 'Something unexpected went wrong inside Adiuva. Your saved work is safe; try again, and look at the log if it stays.';
}
