import type { ColumnStats, DatasetStats } from '#shared/contracts/dataset-stats.ts';
import type { DatasetRunDetail } from '#shared/contracts/dataset-runs.ts';
import type { Dataset, DatasetRun } from '#shared/contracts/datasets.ts';
import { isJobOver } from '#shared/contracts/job-status.ts';
import { AppError } from '#shared/errors.ts';
import { formatDollars } from '#shared/kernel/dollars.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { followJob, progressLine } from '../follow-job.ts';
import type { Api } from '../line.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';

export type RunOptions = { readonly records?: number; readonly budget?: number; readonly detach?: boolean };

export function runDatasetRun(context: CommandContext, name: string, options: RunOptions): Promise<number> {
  return begun(context, name, options, (api, { id: datasetId }) =>
    api.datasets.runs.start({ datasetId, count: options.records, budget: options.budget }),
  );
}

export function runDatasetRetry(context: CommandContext, name: string, options: RunOptions): Promise<number> {
  return begun(context, name, options, (api, { id: datasetId }) =>
    api.datasets.runs.retry({ datasetId, budget: options.budget }),
  );
}

function begun(
  context: CommandContext,
  name: string,
  { detach }: RunOptions,
  begin: (api: Api, dataset: Dataset) => Promise<DatasetRunDetail>,
): Promise<number> {
  const work = async ({ api }: { readonly api: Api }): Promise<number> => {
    const run = await begin(api, await api.datasets.get({ ref: name }));
    if (detach === true) {
      await context.output.answer(
        run,
        () => `${name}: the run has begun. "adiuva dataset status ${name}" shows it.`,
      );
      return EXIT.done;
    }
    return followRun(context, api, run);
  };
  return withWorkspace(context, work, { isShared: true });
}

/** Until it is over, or rests for a reason that only a person can do away with. */
async function followRun(context: CommandContext, api: Api, { id, jobId }: DatasetRun): Promise<number> {
  const show = progressLine(context, () => progressText(api, id));
  await followJob(context, api, jobId, async (job) => {
    await show(job);
    if (job.status === 'paused') throw new RunRests();
  }).catch((error: unknown) => {
    if (!(error instanceof RunRests)) throw error;
  });
  const run = await api.datasets.runs.get({ runId: id });
  await context.output.answer(run, () => runText(run));
  return run.status === 'done' && run.failed === 0 ? EXIT.done : EXIT.failed;
}

class RunRests extends Error {}

async function progressText(api: Api, runId: string): Promise<string> {
  const [run, now] = await Promise.all([
    api.datasets.runs.get({ runId }),
    api.datasets.runs.progress({ runId }),
  ]);
  const rate = now === null ? '' : `, ${now.ratePerSecond.toFixed(1)} a second`;
  const left = now?.secondsLeft == null ? '' : `, about ${Math.ceil(now.secondsLeft)} s left`;
  const note = now?.note == null ? '' : `  ${now.note}`;
  return `${run.made} of ${run.asked} made${run.failed > 0 ? `, ${run.failed} failed` : ''}${rate}${left}${note}`;
}

function runText(run: DatasetRun): string {
  const cost = run.costMicros === 0 ? '' : `, ${formatDollars(run.costMicros)}`;
  const problem = run.problem === null ? '' : `\n${run.problem}`;
  return `${run.status}: ${run.made} of ${run.asked} made, ${run.failed} failed${cost}.${problem}`;
}

export function runDatasetSteer(
  context: CommandContext,
  name: string,
  verb: 'pause' | 'resume' | 'cancel',
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { lastRun } = await api.datasets.get({ ref: name });
    if (lastRun === null || (isJobOver(lastRun.status) && verb !== 'resume')) {
      throw new AppError('conflict', `No run of ${name} is under way. Nothing was changed.`);
    }
    const runId = lastRun.id;
    const run = await api.datasets.runs[verb]({ runId });
    await context.output.answer(run, () => runText(run));
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
    await context.output.answer({ ...dataset, progress }, () => statusText(dataset));
    return EXIT.done;
  });
}

function statusText({ name, spec, made, failed, accepted, rejected, withIssues, lastRun }: Dataset): string {
  const counts = `${name}: ${made} of ${spec.records} made, ${failed} failed, ${accepted} accepted, ${rejected} rejected, ${withIssues} with findings`;
  return lastRun === null ? `${counts}\nNo run yet.` : `${counts}\nLast run: ${runText(lastRun)}`;
}

export function runDatasetStats(context: CommandContext, name: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { id: datasetId } = await api.datasets.get({ ref: name });
    const stats = await api.datasets.records.stats({ datasetId });
    await context.output.answer(stats, () => statsText(stats));
    return EXIT.done;
  });
}

function statsText(stats: DatasetStats): string {
  const { records, failed, accepted, rejected, withIssues, duplicates, columns, facets, issues } = stats;
  const head = `${records} records, ${failed} failed, ${accepted} accepted, ${rejected} rejected, ${withIssues} with findings, ${duplicates.exact} twice`;
  const table = formatTable([
    ['column', 'kinds', 'missing', 'distinct', 'values'],
    ...columns.map(columnCells),
  ]);
  const rest = [
    ...facets.map(
      ({ name, values }) => `${name}: ${values.map((one) => `${one.value} ${one.count}`).join(', ')}`,
    ),
    ...issues.map(({ check, count }) => `${check}: ${count} findings`),
  ];
  return [head, table, ...rest].join('\n');
}

function columnCells({ path, kinds, missing, distinct, numbers, top }: ColumnStats): readonly string[] {
  const values =
    numbers === null
      ? top
          .slice(0, 3)
          .map(({ value, count }) => `${value} (${count})`)
          .join(', ')
      : `${numbers.min} to ${numbers.max}, mean ${numbers.mean.toFixed(2)}`;
  const count = `${distinct.isExact ? '' : 'about '}${distinct.count}`;
  return [path, Object.keys(kinds).join(' '), String(missing), count, values];
}
