import { TRPCError, getTRPCErrorFromUnknown } from '@trpc/server';
import type { AnyTRPCRouter } from '@trpc/server';
import { getErrorShape } from '@trpc/server/unstable-core-do-not-import';
import { AppError, isAppError } from '#shared/errors.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { CallFrame, ErrorCause, ErrorFrame, ErrorShape } from '#shared/contracts/ipc.ts';

const MAX_CAUSES = 5;
const MAX_MESSAGE_LENGTH = 500;

/** Says nothing about the error: a formatter that throws must not become a second way out for it. */
const FALLBACK: ErrorShape = {
  code: -32603,
  message: 'Something went wrong inside Adiuva. Your data is safe; try again.',
  data: { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500, appCode: 'internal', details: {} },
};

function codeOf(error: Error): string | undefined {
  if (isAppError(error) || error instanceof TRPCError) return error.code;
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/**
 * The chain of causes without stacks, which name folders of this machine, and with the text of our own errors
 * only: another's may quote what a person wrote.
 */
function listCauses(error: Error): ErrorCause[] {
  const causes: ErrorCause[] = [];
  let cause = error.cause;
  while (cause instanceof Error && causes.length < MAX_CAUSES) {
    const code = codeOf(cause);
    causes.push({
      name: cause.name,
      message: isAppError(cause) ? cause.message.slice(0, MAX_MESSAGE_LENGTH) : cause.name,
      ...(code === undefined ? {} : { code }),
    });
    cause = cause.cause;
  }
  return causes;
}

function getShape(router: AnyTRPCRouter, error: TRPCError, call: CallFrame | undefined): ErrorShape {
  const shape = getErrorShape({
    config: router._def._config,
    error,
    type: call?.kind ?? 'unknown',
    path: call?.path,
    input: undefined,
    ctx: undefined,
  });
  // tRPC adds the stack in development; it belongs to the log.
  const { stack: _stack, ...data } = shape.data;
  return { code: shape.code, message: shape.message, data };
}

/** The frame that answers `call`, or a frame that could not be read as a call, with what went wrong. */
export function toErrorFrame(
  router: AnyTRPCRouter,
  cause: unknown,
  call: CallFrame | undefined,
  id: number | null = call?.id ?? null,
): ErrorFrame {
  const error = getTRPCErrorFromUnknown(cause);
  try {
    return { t: 'error', id, error: getShape(router, error, call), causes: listCauses(error) };
  } catch {
    return { t: 'error', id, error: FALLBACK, causes: [] };
  }
}

/** A refusal by the bridge itself; the `AppError` as its cause lets the router's formatter name it. */
export function refusal(code: TRPCError['code'], appCode: ErrorCode, message: string): TRPCError {
  return new TRPCError({ code, message, cause: new AppError(appCode, message) });
}
