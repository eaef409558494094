import { once } from 'node:events';
import { z } from 'zod';
import { isAppError } from '#shared/errors.ts';
import type { Writer } from '#main/db/store.ts';
import { defineJob, type JobContext, type JobDefinition } from '#main/engine/jobs/index.ts';
import { pauseWithin } from './pause-within.ts';
import { RunHalt } from './run-halt.ts';
import type { TurnDeps } from './run-parts.ts';
import { beginTurn, type RunStop, type RunTurn } from './run-work.ts';
import { createRunsStore, noteRun, type RunNote, type RunRow } from './runs.store.ts';

export const RUN_JOB = 'dataset_run';
const runInputSchema = z.object({ runId: z.uuid() });
export type RunInput = z.infer<typeof runInputSchema>;

/** Runs of different datasets that go on beside each other. */
const RUNS_AT_ONCE = 4;

export type RunJobDeps = TurnDeps & {
  /** Turns of runs of this process, also those whose job has let go while paid calls end. */
  readonly turns: Map<string, RunTurn>;
  /** In the transaction that closes a finished run: what follows it. */
  readonly afterRun: (tx: Writer, run: RunRow) => Promise<void>;
};

/**
 * Makes the records of a run. Nothing of it is a step of the job's journal: the records themselves are, since a number
 * that stands in the store is never asked for again.
 */
export function defineRunJob(deps: RunJobDeps): JobDefinition<RunInput> {
  return defineJob({
    type: RUN_JOB,
    input: runInputSchema,
    concurrency: RUNS_AT_ONCE,
    run: async (ctx, { runId }) => runTurn(deps, ctx, runId),
  });
}

async function runTurn(deps: RunJobDeps, ctx: JobContext, runId: string): Promise<unknown> {
  const { store, turns } = deps;
  const reads = createRunsStore(store.reader);
  // Calls of a turn that was paused may still come home; only then it is known what is missing.
  await turns.get(runId)?.done.catch(() => undefined);
  const run = await reads.row(runId);
  const basis = run && (await reads.basis(run.datasetId));
  if (run === undefined || basis === undefined) return { made: 0, failed: 0 };
  await note(deps, run, {
    problem: null,
    startedAt: run.startedAt ?? deps.clock.nowMs(),
    finishedAt: null,
  });
  const turn = await beginTurn(deps, ctx, { run, isPrivate: basis.isPrivate });
  turns.set(runId, turn);
  const forget = () => turns.get(runId) === turn && turns.delete(runId);
  turn.done.then(forget, forget);
  try {
    await endOf(turn, ctx.signal);
  } catch (error) {
    if (error instanceof RunHalt) {
      await note(deps, run, { problem: error.message });
      await pauseWithin(deps, ctx, error.message);
    }
    if (isAppError(error) && !ctx.signal.aborted) await note(deps, run, { problem: error.message });
    throw error;
  }
  return finish(deps, run);
}

/** Waits for the turn, or for as long as its job may wait once it was stopped. */
async function endOf(turn: RunTurn, signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await Promise.race([turn.done, once(signal, 'abort')]);
  if (!signal.aborted) return;
  const why = stopOf(signal);
  turn.stop(why);
  // A pause is told at once; what is paid for comes in afterwards.
  if (why !== 'pause') await turn.done;
  signal.throwIfAborted();
}

function stopOf({ reason }: AbortSignal): RunStop {
  const why: unknown = Reflect.get(Object(reason), 'reason');
  return why === 'pause' || why === 'cancel' ? why : 'closing';
}

async function note({ store }: RunJobDeps, run: RunRow, noted: RunNote): Promise<void> {
  await store.write({ command: 'datasets.run', principal: 'job' }, (tx) => noteRun(tx, run, noted));
}

async function finish(deps: RunJobDeps, run: RunRow): Promise<unknown> {
  const { store, clock, afterRun } = deps;
  await store.write({ command: 'datasets.run', principal: 'job' }, async (tx) => {
    noteRun(tx, run, { finishedAt: clock.nowMs() });
    tx.touch('dataset_record', [run.datasetId]);
    await afterRun(tx, run);
  });
  const ended = await createRunsStore(store.reader).row(run.id);
  return { made: ended?.made ?? 0, failed: ended?.failed ?? 0, costMicros: ended?.costMicros ?? 0 };
}
