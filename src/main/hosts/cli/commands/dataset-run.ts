import type { DatasetRunDetail } from '#shared/contracts/dataset-runs.ts';
import type { Dataset, DatasetRun } from '#shared/contracts/datasets.ts';
import { isJobOver } from '#shared/contracts/job-status.ts';
import type { Job } from '#shared/contracts/jobs.ts';
import { AppError } from '#shared/errors.ts';
import { formatDollars } from '#shared/kernel/dollars.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { followToRest } from '../follow-to-rest.ts';
import type { Api, Line } from '../line.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';
import { workersText } from '../worker-table.ts';

export type RunOptions = {
  readonly records?: number;
  readonly budget?: number;
  readonly slices?: number;
  readonly detach?: boolean;
};

type Begin = (api: Api, dataset: Dataset) => Promise<DatasetRunDetail>;

/** Makes what is missing: goes on with a run that was left half way, and begins one where there is none. */
export function runDatasetRun(context: CommandContext, name: string, options: RunOptions): Promise<number> {
  const { records: count, budget, slices } = options;
  return onRun(context, name, options, async (api, { id: datasetId }) => {
    const left = count === undefined ? await leftHalfWay(api, datasetId) : undefined;
    return left ? goOn(api, left, budget) : api.datasets.runs.start({ datasetId, count, budget, slices });
  });
}

export function runDatasetRetry(context: CommandContext, name: string, options: RunOptions): Promise<number> {
  return onRun(context, name, options, (api, { id: datasetId }) =>
    api.datasets.runs.retry({ datasetId, budget: options.budget }),
  );
}

export function runDatasetResume(
  context: CommandContext,
  name: string,
  options: RunOptions,
): Promise<number> {
  return onRun(context, name, options, (api, { lastRun }) => {
    if (lastRun === null || lastRun.status === 'done') {
      throw new AppError('conflict', `No run of ${name} was left half way. Nothing was changed.`);
    }
    return goOn(api, lastRun, options.budget);
  });
}

/** The run whose numbers are not all made. One of another kind that is not over stands in the way of any other. */
async function leftHalfWay(api: Api, datasetId: string): Promise<DatasetRun | undefined> {
  const { items } = await api.datasets.runs.list({ datasetId, limit: MOST_RUNS });
  const open = items.find(({ status }) => !isJobOver(status));
  if (open !== undefined) return open.kind === 'generate' ? open : undefined;
  return items.find(({ kind, status }) => kind === 'generate' && status !== 'done');
}

const MOST_RUNS = 500;

async function goOn(
  api: Api,
  { id: runId, status }: DatasetRun,
  budget: number | undefined,
): Promise<DatasetRunDetail> {
  // What a process left behind that ended goes on by itself where the folder is opened.
  const isUnderWay = !isJobOver(status) && status !== 'paused';
  if (!isUnderWay) return api.datasets.runs.resume({ runId, budget });
  if (budget === undefined) return api.datasets.runs.get({ runId });
  throw new AppError(
    'conflict',
    'The run is under way. Its budget was not changed; pause it, and resume it with another one.',
  );
}

function onRun(context: CommandContext, name: string, { detach }: RunOptions, begin: Begin): Promise<number> {
  const work = async ({ api, host }: Line): Promise<number> => {
    const run = await begin(api, await api.datasets.get({ ref: name }));
    if (detach !== true) return followRun(context, api, { name, run });
    await context.output.answer(run, () =>
      host === 'local'
        ? `${name}: the run is kept. It goes on while Adiuva is open (adiuva daemon), or with "adiuva dataset run ${name}".`
        : `${name}: the run has begun. "adiuva dataset status ${name}" shows it.`,
    );
    return EXIT.done;
  };
  return withWorkspace(context, work, { isShared: true });
}

type Followed = { readonly name: string; readonly run: DatasetRun };

/** Until it is over, or rests for a reason that only a person can do away with. */
async function followRun(
  context: CommandContext,
  api: Api,
  { name, run: { id, jobId } }: Followed,
): Promise<number> {
  await followToRest(context, api, { jobId, describe: () => progressText(api, id) });
  const run = await api.datasets.runs.get({ runId: id });
  const failures = run.failed === 0 ? [] : await failuresOf(api, run.datasetId);
  const judging = run.status === 'done' ? await followJudges(context, api, run.datasetId) : '';
  await context.output.answer({ ...run, failures }, () =>
    [runText(run), ...failures.map(failureText), judging, nextStep(name, run)]
      .filter((line) => line !== '')
      .join('\n'),
  );
  return run.status === 'done' && run.failed === 0 ? EXIT.done : EXIT.failed;
}

