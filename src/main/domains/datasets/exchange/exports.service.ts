import { basename, isAbsolute } from 'node:path';
import {
  datasetExportInputSchema,
  type ChatTemplates,
  type DatasetExportInput,
} from '#shared/contracts/dataset-exchange.ts';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import { AppError } from '#shared/errors.ts';
import { archiveKey, readArchivePart, type ArchivePart } from '#main/domains/exports/index.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import { findVersion } from '../versions/versions.store.ts';
import { proposeTemplates, unknownPlaces } from './chat-lines.ts';
import { countExported } from './exchange.store.ts';
import { DATASET_EXPORT_JOB, defineDatasetExportJob, type ExportsDeps } from './export.jobs.ts';

type Order = ReturnType<typeof datasetExportInputSchema.parse>;

/** Datasets as files that other programs read. */
export class DatasetExportsService {
  readonly #deps: ExportsDeps & { readonly jobs: Jobs };

  constructor(deps: ExportsDeps & { readonly jobs: Jobs }) {
    this.#deps = deps;
    // The engine parses the input by the definition's own schema.
    deps.jobs.define([defineDatasetExportJob(deps) as never]);
  }

  /** How its records would become conversations, to be edited. */
  async chatTemplates(datasetId: string): Promise<ChatTemplates> {
    return proposeTemplates(await this.#specOf(datasetId));
  }

  async start(input: DatasetExportInput): Promise<{ readonly jobId: string }> {
    const order = datasetExportInputSchema.parse(input);
    refuseUnfit(order);
    const spec = await this.#wantedSpec(order);
    const side = { datasetId: order.datasetId, versionId: null };
    if (order.version === null && (await countExported(this.#deps.store.reader, side, order.filter)) === 0) {
      throw new AppError(
        'conflict',
        'No record is there that would be exported. Nothing was written; generate records, or ask for others.',
      );
    }
    const unknown = order.chat === undefined ? [] : unknownPlaces(order.chat, spec);
    if (unknown.length > 0) {
      throw new AppError(
        'invalid_input',
        `No record has a column called ${unknown.join(', ')}. Nothing was exported; mend the templates of the chat.`,
      );
    }
    const jobId = await this.#deps.jobs.enqueue({
      type: DATASET_EXPORT_JOB,
      title: order.path === undefined ? spec.name : basename(order.path),
      input: order,
      uniqueKey: order.path ?? `${order.datasetId}:${order.formats.join('+')}`,
    });
    return { jobId };
  }

  /** One part of a file that was kept for this, base64. */
  async download(jobId: string, index: number): Promise<ArchivePart> {
    const job = await this.#deps.jobs.get(jobId);
    if (job.type !== DATASET_EXPORT_JOB || job.status !== 'done')
      throw new AppError('not_found', 'This export is not ready to be fetched.');
    return readArchivePart(this.#deps.store.reader, archiveKey(jobId), index);
  }

  async #wantedSpec({ datasetId, version }: Order): Promise<DatasetSpec> {
    const spec = await this.#specOf(datasetId);
    if (version === null) return spec;
    const found = await findVersion(this.#deps.store.reader, datasetId, version);
    if (found !== undefined) return found.spec;
    throw new AppError(
      'not_found',
      `There is no version ${version} of this dataset. Nothing was exported; look at the list of its versions.`,
    );
  }

  async #specOf(datasetId: string): Promise<DatasetSpec> {
    const spec = await this.#deps.specOf(this.#deps.store.reader, datasetId);
    if (spec === undefined) {
      throw new AppError('not_found', 'This dataset is not there any more. Nothing was exported.');
    }
    return spec;
  }
}

function refuseUnfit({ as, path, formats, version, filter, card }: Order): void {
  const refuse = (why: string): never => {
    throw new AppError('invalid_input', `${why} Nothing was exported.`);
  };
  if (path !== undefined && !isAbsolute(path)) refuse('The file to export to must be named in full.');
  if (as === 'folder' && path === undefined) refuse('A folder needs a place to be written to.');
  if (as === 'file' && formats.length > 1)
    refuse('A single file has one format; take a folder or a ZIP for more.');
  if (as === 'file' && card !== undefined)
    refuse('A card stands beside the records: take a folder or a ZIP for it.');
  if (new Set(formats).size < formats.length) refuse('A format is named twice.');
  const isFiltered = filter.isAccepted || filter.isWithoutIssues || filter.score !== undefined;
  if (version !== null && isFiltered) refuse('A version is exported as it was frozen, without filters.');
}
