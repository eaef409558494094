import { currentCorrelation, withCorrelation } from './correlation.ts';
import type { Log } from './index.ts';
import type { LogFields } from './log-fields.ts';

export type ProcedureCall<Result> = {
  readonly path: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly next: () => Promise<Result>;
};

export type ProcedureLog = <Result extends { readonly ok: boolean }>(
  call: ProcedureCall<Result>,
) => Promise<Result>;

/**
 * The body of the root's tRPC middleware: gives the call a correlation id (or keeps the one that the transport
 * set, so that a click's id reaches its SQL), and logs how long it took and how it ended.
 */
export function createProcedureLog(log: Log, newId: () => string): ProcedureLog {
  return async function logProcedure<Result extends { readonly ok: boolean }>(
    call: ProcedureCall<Result>,
  ): Promise<Result> {
    const correlation = { id: currentCorrelation()?.id ?? newId(), procedure: call.path };
    return withCorrelation(correlation, async () => {
      const startedAt = performance.now();
      const result = await call.next();
      const tookMs = Math.round((performance.now() - startedAt) * 10) / 10;
      if (result.ok) log.debug('procedure done', { type: call.type, tookMs });
      else noteFailure(log, { type: call.type, tookMs }, errorOf(result));
      return result;
    });
  };
}

/** What a person can meet is news; what we did not foresee is a fault of ours. */
function noteFailure(log: Log, fields: LogFields, error: unknown): void {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'INTERNAL_SERVER_ERROR') log.error('procedure broke', fields, error);
  else log.info('procedure failed', fields, error);
}

function errorOf(result: object): unknown {
  return 'error' in result ? result.error : undefined;
}