/** Judges follow a run: ended half way, they would be asked again by whatever opens the folder next. Says why they rest. */
async function followJudges(context: CommandContext, api: Api, datasetId: string): Promise<string> {
  const begun = await api.datasets.records.checking({ datasetId });
  if (begun === null) return '';
  const describe = async ({ doneCount, totalCount }: Job) => `${doneCount} of ${totalCount ?? '?'} checked`;
  await followToRest(context, api, { jobId: begun.job.id, describe });
  const stopped = await api.datasets.records.checking({ datasetId });
  return stopped === null ? '' : `The check is ${stopped.job.status}. ${stopped.problem ?? ''}`.trim();
}

async function progressText(api: Api, runId: string): Promise<string> {
  const [run, now] = await Promise.all([
    api.datasets.runs.get({ runId }),
    api.datasets.runs.progress({ runId }),
  ]);
  const rate = now === null ? '' : `, ${now.ratePerSecond.toFixed(1)} a second`;
  const left = now?.secondsLeft == null ? '' : `, about ${Math.ceil(now.secondsLeft)} s left`;
  const cost = run.costMicros === 0 ? '' : `, ${formatDollars(run.costMicros)}`;
  const note = now?.note == null ? '' : `  ${now.note}`;
  return `${run.made} of ${run.asked} made${run.failed > 0 ? `, ${run.failed} failed` : ''}${rate}${left}${cost}${note}`;
}

type Failure = { readonly number: number; readonly problem: string | null };

const MOST_FAILURES_TOLD = 20;

async function failuresOf(api: Api, datasetId: string): Promise<readonly Failure[]> {
  const { items } = await api.datasets.records.list({
    datasetId,
    state: 'failed',
    limit: MOST_FAILURES_TOLD,
  });
  return items.map(({ number, problem }) => ({ number, problem }));
}

function failureText({ number, problem }: Failure): string {
  return printable(`  record ${number + 1}: ${problem ?? ''}`);
}

function nextStep(name: string, { status, failed }: DatasetRun): string {
  if (status !== 'done') return `"adiuva dataset resume ${name}" goes on with it.`;
  return failed > 0 ? `"adiuva dataset retry ${name}" makes the failed ones anew.` : '';
}

function runText(run: DatasetRun): string {
  const cost = run.costMicros === 0 ? '' : `, ${formatDollars(run.costMicros)}`;
  const problem = run.problem === null ? '' : `\n${run.problem}`;
  return `${run.status}: ${run.made} of ${run.asked} made, ${run.failed} failed${cost}.${problem}`;
}

/** Held or ended, in whatever process it goes on. */
export function runDatasetSteer(
  context: CommandContext,
  name: string,
  verb: 'pause' | 'cancel',
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { lastRun } = await api.datasets.get({ ref: name });
    if (lastRun === null || isJobOver(lastRun.status)) {
      throw new AppError('conflict', `No run of ${name} is under way. Nothing was changed.`);
    }
    const run = await api.datasets.runs[verb]({ runId: lastRun.id });
    await context.output.answer(run, () => [runText(run), nextStep(name, run)].join('\n'));
    return EXIT.done;
  });
}

export function runDatasetStatus(context: CommandContext, name: string | undefined): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    if (name === undefined) {
      const metrics = await api.datasets.metrics();
      await context.output.answer(metrics, () =>
        formatTable(Object.entries(metrics).map(([key, value]) => [key, String(value ?? '')])),
      );
      return EXIT.done;
    }
    const dataset = await api.datasets.get({ ref: name });
    const { lastRun } = dataset;
    const progress = lastRun === null ? null : await api.datasets.runs.progress({ runId: lastRun.id });
    const failures = dataset.failed === 0 ? [] : await failuresOf(api, dataset.id);
    const workers = lastRun === null ? [] : await api.datasets.runs.workers({ runId: lastRun.id });
    await context.output.answer({ ...dataset, progress, failures, workers }, () =>
      [statusText(dataset), ...failures.map(failureText), workersText(workers)].filter(Boolean).join('\n'),
    );
    return EXIT.done;
  });
}

function statusText({ name, spec, made, failed, accepted, rejected, withIssues, lastRun }: Dataset): string {
  const counts = `${name}: ${made} of ${spec.records} made, ${failed} failed, ${accepted} accepted, ${rejected} rejected, ${withIssues} with findings`;
  return lastRun === null ? `${counts}\nNo run yet.` : `${counts}\nLast run: ${runText(lastRun)}`;
}
