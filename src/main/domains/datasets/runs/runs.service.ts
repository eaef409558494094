import type { Page } from '#shared/contracts/common.ts';
import {
  runListInputSchema,
  type DatasetEdit,
  type DatasetRunDetail,
  type RunListInput,
  type RunRegenerateInput,
  type RunRetryInput,
  type RunStartInput,
} from '#shared/contracts/dataset-runs.ts';
import { MOST_RECORDS } from '#shared/contracts/dataset-defaults.ts';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { DatasetRun, DatasetRunProgress, DatasetWorkerStats } from '#shared/contracts/datasets.ts';
import { AppError } from '#shared/errors.ts';
import { recordSeed } from '#shared/kernel/record-random.ts';
import type { Writer } from '#main/db/store.ts';
import { createPromptPlan } from './record-prompt.ts';
import type { TurnDeps } from './run-parts.ts';
import type { RunTurn } from './run-work.ts';
import { insertSlices } from './slices.store.ts';
import { defineRunJob, RUN_JOB, type RunJobDeps } from './run.jobs.ts';
import {
  createRunsStore,
  insertRun,
  noteRun,
  putRunSpec,
  takeNumbers,
  unfinishedRunIn,
  type RunBasis,
  type RunRow,
  type RunsStore,
} from './runs.store.ts';

export type RunsServiceDeps = TurnDeps & {
  /** Keeps what the records say, so that it can be taken back. Throws `not_found` where one is not there. */
  readonly keepFormer: (tx: Writer, datasetId: string, numbers: readonly number[]) => Promise<DatasetEdit>;
  readonly afterRun: RunJobDeps['afterRun'];
  readonly mostRecords: () => Promise<number>;
};

type Wanted = Pick<RunRow, 'kind' | 'asked' | 'firstNumber' | 'numbers' | 'seed' | 'spec'> & {
  readonly slices?: number;
};

/** Runs: started, followed, paused, taken up again; failed records retried, single ones made anew. */
export class RunsService {
  readonly #deps: RunsServiceDeps;
  readonly #reads: RunsStore;
  readonly #turns = new Map<string, RunTurn>();

  constructor(deps: RunsServiceDeps) {
    this.#deps = deps;
    this.#reads = createRunsStore(deps.store.reader);
    // The engine parses the input by the definition's own schema.
    deps.jobs.define([defineRunJob({ ...deps, turns: this.#turns }) as never]);
  }

  /** Makes what is missing of the definition's count, or so many more. */
  async start({ datasetId, count, budget, slices }: RunStartInput): Promise<DatasetRunDetail> {
    const most = await this.#deps.mostRecords();
    return this.#begin('datasets.runStart', datasetId, (tx, { spec, nextNumber }) => {
      const asked = count ?? spec.records - nextNumber;
      if (asked <= 0) throw nothingMissing(spec.records);
      if (nextNumber + asked > most) throw tooMany(most, nextNumber);
      takeNumbers(tx, datasetId, asked);
      const run = {
        kind: 'generate',
        asked,
        firstNumber: nextNumber,
        numbers: null,
        seed: spec.seed,
        slices,
      } as const;
      return { ...run, spec: withBudget(spec, budget) };
    });
  }

  /** The failed records alone, asked for anew. */
  retry({ datasetId, budget }: RunRetryInput): Promise<DatasetRunDetail> {
    return this.#begin('datasets.runRetry', datasetId, async (tx, { spec }) => {
      const numbers = await createRunsStore(tx).failedNumbers(datasetId);
      if (numbers.length === 0) throw nothingFailed();
      return { kind: 'retry', ...again(numbers, spec, tx.nowMs), spec: withBudget(spec, budget) };
    });
  }

