import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ColumnMapping, ImportCounts, ImportKind } from '#shared/contracts/imports.ts';
import type { Job } from '#shared/contracts/jobs.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { describeTroubles, followJob, listTroubles } from '../follow-job.ts';
import type { Line } from '../line.ts';
import { withWorkspace } from '../open-line.ts';

type ImportOptions = { readonly kind?: string; readonly map?: string; readonly dryRun?: boolean };

const MAX_MAP_BYTES = 256 * 1_024;

/** Starts the import as a job, follows it, and reports each item that did not come in. */
export async function runImport(
  context: CommandContext,
  given: string,
  options: ImportOptions,
): Promise<number> {
  // The process that does the work may stand in another folder.
  const path = resolve(given);
  await stat(path).catch((cause: unknown) => {
    throw new AppError('not_found', `There is nothing that can be read at ${path}. Nothing was changed.`, {
      cause,
    });
  });
  const mapping = options.map === undefined ? undefined : await readMapping(resolve(options.map));
  const run = async ({ api }: Line): Promise<number> => {
    const { jobId } = await api.imports.start({
      source: { path },
      // Commander has checked it against the same list.
      kind: options.kind as ImportKind | undefined,
      mapping,
      isDryRun: options.dryRun === true,
    });
    const job = await followJob(context, api, jobId);
    const troubles = await listTroubles(api, jobId);
    await context.output.answer({ job, troubles }, () =>
      [summary(job, options.dryRun === true), describeTroubles(troubles)].filter(Boolean).join('\n'),
    );
    return job.status === 'done' ? EXIT.done : EXIT.failed;
  };
  return withWorkspace(context, run, { isShared: true });
}

/** The file's shape is checked where it is used; here it only has to be JSON. */
async function readMapping(path: string): Promise<ColumnMapping> {
  try {
    const facts = await stat(path);
    if (facts.size > MAX_MAP_BYTES) throw new Error('too large');
    return JSON.parse(await readFile(path, 'utf8')) as ColumnMapping;
  } catch (cause) {
    throw new AppError('invalid_input', `${path} is not a column mapping in JSON. Nothing was changed.`, {
      cause,
    });
  }
}

function summary(job: Job, isDryRun: boolean): string {
  if (job.status !== 'done') {
    const reason = job.error?.message ?? job.message;
    return `The import is ${job.status}. ${reason}`;
  }
  const counts = countsOf(job);
  const parts = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return `${isDryRun ? 'Dry run, nothing was changed: ' : ''}${parts.join(', ')}`;
}

function countsOf(job: Job): Partial<ImportCounts> {
  const result = job.result;
  if (typeof result !== 'object' || result === null) return {};
  const counts = 'counts' in result ? result.counts : result;
  return Object.fromEntries(
    Object.entries(counts as object).filter(([, value]) => typeof value === 'number'),
  );
}
