import { basename } from 'node:path';
import { realpath } from 'node:fs/promises';
import type { z } from 'zod';
import { importStartSchema } from '#shared/contracts/imports.ts';
import type { ImportKind, ImportSource } from '#shared/contracts/imports.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import { defineJob } from '#main/engine/jobs/index.ts';
import type { JobContext, JobDefinition } from '#main/engine/jobs/index.ts';
import type { ReaderContext } from './drafts.ts';
import { findChangeSet } from './imports.store.ts';
import { runImport } from './importer/run-import.ts';
import type { ImportResult, ImportRun } from './importer/run-import.ts';
import { runRestore } from './importer/run-restore.ts';
import { openOwnExport } from './readers/adiuva.ts';
import { detectKind } from './readers/detect.ts';
import { readEntries } from './readers/read-entries.ts';
import { createRecurrencePort } from './recurrence-port.ts';
import { openSource } from './sources/open-source.ts';
import type { SourceTree } from './sources/source-tree.ts';
import { discardUpload, openUpload } from './uploads.ts';

export const IMPORT_JOB = 'import';

export type ImportJobDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** IANA name of the person's time zone; the machine's where it is left out. */
  readonly timeZone?: string;
};

const inputSchema = importStartSchema;
type ImportInput = z.infer<typeof inputSchema>;

export async function openImportSource(
  store: Store,
  source: ImportSource,
  signal?: AbortSignal,
): Promise<SourceTree> {
  return 'path' in source
    ? await openSource(source.path, signal)
    : await openUpload(store.reader, source.uploadId);
}

/** One import: reads the source from its beginning each time it is taken up, and writes only what is not there yet. */
export function defineImportJob(deps: ImportJobDeps): JobDefinition<ImportInput> {
  return defineJob({
    type: IMPORT_JOB,
    input: inputSchema,
    // Two imports at once could each make the project that both mention.
    concurrency: 1,
    maxAttempts: 3,
    async run(ctx, input) {
      await using tree = await openImportSource(deps.store, input.source, ctx.signal);
      const kind = input.kind ?? (await ctx.step('kind', () => detectKind(tree)));
      const result = await importTree(deps, ctx, { tree, kind, input });
      if ('uploadId' in input.source && !input.isDryRun)
        await discardUpload(deps.store, input.source.uploadId);
      return { ...result, kind };
    },
  });
}

type Opened = { readonly tree: SourceTree; readonly kind: ImportKind; readonly input: ImportInput };

async function importTree(
  deps: ImportJobDeps,
  ctx: JobContext,
  { tree, kind, input }: Opened,
): Promise<ImportResult> {
  const run: ImportRun = {
    store: deps.store,
    ids: deps.ids,
    nowMs: () => deps.clock.nowMs(),
    ctx,
    sourceKind: kind,
    params: { kind, title: tree.name },
    isDryRun: input.isDryRun,
    totalCount: kind === 'markdown' ? tree.files.length : null,
    changeSetId: await findChangeSet(deps.store.reader, ctx.jobId),
  };
  if (kind === 'adiuva') return await runRestore(run, await openOwnExport(tree));
  const context = await readerContext(deps, ctx, input.source, tree);
  return await runImport(run, readEntries(tree, kind, input.mapping ?? null, context));
}

async function readerContext(
  deps: ImportJobDeps,
  ctx: JobContext,
  source: ImportSource,
  tree: SourceTree,
): Promise<ReaderContext> {
  const { clock } = deps;
  const now = new Date(clock.nowMs());
  const time = `${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`;
  return {
    // An upload has no place on this machine; the name of its folder is all that tells it from another.
    sourceId: 'path' in source ? await realpath(source.path) : `upload:${basename(tree.name)}`,
    today: clock.today(),
    nowMs: clock.nowMs(),
    timeZone: deps.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    signal: ctx.signal,
    recurrence: createRecurrencePort(`${clock.today()}T${time}`),
  };
}