  /** Single records anew. What they said is kept for `datasets.records.undo`. */
  async regenerate({
    datasetId,
    numbers: wanted,
  }: RunRegenerateInput): Promise<{ readonly run: DatasetRunDetail; readonly edit: DatasetEdit }> {
    const numbers = [...new Set(wanted)].toSorted((left, right) => left - right);
    let edit: DatasetEdit | undefined;
    const run = await this.#begin('datasets.regenerate', datasetId, async (tx, { spec }) => {
      edit = await this.#deps.keepFormer(tx, datasetId, numbers);
      return { kind: 'regenerate', ...again(numbers, spec, tx.nowMs), spec };
    });
    if (edit === undefined) throw new AppError('internal', 'The former records were not kept.');
    return { run, edit };
  }

  list(input: Partial<RunListInput> = {}): Promise<Page<DatasetRun>> {
    return this.#reads.list(runListInputSchema.parse(input));
  }

  async get(runId: string): Promise<DatasetRunDetail> {
    const run = await this.#reads.find(runId);
    if (run === undefined) throw new AppError('not_found', 'This run is not there any more.');
    return run;
  }

  progress(runId: string): DatasetRunProgress | null {
    return this.#turns.get(runId)?.live.progress() ?? null;
  }

  workers(runId: string): Promise<readonly DatasetWorkerStats[]> {
    return this.#reads.workers(runId);
  }

  async pause(runId: string): Promise<DatasetRunDetail> {
    await this.#deps.jobs.pause((await this.get(runId)).jobId);
    return this.get(runId);
  }

  /** Takes up what was paused, failed or cancelled, at the first record that is missing; `budget` is its new cap. */
  async resume(runId: string, budget?: number | null): Promise<DatasetRunDetail> {
    const { jobId, status } = await this.get(runId);
    const { jobs, store } = this.#deps;
    if (budget !== undefined) {
      const row = await this.#reads.row(runId);
      if (row !== undefined) {
        await store.write({ command: 'datasets.runBudget' }, (tx) =>
          putRunSpec(tx, row, withBudget(row.spec, budget)),
        );
      }
    }
    if (status === 'paused') await jobs.resume(jobId);
    else await jobs.retry(jobId);
    return this.get(runId);
  }

  /** What is made stays. */
  async cancel(runId: string): Promise<DatasetRunDetail> {
    const run = await this.get(runId);
    const { jobs, store, clock } = this.#deps;
    await jobs.cancel(run.jobId);
    await store.write({ command: 'datasets.runCancel' }, (tx) =>
      noteRun(tx, run, { finishedAt: clock.nowMs() }),
    );
    return this.get(runId);
  }

  /** Ends what is left of paused runs; jobs have stopped before. */
  async stop(): Promise<void> {
    const turns = [...this.#turns.values()];
    for (const turn of turns) turn.stop('closing');
    await Promise.allSettled(turns.map(({ done }) => done));
  }

  async #begin(
    command: string,
    datasetId: string,
    want: (tx: Writer, basis: RunBasis) => Promise<Wanted> | Wanted,
  ): Promise<DatasetRunDetail> {
    const { store, ids, jobs } = this.#deps;
    const { value } = await store.write({ command }, async (tx) => {
      const basis = await createRunsStore(tx).basis(datasetId);
      if (basis === undefined) throw noDataset();
      if ((await unfinishedRunIn(tx, datasetId)) !== undefined) throw underWay();
      const wanted = await want(tx, basis);
      const id = ids.next();
      const jobId = jobs.enqueueIn(tx, {
        type: RUN_JOB,
        title: 'type_dataset_run',
        input: { runId: id },
        uniqueKey: datasetId,
      });
      insertRun(tx, { id, datasetId, jobId, ...wanted, ...generatorFacts(wanted.spec) });
      if (wanted.slices !== undefined) insertSlices(tx, id, wanted.asked, wanted.slices);
      return id;
    });
    return this.get(value);
  }
}

function again(numbers: readonly number[], spec: DatasetSpec, nowMs: number) {
  // Another seed, or the same would come again.
  const seed = recordSeed(spec.seed, nowMs % 0x7fffffff, 'again');
  return { asked: numbers.length, firstNumber: numbers[0] ?? 0, numbers, seed };
}

function generatorFacts(spec: DatasetSpec): Pick<RunRow, 'generator' | 'promptHash'> {
  const { generator } = spec;
  if (generator.kind === 'builtin') return { generator: 'builtin', promptHash: null };
  return {
    generator: generator.profile ?? generator.model ?? 'chain',
    promptHash: createPromptPlan(spec).hash,
  };
}

function withBudget(spec: DatasetSpec, budget: number | null | undefined): DatasetSpec {
  if (budget === undefined || spec.generator.kind !== 'model') return spec;
  return { ...spec, generator: { ...spec.generator, budget } };
}

function noDataset(): AppError {
  return new AppError('not_found', 'This dataset is not there any more. Nothing was started.');
}

function underWay(): AppError {
  return new AppError(
    'conflict',
    'A run of this dataset is under way or paused. Nothing was started; wait for it, resume it or cancel it first.',
  );
}

function nothingMissing(records: number): AppError {
  return new AppError(
    'invalid_input',
    `All ${records} records of the definition were asked for already. Say how many more are wanted.`,
  );
}

function tooMany(most: number, known: number): AppError {
  const next = most < MOST_RECORDS ? 'ask for fewer, or raise it in Settings, Models' : 'ask for fewer';
  return new AppError(
    'invalid_input',
    `A dataset has ${most} records at most, and ${known} of this one are taken. Nothing was started; ${next}.`,
  );
}

function nothingFailed(): AppError {
  return new AppError('invalid_input', 'No record of this dataset failed, so there is nothing to retry.');
}
