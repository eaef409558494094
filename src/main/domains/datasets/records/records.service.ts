import type { Page } from '#shared/contracts/common.ts';
import type {
  CheckResumeInput,
  DatasetCheckInput,
  DatasetChecking,
  DatasetEdit,
  RecordCounts,
  RecordEditInput,
  RecordReviewInput,
} from '#shared/contracts/dataset-runs.ts';
import type { DatasetStats } from '#shared/contracts/dataset-stats.ts';
import type { MadeRecord } from '#shared/contracts/datasets-worker.ts';
import type { DatasetRecord, RecordListInput } from '#shared/contracts/datasets.ts';
import { isJobOver, type JobStatus } from '#shared/contracts/job-status.ts';
import { AppError } from '#shared/errors.ts';
import type { Writer } from '#main/db/store.ts';
import type { RunsDeps } from '../runs/run-parts.ts';
import type { RunRow } from '../runs/runs.store.ts';
import { CHECK_JOB, defineCheckJob } from './check.jobs.ts';
import { findChecking } from './checking.store.ts';
import {
  findEdit,
  insertEdit,
  listEdits,
  putBack,
  putReview,
  putValue,
  removeEdit,
} from './record-edits.store.ts';
import { createRecordsStore, type RecordBasis, type RecordsStore } from './records.store.ts';

type Edited = { readonly record: DatasetRecord; readonly edit: DatasetEdit };

const STATS_PAGE = 2_000;

/** Records: listed, looked at, corrected, accepted or rejected, checked and counted. */
export class RecordsService {
  readonly #deps: RunsDeps;
  readonly #reads: RecordsStore;
  readonly #stats = new Map<string, Promise<DatasetStats>>();
  readonly #forget: () => void;

