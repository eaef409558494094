import { extname, resolve } from 'node:path';
import type { DatasetExportFormat, DatasetExportResult } from '#shared/contracts/dataset-exchange.ts';
import type { Job } from '#shared/contracts/jobs.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { followJob } from '../follow-job.ts';
import type { Api, Line } from '../line.ts';
import { withWorkspace } from '../open-line.ts';

export type ExportOptions = {
  readonly format: readonly DatasetExportFormat[];
  readonly out: string;
  readonly replace?: boolean;
  readonly accepted?: boolean;
  readonly withoutIssues?: boolean;
  readonly judge?: string;
  readonly minScore?: number;
  readonly license?: string;
  readonly language?: readonly string[];
  readonly tag?: readonly string[];
  readonly system?: string;
  readonly prompt?: string;
  readonly response?: string;
};

/** To a file; to a folder or a ZIP with a card where there is more than one format, or a licence is named. */
export function runDatasetExport(
  context: CommandContext,
  ref: string,
  options: ExportOptions,
): Promise<number> {
  const run = async ({ api }: Line): Promise<number> => {
    const { id: datasetId } = await api.datasets.get({ ref });
    const path = resolve(options.out);
    const { jobId } = await api.datasets.exports.start({
      datasetId,
      version: versionIn(ref),
      formats: [...options.format],
      as: placeOf(options),
      path,
      isReplacing: options.replace,
      filter: filterOf(options),
      chat: await chatOf(api, datasetId, options),
      card: cardOf(options),
    });
    const job = await followJob(context, api, jobId);
    const isDone = job.status === 'done';
    await context.output.answer({ job, path }, () => {
      if (!isDone) return unfinishedText(job, options);
      const { records, files } = job.result as DatasetExportResult; // of a job of this type that is done
      return `${records} records are in ${path}${files.length > 1 ? ` (${files.map((file) => file.path).join(', ')})` : ''}.`;
    });
    return isDone ? EXIT.done : EXIT.failed;
  };
  return withWorkspace(context, run, { isShared: true });
}

function unfinishedText({ status, error, message }: Job, { replace }: ExportOptions): string {
  const why = `The export is ${status}. ${error?.message ?? message}`;
  if (error?.code !== 'conflict' || replace === true) return why;
  return `${why}\n--replace writes over files of the same names there, and leaves all others.`;
}

function versionIn(ref: string): number | null {
  const version = /@(\d+)$/.exec(ref)?.[1];
  return version === undefined ? null : Number(version);
}

function placeOf({ out, format, license }: ExportOptions): 'file' | 'folder' | 'zip' {
  if (extname(out).toLowerCase() === '.zip') return 'zip';
  return format.length > 1 || license !== undefined ? 'folder' : 'file';
}

function filterOf({ accepted, withoutIssues, judge, minScore }: ExportOptions) {
  if ((judge === undefined) !== (minScore === undefined)) {
    throw new AppError('invalid_input', 'Give --judge and --min-score together. Nothing was exported.');
  }
  return {
    isAccepted: accepted,
    isWithoutIssues: withoutIssues,
    ...(judge !== undefined && minScore !== undefined && { score: { judge, min: minScore } }),
  };
}

async function chatOf(api: Api, datasetId: string, { format, system, prompt, response }: ExportOptions) {
  if (!format.includes('chat-jsonl')) return undefined;
  const proposed = await api.datasets.exports.chatTemplates({ datasetId });
  return {
    system: system ?? proposed.system,
    prompt: prompt ?? proposed.prompt,
    response: response ?? proposed.response,
  };
}

function cardOf({ license, language = [], tag = [] }: ExportOptions) {
  if (license !== undefined) return { license, languages: [...language], tags: [...tag] };
  if (language.length === 0 && tag.length === 0) return undefined;
  throw new AppError(
    'invalid_input',
    'A dataset card needs --license, such as cc-by-4.0. Nothing was exported.',
  );
}
