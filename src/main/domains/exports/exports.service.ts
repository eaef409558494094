import { basename, isAbsolute } from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { Reader, Store } from '#main/db/store.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import { archiveKey, EXPORT_JOB } from './exports.jobs.ts';
import type { ExportInput } from './exports.jobs.ts';
import { countParts, findPart } from './exports.store.ts';

export type ExportsDeps = { readonly store: Store; readonly jobs: Jobs };
export type ArchivePart = { readonly data: string; readonly index: number; readonly partCount: number };

export class ExportsService {
  readonly #deps: ExportsDeps;

  constructor(deps: ExportsDeps) {
    this.#deps = deps;
  }

  /** To a folder or an archive on this machine; without a path to an archive that `download` hands out. */
  async start(input: ExportInput): Promise<{ jobId: string }> {
    if (input.path !== undefined && !isAbsolute(input.path)) {
      throw new AppError(
        'invalid_input',
        'The folder to export to must be named in full. Nothing was exported.',
      );
    }
    const title = input.path === undefined ? 'Adiuva.zip' : basename(input.path);
    return {
      jobId: await this.#deps.jobs.enqueue({
        type: EXPORT_JOB,
        title,
        input,
        uniqueKey: input.path ?? 'download',
      }),
    };
  }

  /** One part of a finished archive, base64. */
  async download(jobId: string, index: number): Promise<ArchivePart> {
    const job = await this.#deps.jobs.get(jobId);
    if (job.type !== EXPORT_JOB || job.status !== 'done')
      throw new AppError('not_found', 'This export is not ready to be fetched.');
    return readArchivePart(this.#deps.store.reader, archiveKey(jobId), index);
  }
}

/** One part of an archive that is kept to be fetched, base64. */
export async function readArchivePart(reader: Reader, key: string, index: number): Promise<ArchivePart> {
  const data = await findPart(reader, key, index);
  if (data === undefined) throw new AppError('not_found', 'This archive is no longer kept. Export again.');
  return { data: Buffer.from(data).toString('base64'), index, partCount: await countParts(reader, key) };
}
