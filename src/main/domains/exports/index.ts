/** Exports: the whole workspace as open files that anyone can read and that import back to an equal workspace. */
import type { JobDefinition } from '#main/engine/jobs/index.ts';
import { defineExportJob } from './exports.jobs.ts';
import type { ExportJobDeps } from './exports.jobs.ts';
import { ExportsService } from './exports.service.ts';
import type { ExportsDeps } from './exports.service.ts';

export { createSpareContent, type SpareContent } from './spare-content.ts';

/** Places that others write files of theirs to, under the same promises. */
export { archiveKey } from './exports.jobs.ts';
export { readArchivePart, type ArchivePart } from './exports.service.ts';
export { dropOtherArchives } from './exports.store.ts';
export type { ExportSink, WrittenFile } from './sinks/export-sink.ts';
export { createFolderSink } from './sinks/folder-sink.ts';
export { createFileOutput, createStoreOutput } from './sinks/zip-outputs.ts';
export { createZipSink, type ZipOutput } from './sinks/zip-sink.ts';

export type Exports = ExportsService;

/** The handler of the durable job, to be registered with the job engine before it starts. */
export function exportJobs(deps: ExportJobDeps): readonly JobDefinition<never>[] {
  return [defineExportJob(deps) as JobDefinition<never>]; // the engine parses the input by the definition's own schema
}

export function createExports(deps: ExportsDeps): Exports {
  return new ExportsService(deps);
}
