import type { JobContext } from './job-definition.ts';
import { JobOutput } from './job-output.ts';
import { JobSteps } from './job-steps.ts';
import type { JobTurn } from './job-turn.ts';
import { JobWaits, type EnqueueChild } from './job-waits.ts';

/** The context of one turn of a job, and the flush of what it has said. */
export function createRun(
  turn: JobTurn,
  enqueueChild: EnqueueChild,
): { readonly ctx: JobContext; readonly output: JobOutput } {
  const steps = new JobSteps(turn);
  const waits = new JobWaits(turn, steps, enqueueChild);
  const output = new JobOutput(turn);
  const ctx: JobContext = {
    jobId: turn.row.id,
    attempt: turn.row.attempt,
    signal: turn.signal,
    step: (key, work, options = {}) => steps.run(key, work, options),
    sleep: (key, ms) => waits.sleep(key, ms),
    waitForSignal: (name, options = {}) => waits.waitForSignal(name, options.timeoutMs),
    child: (key, input) => waits.child(key, input),
    progress: (doneCount, totalCount, message = '') => output.progress({ doneCount, totalCount, message }),
    log: (level, message, fields) => output.log(level, message, fields ?? null),
    report: (items) => output.report(items),
    reportIn: (tx, items, changeSetId) => output.reportIn(tx, items, changeSetId),
    setChangeSet: (changeSetId) => output.setChangeSet(changeSetId),
  };
  return { ctx, output };
}