  constructor(deps: RunsDeps) {
    this.#deps = deps;
    this.#reads = createRecordsStore(deps.store.reader);
    // The engine parses the input by the definition's own schema.
    deps.jobs.define([defineCheckJob(deps) as never]);
    this.#forget = deps.store.onCommit(({ changes }) => {
      for (const { topic, ids } of changes) {
        if (topic !== 'dataset_record' && topic !== 'dataset') continue;
        if (ids.length === 0) this.#stats.clear();
        for (const id of ids) this.#stats.delete(id);
      }
    });
  }

  list(input: RecordListInput): Promise<Page<DatasetRecord>> {
    return this.#reads.list(input);
  }

  async get(datasetId: string, number: number): Promise<DatasetRecord> {
    const record = await this.#reads.find(datasetId, number);
    if (record === undefined) throw noRecord(number);
    return record;
  }

  counts(datasetId: string): Promise<RecordCounts> {
    return this.#reads.counts(datasetId);
  }

  /** Counted by a thread of its own; whoever asks at the same time waits for the same count. */
  stats(datasetId: string): Promise<DatasetStats> {
    const known = this.#stats.get(datasetId);
    if (known !== undefined) return known;
    const counting = this.#count(datasetId);
    this.#stats.set(datasetId, counting);
    counting.catch(() => this.#stats.get(datasetId) === counting && this.#stats.delete(datasetId));
    return counting;
  }

  /** Refused with `invalid_input` where the schema does not allow it. */
  async edit({ datasetId, number, value }: RecordEditInput): Promise<Edited> {
    const { spec } = await this.#basis(datasetId);
    const made = await this.#checked(spec, number, value);
    const edit = await this.#write('datasets.recordEdit', async (tx) => {
      const kept = await this.keepFormer(tx, datasetId, [number], 'edit');
      putValue(tx, { datasetId, number }, made);
      return kept;
    });
    return { record: await this.get(datasetId, number), edit };
  }

  /** Those named, or all that match the filter. */
  async review({ datasetId, review, numbers, filter }: RecordReviewInput): Promise<DatasetEdit | null> {
    await this.#basis(datasetId);
    return this.#write('datasets.recordReview', async (tx) => {
      const before = await createRecordsStore(tx).reviewsOf({ ...filter, datasetId }, numbers);
      const changed = [...before].filter(([was]) => was !== review);
      const all = changed.flatMap(([, some]) => some);
      if (all.length === 0) return null;
      putReview(tx, datasetId, review, all);
      tell(tx, datasetId);
      const edit = { id: this.#deps.ids.next(), datasetId, what: 'review', records: all.length } as const;
      return insertEdit(tx, edit, { reviews: Object.fromEntries(changed) });
    });
  }

  edits(datasetId: string): Promise<readonly DatasetEdit[]> {
    return listEdits(this.#deps.store.reader, datasetId);
  }

  /** Puts back what was there before; answers how many records that were. */
  async undo(editId: string): Promise<{ readonly datasetId: string; readonly records: number }> {
    return this.#write('datasets.recordUndo', async (tx) => {
      const edit = await findEdit(tx, editId);
      if (edit === undefined) throw noEdit();
      const { datasetId, former } = edit;
      removeEdit(tx, editId);
      tell(tx, datasetId);
      if ('rows' in former) {
        putBack(tx, former.rows);
        return { datasetId, records: former.rows.length };
      }
      for (const [review, numbers] of Object.entries(former.reviews))
        putReview(tx, datasetId, review, numbers);
      return { datasetId, records: Object.values(former.reviews).flat().length };
    });
  }

  /** Holds every record against the checks again. */
  async check(input: DatasetCheckInput): Promise<{ readonly jobId: string }> {
    await this.#basis(input.datasetId);
    return this.#write('datasets.check', async (tx) => {
      if (await this.#deps.jobs.hasUnfinishedIn(tx, CHECK_JOB, input.datasetId)) throw checking();
      return { jobId: this.#enqueueIn(tx, input) };
    });
  }

  /** The check that is under way or has stopped, from wherever it was begun; null where the last one is over. */
  async checking(datasetId: string): Promise<DatasetChecking | null> {
    const found = await findChecking(this.#deps.store.reader, CHECK_JOB, datasetId);
    if (found === undefined) return null;
    const job = await this.#deps.jobs.get(found.jobId);
    const problem = isStanding(job.status) ? (job.error?.message ?? found.warning) : null;
    return { job, budget: found.input.budget ?? null, problem };
  }

  /** `budget` is the new cap of what its judges cost in all. */
  async resumeCheck({ datasetId, budget }: CheckResumeInput): Promise<void> {
    const { jobs, store } = this.#deps;
    const found = await findChecking(store.reader, CHECK_JOB, datasetId);
    const status = found && (await jobs.get(found.jobId)).status;
    if (found === undefined || status === undefined || !isStanding(status)) throw notStopped();
    if (budget !== undefined) {
      await this.#write('datasets.checkBudget', (tx) =>
        jobs.amendIn(tx, found.jobId, { ...found.input, budget }),
      );
    }
    if (status === 'paused') await jobs.resume(found.jobId);
    else await jobs.retry(found.jobId);
  }

  /** After a run: models judge what they have not judged yet, where the definition has judges. */
  async checkAfterRunIn(tx: Writer, { datasetId, spec }: Pick<RunRow, 'datasetId' | 'spec'>): Promise<void> {
    if (!spec.checks.some(({ kind }) => kind === 'judge')) return;
    // One that goes on or waits looks at these as well.
    if (await this.#deps.jobs.hasUnfinishedIn(tx, CHECK_JOB, datasetId)) return;
    this.#enqueueIn(tx, { datasetId, judges: 'missing' });
  }

  /** In the transaction that changes them. Throws `not_found` where one is not there. */
  async keepFormer(
    tx: Writer,
    datasetId: string,
    numbers: readonly number[],
    what: 'edit' | 'regenerate',
  ): Promise<DatasetEdit> {
    const rows = await createRecordsStore(tx).rows(datasetId, numbers);
    const known = new Set(rows.map(({ number }) => number));
    const missing = numbers.find((number) => !known.has(number));
    if (missing !== undefined) throw noRecord(missing);
    tell(tx, datasetId);
    return insertEdit(tx, { id: this.#deps.ids.next(), datasetId, what, records: rows.length }, { rows });
  }

  stop(): void {
    this.#forget();
  }

  #enqueueIn(tx: Writer, input: DatasetCheckInput): string {
    return this.#deps.jobs.enqueueIn(tx, {
      type: CHECK_JOB,
      title: 'type_dataset_check',
      input,
      uniqueKey: input.datasetId,
    });
  }

  async #count(datasetId: string): Promise<DatasetStats> {
    const { spec } = await this.#basis(datasetId);
    const duplicates = spec.duplicates?.by === 'words' ? spec.duplicates : null;
    const session = await this.#deps.worker.openStats({ facets: spec.facets, duplicates });
    try {
      for (let from = 0; ;) {
        const rows = await this.#reads.statsRows(datasetId, from, STATS_PAGE);
        if (rows.length > 0) await session.add(rows);
        const last = rows.at(-1);
        if (last === undefined || rows.length < STATS_PAGE) break;
        from = last.number + 1;
      }
      return await session.result();
    } finally {
      await session.close();
    }
  }

  async #checked(
    spec: RecordBasis['spec'],
    number: number,
    value: Readonly<Record<string, unknown>>,
  ): Promise<MadeRecord> {
    const plan = await this.#deps.worker.openPlan({ ...spec, columns: {}, locale: 'en', references: {} });
    try {
      const [outcome] = await plan.check([{ number, text: JSON.stringify(value) }]);
      if (outcome?.isMade === true) return outcome;
      throw new AppError(
        'invalid_input',
        `${outcome?.problem ?? 'The record could not be checked.'} Nothing was changed.`,
      );
    } finally {
      await plan.close();
    }
  }

  async #basis(datasetId: string): Promise<RecordBasis> {
    const basis = await this.#reads.basis(datasetId);
    if (basis !== undefined) return basis;
    throw new AppError('not_found', 'This dataset is not there any more. Nothing was changed.');
  }

  async #write<T>(command: string, work: (tx: Writer) => Promise<T>): Promise<T> {
    return (await this.#deps.store.write({ command }, work)).value;
  }
}

function tell(tx: Writer, datasetId: string): void {
  tx.touch('dataset_record', [datasetId]);
  tx.touch('dataset', [datasetId]);
}

function noRecord(number: number): AppError {
  return new AppError('not_found', `There is no record ${number + 1} in this dataset. Nothing was changed.`);
}

function noEdit(): AppError {
  return new AppError(
    'nothing_to_undo',
    'This change can no longer be taken back: it was already, or a hundred others came after it.',
  );
}

/** It waits for the person, whatever stopped it. */
function isStanding(status: JobStatus): boolean {
  return status === 'paused' || isJobOver(status);
}

function notStopped(): AppError {
  return new AppError('conflict', 'No check of this dataset waits to be taken up. Nothing was started.');
}

function checking(): AppError {
  return new AppError(
    'conflict',
    'A check of this dataset is under way or has stopped half way. Nothing was started; wait for it, take it up or cancel it.',
  );
}
