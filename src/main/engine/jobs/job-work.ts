import { isAppError } from '#shared/errors.ts';
import { classifyError, isRetryable, retryAfterOf } from './error-class.ts';
import type { JobDefinition } from './job-definition.ts';
import { finishJob, type JobEnd } from './job-end.store.ts';
import { guardLeases, holdsLease } from './job-queue.store.ts';
import { createRun } from './job-run.ts';
import type { JobTurn } from './job-turn.ts';
import type { EnqueueChild } from './job-waits.ts';
import { findJob, readInput } from './jobs.store.ts';
import { retryDelayMs } from './retry-delay.ts';
import { JobCalledOff, TurnEnd } from './turn-end.ts';

export type WorkDeps = {
  readonly enqueueChild: EnqueueChild;
  /** 0 to 1, for the spread of retries. */
  readonly random: () => number;
  /** Told of errors that no rule expected. */
  readonly onError: (error: unknown, jobId: string) => void;
};

/** Runs one turn of a job from claim to end, and writes how it ended. Never rejects. */
export async function work(definition: JobDefinition, turn: JobTurn, deps: WorkDeps): Promise<void> {
  const { ctx, output } = createRun(turn, deps.enqueueChild);
  try {
    const end = await runToEnd(definition, turn, ctx).then(
      (result): JobEnd => endOf(turn) ?? { status: 'done', result },
      async (error: unknown) => endOf(turn) ?? (await failureOf(definition, turn, error, deps)),
    );
    await turn.settled();
    await output.flush().catch(() => undefined); // how it ended is what matters now
    await finishTurn(turn, end);
  } catch (error) {
    deps.onError(error, turn.row.id);
  }
}

async function runToEnd(
  definition: JobDefinition,
  turn: JobTurn,
  ctx: Parameters<JobDefinition['run']>[0],
): Promise<unknown> {
  const input = await readInput(turn.deps.store.reader, turn.row);
  return definition.run(ctx, definition.input.parse(input));
}

/** An end that the turn itself knows of, whatever the handler made of what was thrown through it. */
function endOf(turn: JobTurn): JobEnd | null {
  if (turn.needsDecision) return { status: 'needs_decision' };
  if (!turn.wait) return null;
  return { status: 'waiting', runAfter: turn.wait.runAfter, signals: [...turn.wait.signals] };
}

async function failureOf(
  definition: JobDefinition,
  turn: JobTurn,
  error: unknown,
  deps: WorkDeps,
): Promise<JobEnd> {
  // Stopped by the app's own end: the next start goes on with it, and the try does not count.
  if (turn.signal.aborted) return { status: 'queued' };
  if (error instanceof TurnEnd) throw error;
  if (error instanceof JobCalledOff) return calledOff(error);
  if (!isAppError(error)) deps.onError(error, turn.row.id);
  const errorClass = classifyError(error);
  const failure = { ...tellable(error), errorClass };
  const failureCount = turn.row.failureCount + 1;
  const isRetried = isRetryable(errorClass) && definition.retries?.(error) !== false;
  if (!isRetried || failureCount >= turn.row.maxAttempts) {
    return { status: 'failed', error: failure, failureCount };
  }
  const delayMs = retryDelayMs({
    errorClass,
    failures: failureCount,
    retryAfterMs: retryAfterOf(error),
    baseMs: definition.retryBaseMs,
    random: deps.random(),
  });
  return { status: 'queued', error: failure, failureCount, runAfter: turn.deps.nowMs() + delayMs };
}

function calledOff(error: JobCalledOff): JobEnd {
  const { code, message, result } = error;
  return { status: 'cancelled', error: { code, message, errorClass: classifyError(error) }, result };
}

/** A turn that was taken over, or ended by force, writes nothing. */
export async function finishTurn(turn: JobTurn, end: JobEnd): Promise<void> {
  const { row, deps } = turn;
  const lease = { jobId: row.id, fence: row.fence };
  try {
    await deps.store.write({ command: 'jobs.end', principal: 'job' }, async (tx) => {
      tx.run(guardLeases([lease]));
      finishJob(tx, row, asAsked(end, await findJob(tx, row.id)));
    });
  } catch (error) {
    if (await holdsLease(deps.store.reader, lease.jobId, lease.fence)) throw error;
  }
}

/** What the person asked for meanwhile goes before a turn's own end, except that what is done is done. */
function asAsked(
  end: JobEnd,
  now: { cancelRequested: boolean; pauseRequested: boolean } | undefined,
): JobEnd {
  if (end.status === 'done') return end;
  if (now?.cancelRequested) return { status: 'cancelled' };
  if (now?.pauseRequested && end.status !== 'failed' && end.status !== 'needs_decision')
    return { status: 'paused' };
  return end;
}

function tellable(error: unknown): { code: string; message: string } {
  if (isAppError(error)) return { code: error.code, message: error.message };
  return {
    code: 'internal',
    message: 'Something unexpected went wrong. What was finished is kept; you can try again.',
  };
}
