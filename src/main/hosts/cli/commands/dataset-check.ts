import type { DatasetCheckInput } from '#shared/contracts/dataset-runs.ts';
import type { ColumnStats, DatasetStats } from '#shared/contracts/dataset-stats.ts';
import { isJobOver } from '#shared/contracts/job-status.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { followToRest } from '../follow-to-rest.ts';
import type { Api, Line } from '../line.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';

export type CheckOptions = {
  readonly judges: NonNullable<DatasetCheckInput['judges']>;
  readonly budget?: number;
  readonly detach?: boolean;
};

/** Holds every record against the checks; takes up a check that stopped half way. */
export function runDatasetCheck(
  context: CommandContext,
  name: string,
  { judges, budget, detach }: CheckOptions,
): Promise<number> {
  const work = async ({ api }: Line): Promise<number> => {
    const { id: datasetId } = await api.datasets.get({ ref: name });
    const jobId = await begun(api, { datasetId, judges, budget });
    if (detach !== true) await followToRest(context, api, { jobId });
    const [job, dataset, { issues }] = await Promise.all([
      api.jobs.get({ id: jobId }),
      api.datasets.get({ ref: datasetId }),
      api.datasets.records.stats({ datasetId }),
    ]);
    const { made, withIssues } = dataset;
    const stopped = (await api.datasets.records.checking({ datasetId }))?.problem ?? '';
    await context.output.answer({ job, made, withIssues, issues }, () => {
      if (job.status !== 'done') return `The check is ${job.status}. ${stopped}`.trim();
      return [`${made} records were checked, ${withIssues} have findings.`, ...issues.map(issueText)].join(
        '\n',
      );
    });
    return job.status === 'done' || detach === true ? EXIT.done : EXIT.failed;
  };
  return withWorkspace(context, work, { isShared: true });
}

async function begun(api: Api, input: DatasetCheckInput): Promise<string> {
  const { datasetId, budget } = input;
  const former = await api.datasets.records.checking({ datasetId });
  if (former === null) return (await api.datasets.records.check(input)).jobId;
  const { id, status } = former.job;
  if (isJobOver(status) || status === 'paused') await api.datasets.records.resumeCheck({ datasetId, budget });
  return id;
}

function issueText({ check, count }: DatasetStats['issues'][number]): string {
  return `${check}: ${count} findings`;
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
    ...issues.map(issueText),
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
