import { basename } from 'node:path';
import type { UndoResult } from '#shared/contracts/changes.ts';
import type {
  ImportInspection,
  ImportKind,
  ImportPreset,
  ImportSource,
  ImportStart,
} from '#shared/contracts/imports.ts';
import { isJobOver } from '#shared/contracts/job-status.ts';
import { AppError } from '#shared/errors.ts';
import type { Store } from '#main/db/store.ts';
import type { Changes } from '#main/engine/changes/index.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import { IMPORT_JOB, openImportSource } from './imports.jobs.ts';
import { listPresets, removePreset, savePreset } from './imports.store.ts';
import { previewCsv, proposeMapping } from './readers/csv.ts';
import { CSV_FIELDS, isCsvKind } from './readers/csv-fields.ts';
import { detectKind } from './readers/detect.ts';
import { extensionOf } from './sources/source-tree.ts';
import type { SourceTree } from './sources/source-tree.ts';
import { discardUpload, readUploadedFiles, type Uploads } from './uploads.ts';

export type ImportsDeps = {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly changes: Pick<Changes, 'undo'>;
  readonly uploads: Uploads;
  /** Waited for before anything is brought in: a backup may be made first. */
  readonly beforeImport: () => Promise<unknown>;
};

/** What a person does with imports: look at a source, bring it in, take it back, keep a mapping of columns. */
export class ImportsService {
  readonly #deps: ImportsDeps;

  constructor(deps: ImportsDeps) {
    this.#deps = deps;
  }

  async inspect(source: ImportSource, given?: ImportKind): Promise<ImportInspection> {
    await this.#seal(source);
    await using tree = await openImportSource(this.#deps.store, source);
    const kind = given ?? (await detectKind(tree));
    return {
      kind,
      fileCount: tree.files.length,
      sizeBytes: tree.files.reduce((sum, file) => sum + file.sizeBytes, 0),
      csv: isCsvKind(kind) ? await inspectTable(tree, kind) : null,
    };
  }

  /** Opens the source first, so that a wrong path is told at once and not by a failed job. */
  async start(input: ImportStart): Promise<{ jobId: string }> {
    await this.#seal(input.source);
    await using tree = await openImportSource(this.#deps.store, input.source);
    if (input.kind === undefined) await detectKind(tree);
    await this.#deps.beforeImport();
    const title = 'path' in input.source ? basename(input.source.path) : tree.name;
    const uniqueKey = 'path' in input.source ? input.source.path : input.source.uploadId;
    return { jobId: await this.#deps.jobs.enqueue({ type: IMPORT_JOB, title, input, uniqueKey }) };
  }

  /** Takes back everything that the import wrote, in one step; a second run brings it in again. */
  async undo(jobId: string): Promise<UndoResult> {
    const job = await this.#deps.jobs.get(jobId);
    if (job.type !== IMPORT_JOB)
      throw new AppError('invalid_input', 'Only an import can be taken back here.');
    if (!isJobOver(job.status)) {
      throw new AppError(
        'conflict',
        'The import is still running. Cancel it first, or wait until it is done.',
      );
    }
    if (job.changeSetId === null) throw new AppError('nothing_to_undo', 'This import changed nothing.');
    return await this.#deps.changes.undo(job.changeSetId);
  }

  presets(): Promise<readonly ImportPreset[]> {
    return listPresets(this.#deps.store.reader);
  }

  async savePreset(preset: ImportPreset): Promise<ImportPreset> {
    await this.#deps.store.write({ command: 'imports.savePreset' }, (tx) => savePreset(tx, preset));
    return preset;
  }

  async removePreset(name: string): Promise<{ ok: true }> {
    await this.#deps.store.write({ command: 'imports.removePreset' }, (tx) => removePreset(tx, name));
    return { ok: true };
  }

  beginUpload(name: string): { uploadId: string } {
    return this.#deps.uploads.begin(name);
  }

  async appendUpload(part: {
    uploadId: string;
    path: string;
    index: number;
    data: string;
  }): Promise<{ ok: true }> {
    await this.#deps.uploads.append({ ...part, data: Buffer.from(part.data, 'base64') });
    return { ok: true };
  }

  uploadsUnderWay(): readonly string[] {
    return this.#deps.uploads.underWay();
  }

  /** For what is uploaded to be installed, not imported. */
  async readUpload(uploadId: string, maxBytes: number): Promise<ReadonlyMap<string, Uint8Array>> {
    await this.sealUpload(uploadId);
    return readUploadedFiles(this.#deps.store.reader, uploadId, maxBytes);
  }

  /** Closes an upload that another domain reads. */
  sealUpload(uploadId: string): Promise<void> {
    return this.#deps.uploads.seal(uploadId);
  }

  discardUpload(uploadId: string): Promise<void> {
    return discardUpload(this.#deps.store, uploadId);
  }

  /** The first look at an upload closes it; what is looked at is then what is imported. */
  async #seal(source: ImportSource): Promise<void> {
    if ('uploadId' in source) await this.sealUpload(source.uploadId);
  }
}

async function inspectTable(
  tree: SourceTree,
  kind: keyof typeof CSV_FIELDS,
): Promise<ImportInspection['csv']> {
  const file = tree.files.find((one) => ['csv', 'tsv', 'txt'].includes(extensionOf(one.path)));
  if (file === undefined)
    throw new AppError('import_unreadable', 'There is no CSV file here. Nothing was imported.');
  const preview = await previewCsv(file);
  return { ...preview, proposed: proposeMapping(kind, preview), fields: Object.keys(CSV_FIELDS[kind]) };
}
