import { createHash } from 'node:crypto';
import {
  datasetImportInputSchema,
  datasetInspectInputSchema,
  traceCollectInputSchema,
  tracePreviewInputSchema,
  type DatasetImportInput,
  type DatasetImportStarted,
  type DatasetImportUndone,
  type DatasetInspectInput,
  type DatasetInspection,
  type ImportTarget,
  type TraceCollectInput,
  type TracePreview,
  type TracePreviewInput,
} from '#shared/contracts/dataset-exchange.ts';
import { datasetSpecSchema, type DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { DatasetValue } from '#shared/contracts/datasets.ts';
import { isJobOver } from '#shared/contracts/job-status.ts';
import type { ImportSource } from '#shared/contracts/imports.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import { createRunsStore, insertRun, unfinishedRunIn } from '../runs/runs.store.ts';
import { checkSpec } from '../spec/check-spec.ts';
import {
  DATASET_COLLECT_JOB,
  DATASET_IMPORT_JOB,
  defineDatasetCollectJob,
  defineDatasetImportJob,
  LOOKED_AT,
  type CollectOrder,
  type ImportJobDeps,
  type ImportOrder,
} from './import.jobs.ts';
import { judgesOf, openChecking, recordsOfRows, type IncomingRow } from './import-rows.ts';
import { findRunOfJob, isAllOfDataset, removeUntouched } from './incoming.store.ts';
import { columnsOf, proposeMapping, readingFor, recordOfRow, schemaOfRecords } from './row-records.ts';
import { openRows, readRow, type ReadRow, type RowSource } from './source-rows.ts';
import { countLeftOut, traceRows, type TraceChoice } from './trace-rows.store.ts';

export type DatasetImportsDeps = ImportJobDeps & {
  readonly ids: IdSource;
  readonly jobs: Jobs;
  readonly specOf: (reader: Reader, datasetId: string) => Promise<DatasetSpec | undefined>;
  readonly createIn: (
    tx: Writer,
    spec: DatasetSpec,
    options: { readonly isPrivate?: boolean },
  ) => Promise<string>;
  readonly throwAway: (tx: Writer, datasetId: string) => void;
  readonly sealUpload: (uploadId: string) => Promise<void>;
};

const SHOWN = 20;
const MOST_PROBLEMS = 100;
const TRACES = 'traces of this workspace';

type NewRun = {
  readonly into: ImportTarget;
  readonly kind: 'import' | 'collect';
  /** Where the records come from. */
  readonly source: string;
  readonly schema: JsonSchema | null;
  readonly isPrivate?: boolean;
  readonly job: (runId: string) => { readonly type: string; readonly input: ImportOrder | CollectOrder };
};

/** Records that are there already: from files of others, and from what the app itself has asked and was told. */
export class DatasetImportsService {
  readonly #deps: DatasetImportsDeps;

  constructor(deps: DatasetImportsDeps) {
    this.#deps = deps;
    // The engine parses the input by the definition's own schema.
    deps.jobs.define([defineDatasetImportJob(deps) as never, defineDatasetCollectJob(deps) as never]);
  }

  /** What a file would bring in, looked at without keeping anything. */
  async inspect(input: DatasetInspectInput): Promise<DatasetInspection> {
    const { source, format, datasetId, mapping: given } = datasetInspectInputSchema.parse(input);
    await this.#seal(source);
    const target = datasetId === undefined ? null : await this.#specOf(datasetId);
    await using rows = await openRows(this.#deps, source, format);
    const { looked, isAll } = await firstRows(rows);
    const columns = columnsOf(looked);
    const mapping = { ...proposeMapping(columns, target?.schema ?? null), ...given };
    const reading = readingFor(looked, { mapping, schema: target?.schema ?? null });
    const values = looked.flatMap((row) => (row.kind === 'unreadable' ? [] : [recordOfRow(row, reading)]));
    const incoming = looked.map((row): IncomingRow =>
      row.kind === 'unreadable'
        ? { place: row.place, text: null, problem: row.problem }
        : { place: row.place, text: JSON.stringify(recordOfRow(row, reading)) },
    );
    const schema = target?.schema ?? schemaOfRecords(values, isAll);
    const { name, sizeBytes } = rows;
    return {
      name,
      format: rows.format,
      sizeBytes,
      looked: looked.length,
      records: rows.records ?? (isAll ? looked.length : null),
      columns,
      mapping,
      sample: values.slice(0, SHOWN),
      schema,
      problems: await this.#problemsOf(incoming, { schema, checks: target?.checks ?? [], seed: 1 }),
      judges: judgesOf(target?.checks ?? []),
    };
  }

  async start(input: DatasetImportInput): Promise<DatasetImportStarted> {
    const { into, mapping, source, format } = datasetImportInputSchema.parse(input);
    await this.#seal(source);
    await using rows = await openRows(this.#deps, source, format);
    const schema = await this.#schemaFor(into, rows, mapping);
    const { sizeBytes, modifiedAt } = rows;
    return this.#begin({
      into,
      schema,
      kind: 'import',
      source: rows.name,
      job: (runId) => ({
        type: DATASET_IMPORT_JOB,
        input: { runId, source, format: rows.format, mapping, state: { sizeBytes, modifiedAt } },
      }),
    });
  }

  /** Takes back what an import or a collection brought in. */
  async undo(jobId: string): Promise<DatasetImportUndone> {
    const { store, jobs, throwAway } = this.#deps;
    const { value } = await store.write({ command: 'datasets.importUndo' }, async (tx) => {
      const run = await findRunOfJob(tx, jobId);
      if (run === undefined || (run.kind !== 'import' && run.kind !== 'collect')) {
        throw new AppError('nothing_to_undo', 'This import is not there any more. Nothing was changed.');
      }
      const job = await jobs.get(jobId).catch(() => undefined);
      if (job !== undefined && !isJobOver(job.status)) {
        throw new AppError(
          'conflict',
          'The import is still under way. Cancel it first, or wait until it is done.',
        );
      }
      const { datasetId } = run;
      const isWhole = await isAllOfDataset(tx, run);
      // A new dataset goes to the trash whole, and comes back from there with all that it had.
      if (isWhole) throwAway(tx, datasetId);
      const counts = isWhole ? { removed: run.made + run.failed, kept: 0 } : await removeUntouched(tx, run);
      return { datasetId, ...counts, isDatasetRemoved: isWhole };
    });
    return value;
  }

  /** What collecting would take, for the person to agree to. */
  async traces(input: TracePreviewInput): Promise<TracePreview> {
    const choice = tracePreviewInputSchema.parse(input);
    const { reader } = this.#deps.store;
    const [{ lastRow: _, ...seen }, left] = await Promise.all([
      lookAt(reader, choice),
      countLeftOut(reader, choice),
    ]);
    return { ...seen, ...left };
  }

  /** Refused with `conflict` where the traces are no longer those that were shown. */
  async collect(input: TraceCollectInput): Promise<DatasetImportStarted> {
    const { into, fingerprint, ...choice } = traceCollectInputSchema.parse(input);
    const seen = await lookAt(this.#deps.store.reader, choice);
    if (seen.fingerprint !== fingerprint) {
      throw new AppError(
        'conflict',
        'The traces are not the same any more as those that were shown. Nothing was collected; look at them again.',
      );
    }
    if (seen.calls === 0) throw new AppError('conflict', 'There is nothing to collect. Nothing was changed.');
    return this.#begin({
      into,
      schema: TRACE_SCHEMA,
      kind: 'collect',
      source: TRACES,
      isPrivate: choice.withPrivate,
      job: (runId) => ({
        type: DATASET_COLLECT_JOB,
        // Calls that end from now on were not shown.
        input: { ...choice, upToRow: seen.lastRow, runId },
      }),
    });
  }

  async #begin({
    into,
    kind,
    source,
    schema,
    isPrivate = false,
    job,
  }: NewRun): Promise<DatasetImportStarted> {
    const { store, ids, jobs, createIn } = this.#deps;
    const { value } = await store.write({ command: `datasets.${kind}` }, async (tx) => {
      const datasetId =
        'datasetId' in into ? into.datasetId : await createIn(tx, newSpec(into, schema), { isPrivate });
      const basis = await createRunsStore(tx).basis(datasetId);
      if (basis === undefined) throw noDataset();
      if (isPrivate && !basis.isPrivate) {
        throw new AppError(
          'invalid_input',
          'Calls that may be private are collected into a dataset of their own, which stays private. Nothing was collected.',
        );
      }
      if ((await unfinishedRunIn(tx, datasetId)) !== undefined) throw underWay();
      const runId = ids.next();
      const jobId = jobs.enqueueIn(tx, { ...job(runId), title: source, uniqueKey: datasetId });
      const { spec, nextNumber: firstNumber } = basis;
      const made = { spec, firstNumber, asked: 0, numbers: null, seed: spec.seed, promptHash: null };
      insertRun(tx, { id: runId, datasetId, jobId, kind, generator: source, ...made });
      return { jobId, datasetId, runId };
    });
    return value;
  }

  async #schemaFor(
    into: ImportTarget,
    rows: RowSource,
    mapping: DatasetInspection['mapping'],
  ): Promise<JsonSchema | null> {
    if ('datasetId' in into) return (await this.#specOf(into.datasetId)).schema;
    if (into.schema !== undefined) return into.schema;
    const { looked, isAll } = await firstRows(rows);
    const reading = readingFor(looked, { mapping, schema: null });
    const values = looked.flatMap((row) => (row.kind === 'unreadable' ? [] : [recordOfRow(row, reading)]));
    return schemaOfRecords(values, isAll);
  }

  async #problemsOf(
    rows: readonly IncomingRow[],
    spec: Pick<DatasetSpec, 'schema' | 'checks' | 'seed'>,
  ): Promise<DatasetInspection['problems']> {
    const plan = await openChecking(this.#deps.worker, spec);
    try {
      const records = await recordsOfRows(plan, rows);
      const problems = records.flatMap(({ place, trouble }) =>
        trouble === null ? [] : [{ row: place, message: trouble }],
      );
      return problems.slice(0, MOST_PROBLEMS);
    } finally {
      await plan.close();
    }
  }

  async #specOf(datasetId: string): Promise<DatasetSpec> {
    const spec = await this.#deps.specOf(this.#deps.store.reader, datasetId);
    if (spec === undefined) throw noDataset();
    return spec;
  }

  /** The first look at an upload closes it: what is looked at is then what is brought in. */
  async #seal(source: ImportSource): Promise<void> {
    if ('uploadId' in source) await this.#deps.sealUpload(source.uploadId);
  }
}

