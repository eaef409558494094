import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  datasetExportInputSchema,
  type DatasetExportFormat,
  type DatasetExportResult,
} from '#shared/contracts/dataset-exchange.ts';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { DatasetVersion } from '#shared/contracts/datasets.ts';
import { AppError } from '#shared/errors.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { Reader, Store } from '#main/db/store.ts';
import {
  archiveKey,
  createFileOutput,
  createFolderSink,
  createStoreOutput,
  createZipSink,
  dropOtherArchives,
  type ExportSink,
  type WrittenFile,
} from '#main/domains/exports/index.ts';
import { defineJob, type JobContext, type JobDefinition } from '#main/engine/jobs/index.ts';
import { findVersion, readLineage, type Side } from '../versions/versions.store.ts';
import type { DatasetWorker } from '../worker/worker-types.ts';
import { proposeTemplates } from './chat-lines.ts';
import { datasetCardText } from './dataset-card.ts';
import { countExported, exportedPages, readSources } from './exchange.store.ts';
import {
  chatPieces,
  csvPieces,
  jsonlPieces,
  jsonPieces,
  type Pieces,
  type TextPages,
} from './export-pieces.ts';
import { parquetPieces } from './parquet-pieces.ts';
import { createFileSink } from './file-sink.ts';
import { schemaForColumns, Survey } from './survey.ts';
import type { z } from 'zod';

export const DATASET_EXPORT_JOB = 'dataset_export';

export type ExportsDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly worker: Pick<DatasetWorker, 'createParquet'>;
  /** Undefined where it is not there, or thrown away. */
  readonly specOf: (reader: Reader, datasetId: string) => Promise<DatasetSpec | undefined>;
};

type ExportOrder = z.infer<typeof datasetExportInputSchema>;

export const EXPORT_ENDINGS: Readonly<Record<DatasetExportFormat, string>> = {
  json: '.json',
  jsonl: '.jsonl',
  csv: '.csv',
  parquet: '.parquet',
  'chat-jsonl': '.chat.jsonl',
};

export function defineDatasetExportJob(deps: ExportsDeps): JobDefinition<ExportOrder> {
  return defineJob({
    type: DATASET_EXPORT_JOB,
    input: datasetExportInputSchema,
    concurrency: 2,
    async run(ctx, order) {
      const basis = await basisOf(deps, order);
      const sink = await openSink(deps, ctx.jobId, order);
      try {
        const result = await new DatasetExport(deps, ctx, { order, ...basis }).writeTo(sink);
        await sink.finish();
        return result;
      } catch (error) {
        await sink.abort();
        throw error;
      }
    },
  });
}

type ExportBasis = {
  readonly spec: DatasetSpec;
  readonly side: Side;
  readonly version: DatasetVersion | null;
};

async function basisOf({ store, specOf }: ExportsDeps, order: ExportOrder): Promise<ExportBasis> {
  const { datasetId } = order;
  const [now, version] = await Promise.all([
    specOf(store.reader, datasetId),
    order.version === null ? null : findVersion(store.reader, datasetId, order.version),
  ]);
  if (now === undefined || version === undefined) {
    throw new AppError('not_found', 'What was to be exported is not there any more. Nothing was written.');
  }
  return { spec: version?.spec ?? now, side: { datasetId, versionId: version?.id ?? null }, version };
}

async function openSink(
  { store, clock }: ExportsDeps,
  jobId: string,
  order: ExportOrder,
): Promise<ExportSink> {
  const { path, as, isReplacing } = order;
  if (path !== undefined && as === 'folder') return createFolderSink(path, jobId, { isReplacing });
  const output = path === undefined ? await keptOutput(store, jobId) : await createFileOutput(path, jobId);
  return as === 'zip' ? createZipSink(output, clock.nowMs()) : createFileSink(output);
}

async function keptOutput(store: Store, jobId: string) {
  const key = archiveKey(jobId);
  await store.write({ command: 'exports.keep', principal: 'export' }, (tx) => dropOtherArchives(tx, key));
  return createStoreOutput(store, key);
}

/** One export, from its beginning each time that it is taken up. */
class DatasetExport {
  readonly #deps: ExportsDeps;
  readonly #ctx: JobContext;
  readonly #what: ExportBasis & { readonly order: ExportOrder };
  #survey: Survey | undefined;
  #total = 0;
  #passed = 0;
  #leftOut = 0;

