import { once } from 'node:events';
import type { JobContext, Jobs } from '#main/engine/jobs/index.ts';

/** Pauses a job from within its own handler, which ends by what this throws; a person takes it up again. */
export async function pauseWithin(
  { jobs, onError }: { readonly jobs: Pick<Jobs, 'pause'>; readonly onError: (error: unknown) => void },
  ctx: JobContext,
  reason: string,
): Promise<never> {
  ctx.log('warn', reason);
  // It waits for this very turn to end, so nobody here waits for it.
  void jobs.pause(ctx.jobId).catch(onError);
  if (!ctx.signal.aborted) await once(ctx.signal, 'abort');
  throw ctx.signal.reason;
}