async function firstRows(
  source: RowSource,
): Promise<{ readonly looked: readonly ReadRow[]; readonly isAll: boolean }> {
  const looked: ReadRow[] = [];
  for await (const rows of source.rows()) {
    const room = LOOKED_AT - looked.length;
    looked.push(...rows.slice(0, room).map(readRow));
    if (rows.length > room) return { looked, isAll: false };
  }
  return { looked, isAll: true };
}

/** The definition of a dataset that is nothing but what comes in; its count follows when that is known. */
function newSpec(into: Exclude<ImportTarget, { datasetId: string }>, schema: JsonSchema | null): DatasetSpec {
  const { name, title = name } = into;
  const spec = datasetSpecSchema.parse({ name, title, records: 1, schema: schema ?? { type: 'object' } });
  const problem = checkSpec(spec).find(({ isWarning }) => !isWarning);
  if (problem === undefined) return spec;
  throw new AppError('invalid_input', `${problem.path}: ${problem.message} Nothing was brought in.`);
}

const TEXT = { type: 'string' } as const;
const TRACE_SCHEMA: JsonSchema = {
  type: 'object',
  properties: { feature: TEXT, model: TEXT, system: TEXT, prompt: TEXT, response: TEXT },
  required: ['feature', 'model', 'system', 'prompt', 'response'],
  additionalProperties: false,
};

async function lookAt(reader: Reader, choice: TraceChoice) {
  const hash = createHash('sha256');
  const features = new Map<string, { calls: number; chars: number }>();
  const sample: DatasetValue[] = [];
  let calls = 0;
  let lastRow = 0;
  for await (const { id, row, value } of traceRows(reader, choice)) {
    const text = JSON.stringify(value);
    hash.update(`${id}\n${text}\n`);
    const feature = String(value['feature']);
    const tally = features.get(feature) ?? { calls: 0, chars: 0 };
    features.set(feature, { calls: tally.calls + 1, chars: tally.chars + text.length });
    if (sample.length < 5) sample.push(value);
    calls += 1;
    lastRow = row;
  }
  return {
    features: [...features].map(([feature, tally]) => ({ feature, ...tally })),
    calls,
    sample,
    fingerprint: hash.digest('hex'),
    lastRow,
  };
}

function noDataset(): AppError {
  return new AppError('not_found', 'This dataset is not there any more. Nothing was brought in.');
}

function underWay(): AppError {
  return new AppError(
    'conflict',
    'A run of this dataset is under way or paused. Nothing was brought in; wait for it, resume it or cancel it first.',
  );
}