  constructor(deps: ExportsDeps, ctx: JobContext, what: ExportBasis & { readonly order: ExportOrder }) {
    this.#deps = deps;
    this.#ctx = ctx;
    this.#what = what;
  }

  async writeTo(sink: ExportSink): Promise<DatasetExportResult> {
    const { order, side, spec } = this.#what;
    const { formats, card, filter, as } = order;
    const records = await countExported(this.#deps.store.reader, side, filter);
    const needsSurvey = card !== undefined || formats.some((one) => one === 'csv' || one === 'parquet');
    this.#total = records * (formats.length + (needsSurvey ? 1 : 0));
    if (needsSurvey) this.#survey = await this.#surveyed();
    const files: (WrittenFile & { readonly format: DatasetExportFormat })[] = [];
    for (const format of formats) {
      const written = await sink.write(`${spec.name}${EXPORT_ENDINGS[format]}`, this.#piecesOf(format));
      files.push({ ...written, format });
    }
    const readme = card === undefined || as === 'file' ? [] : [await this.#writeCard(sink, files)];
    if (this.#leftOut > 0) {
      this.#ctx.log(
        'warn',
        `${this.#leftOut} records have no prompt or no response and are not in the chat file.`,
      );
    }
    const name = as === 'file' ? (files[0]?.path ?? spec.name) : `${spec.name}${as === 'zip' ? '.zip' : ''}`;
    const all = [...files, ...readme].map(({ path, sizeBytes, sha256 }) => ({ path, sizeBytes, sha256 }));
    return { records, path: order.path ?? null, name, files: all };
  }

  async #surveyed(): Promise<Survey> {
    const survey = new Survey(this.#what.spec.schema);
    for await (const page of this.#pages()) for (const { text } of page) survey.add(JSON.parse(text));
    return survey;
  }

  #piecesOf(format: DatasetExportFormat): Pieces {
    const pages = this.#pages();
    const { spec, order } = this.#what;
    const columns = () => this.#survey?.columns().map(({ name }) => name) ?? [];
    switch (format) {
      case 'json':
        return jsonPieces(pages);
      case 'jsonl':
        return jsonlPieces(pages);
      case 'csv':
        return csvPieces(pages, columns());
      case 'chat-jsonl':
        return chatPieces(pages, order.chat ?? proposeTemplates(spec), (count) => {
          this.#leftOut += count;
        });
      case 'parquet': {
        const schema = this.#survey === undefined ? spec.schema : schemaForColumns(spec.schema, this.#survey);
        const { worker } = this.#deps;
        return parquetPieces({ worker, pages, schema, columns: columns(), draft: this.#draftPlace() });
      }
    }
  }

  /** Beside the file that is wanted: the person chose that place for it. */
  #draftPlace(): string {
    const { path } = this.#what.order;
    const folder = path === undefined ? tmpdir() : dirname(resolve(path));
    return join(folder, `.${this.#ctx.jobId}.parquet.partial`);
  }

  async *#pages(): TextPages {
    const { order, side } = this.#what;
    for await (const page of exportedPages(this.#deps.store.reader, side, order.filter)) {
      this.#ctx.signal.throwIfAborted();
      yield page;
      this.#passed += page.length;
      this.#ctx.progress(this.#passed, this.#total);
    }
  }

  async #writeCard(
    sink: ExportSink,
    files: readonly (WrittenFile & { readonly format: DatasetExportFormat })[],
  ): Promise<WrittenFile> {
    const { spec, side, version, order } = this.#what;
    const { store, clock } = this.#deps;
    const { reader } = store;
    const lineage = version?.lineage ?? {
      ...(await readLineage(reader, side.datasetId)),
      sources: await readSources(reader, side.datasetId),
    };
    const card = order.card ?? { license: 'other', languages: [], tags: [] };
    const survey = this.#survey ?? (await this.#surveyed());
    const text = await datasetCardText({
      spec,
      version,
      lineage,
      card,
      survey,
      files,
      exportedOn: clock.today(),
    });
    return sink.write('README.md', [Buffer.from(text)]);
  }
}
