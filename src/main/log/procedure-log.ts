import { currentCorrelation, withCorrelation } from './correlation.ts';
import type { Log } from './index.ts';

export type ProcedureCall<Result> = {
  readonly path: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly next: () => Promise<Result>;
};

/**
 * The body of the root's tRPC middleware: gives the call a correlation id (or keeps the one that the transport
 * set, so that a click's id reaches its SQL), and logs how long it took and how it ended.
 */
export function createProcedureLog(log: Log, newId: () => string) {
  return async function logProcedure<Result extends { readonly ok: boolean }>(
    call: ProcedureCall<Result>,
  ): Promise<Result> {
    const correlation = { id: currentCorrelation()?.id ?? newId(), procedure: call.path };
    return withCorrelation(correlation, async () => {
      const startedAt = performance.now();
      const result = await call.next();
      const tookMs = Math.round((performance.now() - startedAt) * 10) / 10;
      if (result.ok) log.debug('procedure done', { type: call.type, tookMs });
      else log.info('procedure failed', { type: call.type, tookMs }, errorOf(result));
      return result;
    });
  };
}

function errorOf(result: object): unknown {
  return 'error' in result ? result.error : undefined;
}
