/** Imports: notes, tables, calendars and exports of other programs, brought in as one change that can be taken back. */
import type { JobDefinition } from '#main/engine/jobs/index.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import { defineImportJob } from './imports.jobs.ts';
import type { ImportJobDeps } from './imports.jobs.ts';
import { ImportsService } from './imports.service.ts';
import type { ImportsDeps } from './imports.service.ts';
import { createUploads } from './uploads.ts';

export {
  ATTACHMENTS_FOLDER,
  EXPORT_FORMAT,
  EXPORT_VERSION,
  MANIFEST_NAME,
  manifestSchema,
  NOTES_FOLDER,
  ROW_KINDS,
  ROW_SCHEMAS,
  WORKSPACE_HEAD,
  WORKSPACE_NAME,
  WORKSPACE_TAIL,
} from './adiuva-format.ts';
export type { ExportManifest, RowKind } from './adiuva-format.ts';

export { IMPORT_JOB, openImportSource } from './imports.jobs.ts';
export { readCsvPieces, type CsvRecord } from './readers/csv-records.ts';
export type { SourceFile, SourceTree } from './sources/source-tree.ts';
export { decodeStream } from './sources/text-decoding.ts';
export { discardUpload } from './uploads.ts';

export type Imports = ImportsService;

/** The handler of the durable job, to be registered with the job engine before it starts. */
export function importJobs(deps: ImportJobDeps): readonly JobDefinition<never>[] {
  return [defineImportJob(deps) as JobDefinition<never>]; // the engine parses the input by the definition's own schema
}

export function createImports(
  deps: Omit<ImportsDeps, 'uploads'> & { readonly ids: IdSource; readonly nowMs: () => number },
): Imports {
  return new ImportsService({ ...deps, uploads: createUploads(deps) });
}
