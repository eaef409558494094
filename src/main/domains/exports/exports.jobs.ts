import { z } from 'zod';
import type { Clock } from '#shared/kernel/clock.ts';
import type { Reader, Store } from '#main/db/store.ts';
import {
  EXPORT_FORMAT,
  EXPORT_VERSION,
  MANIFEST_NAME,
  ROW_KINDS,
  WORKSPACE_NAME,
} from '#main/domains/imports/index.ts';
import type { ExportManifest, RowKind } from '#main/domains/imports/index.ts';
import { defineJob } from '#main/engine/jobs/index.ts';
import type { JobContext, JobDefinition } from '#main/engine/jobs/index.ts';
import { attachmentPath, noteFiles } from './content/note-files.ts';
import { tableFiles } from './content/tables.ts';
import { workspaceLines } from './content/workspace-file.ts';
import { countRows, dropOtherArchives, readBlob, readRows } from './exports.store.ts';
import type { ExportSink, WrittenFile } from './sinks/export-sink.ts';
import { createFolderSink } from './sinks/folder-sink.ts';
import { createFileOutput, createStoreOutput } from './sinks/zip-outputs.ts';
import { createZipSink } from './sinks/zip-sink.ts';

export const EXPORT_JOB = 'export';

export type ExportJobDeps = { readonly store: Store; readonly clock: Clock; readonly appVersion: string };

export const exportInputSchema = z.object({
  path: z.string().min(1).max(4096).optional(),
  zip: z.boolean().default(false),
});
export type ExportInput = z.infer<typeof exportInputSchema>;

export function archiveKey(jobId: string): string {
  return `export:${jobId}`;
}

/**
 * One export, written from the beginning each time it is taken up: what a try left half done is thrown away.
 *
 * It is no single snapshot: pages of rows are read one after the other, so a row changed meanwhile may stand in one
 * file as it was and in another as it is. A transaction held open on one of the two shared readers would show old
 * rows to whatever else reads there and keep the log from being folded in; a reader of its own needs the key, which
 * only the door of the store has. Importing back tolerates what that can cause: a reference that leads nowhere is
 * left empty.
 */
export function defineExportJob(deps: ExportJobDeps): JobDefinition<ExportInput> {
  return defineJob({
    type: EXPORT_JOB,
    input: exportInputSchema,
    concurrency: 1,
    maxAttempts: 3,
    async run(ctx, input) {
      const sink = await openSink(deps, ctx.jobId, input);
      try {
        const manifest = await writeExport(deps, ctx, sink);
        await sink.finish();
        return { path: input.path ?? null, counts: manifest.counts, fileCount: manifest.files.length + 1 };
      } catch (error) {
        await sink.abort();
        throw error;
      }
    },
  });
}

async function openSink(
  { store, clock }: ExportJobDeps,
  jobId: string,
  { path, zip }: ExportInput,
): Promise<ExportSink> {
  if (path !== undefined && !zip) return await createFolderSink(path, jobId);
  if (path !== undefined) return createZipSink(await createFileOutput(path, jobId), clock.nowMs());
  const key = archiveKey(jobId);
  await store.write({ command: 'exports.keep', principal: 'export' }, (tx) => dropOtherArchives(tx, key));
  return createZipSink(await createStoreOutput(store, key), clock.nowMs());
}

async function writeExport(
  { store, clock, appVersion }: ExportJobDeps,
  ctx: JobContext,
  sink: ExportSink,
): Promise<ExportManifest> {
  const { reader } = store;
  const files: WrittenFile[] = [];
  const totalCount = await countAll(reader);
  const write = async (path: string, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) => {
    ctx.signal.throwIfAborted();
    files.push(await sink.write(path, pieces));
  };
  const counts = new Map<RowKind, number>(ROW_KINDS.map((kind) => [kind, 0]));
  await write(WORKSPACE_NAME, encode(workspaceLines(reader, counts), ctx.signal));
  ctx.progress(Math.round(totalCount / 3), totalCount);
  for (const table of await tableFiles(reader)) await write(table.path, encode(table.lines(), ctx.signal));
  for await (const file of noteFiles(reader)) await write(file.path, [Buffer.from(file.text)]);
  ctx.progress(Math.round((totalCount * 2) / 3), totalCount);
  await writeAttachments(reader, write);
  const manifest: ExportManifest = {
    format: EXPORT_FORMAT,
    version: EXPORT_VERSION,
    appVersion,
    exportedAt: clock.nowMs(),
    counts: Object.fromEntries(counts),
    files,
  };
  await sink.write(MANIFEST_NAME, [Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)]);
  ctx.progress(totalCount, totalCount);
  return manifest;
}

async function writeAttachments(
  reader: Reader,
  write: (path: string, pieces: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  const written = new Set<string>();
  for await (const page of readRows(reader, 'attachment')) {
    for (const file of page) {
      const path = attachmentPath(file);
      if (written.has(path)) continue;
      written.add(path);
      await write(path, readBlob(reader, file.sha256));
    }
  }
}

async function countAll(reader: Reader): Promise<number> {
  const counts = await Promise.all(ROW_KINDS.map((kind) => countRows(reader, kind)));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function* encode(texts: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const text of texts) {
    signal.throwIfAborted();
    yield Buffer.from(text);
  }
}
