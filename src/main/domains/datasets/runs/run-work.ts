import { isAppError } from '#shared/errors.ts';
import type { Embeddings } from '#main/engine/embeddings/index.ts';
import { createTurnstile } from '#main/engine/models/turnstile.ts';
import type { JobContext } from '#main/engine/jobs/index.ts';
import type { RecordPlan } from '#shared/contracts/datasets-worker.ts';
import type { PlanSession } from '../worker/worker-types.ts';
import { Batched } from './batched.ts';
import { runBuiltIn } from './builtin-run.ts';
import { LiveRun } from './live-run.ts';
import { RecordIndex } from './record-index.ts';
import { RecordMaker } from './record-maker.ts';
import { recordPlanOf } from './record-plan.ts';
import { createPromptPlan, needsModel } from './record-prompt.ts';
import { recordVectors } from './record-vectors.store.ts';
import { RecordWriter } from './record-writer.ts';
import { RunAsking } from './run-asking.ts';
import { RunHalt } from './run-halt.ts';
import { createSeats, RunLanes } from './run-lanes.ts';
import { missingNumbers, numbersInOrder } from './run-numbers.ts';
import { RunPace } from './run-pace.ts';
import type { ModelGenerator, TurnDeps } from './run-parts.ts';
import { countRecords, putRecords, readParentValues, readTexts } from './run-records.store.ts';
import { createRunsStore, type RunRow } from './runs.store.ts';
import { SlicedTurn } from './sliced-turn.ts';
import { finishSlices, freeSlices, lendSlice, noteWorkers, readSlices } from './slices.store.ts';

/** Monotonic, whatever the clock of the wall does. */
export const monotonicMs = (): number => performance.now();

/** How long nobody may answer before a run pauses. */
export const PATIENCE_MS = 20_000;
/** How long calls that are under way may still take: they are paid for. */
const GRACE_MS = { pause: 60_000, closing: 3_000, cancel: 300 } as const;

export type RunStop = keyof typeof GRACE_MS;

/** One turn of a run under way. */
export type RunTurn = {
  readonly live: LiveRun;
  /** Resolves when nothing of it goes on any more. Throws what ended it. */
  readonly done: Promise<void>;
  stop(why: RunStop): void;
};

type Turn = {
  readonly deps: TurnDeps;
  readonly run: RunRow;
  readonly isPrivate: boolean;
  readonly live: LiveRun;
  readonly writer: RecordWriter;
  /** Where other processes work on it too. */
  readonly sliced: SlicedTurn | null;
  readonly missing: readonly number[];
  /** Ended when nothing more is to begin. */
  readonly stopped: AbortController;
  lanes: RunLanes | null;
};

/** Begins to make what is missing of a run. */
export async function beginTurn(
  deps: TurnDeps,
  ctx: Pick<JobContext, 'progress' | 'step'>,
  { run, isPrivate }: { readonly run: RunRow; readonly isPrivate: boolean },
): Promise<RunTurn> {
  const { store } = deps;
  const done = await createRunsStore(store.reader).doneNumbers(run);
  const live = new LiveRun(run, monotonicMs);
  const writer = new RecordWriter({
    store,
    run,
    live,
    writes: { putRecords, countRecords },
    nowMs: monotonicMs,
    onWritten: wentOn(ctx, live, run),
  });
  const missing = missingNumbers(run, done);
  const turn: Turn = {
    deps,
    run,
    isPrivate,
    live,
    writer,
    sliced: await slicedTurnOf(deps, { run, missing, writer, live }),
    missing,
    stopped: new AbortController(),
    lanes: null,
  };
  return {
    live,
    done: makeMissing(turn),
    stop(why) {
      turn.stopped.abort();
      turn.sliced?.stop(GRACE_MS[why]);
      turn.lanes?.stop(GRACE_MS[why]);
    },
  };
}

async function slicedTurnOf(
  deps: TurnDeps,
  parts: Pick<Turn, 'run' | 'missing' | 'writer' | 'live'>,
): Promise<SlicedTurn | null> {
  const slices = await readSlices(deps.store.reader, parts.run.id);
  if (slices.length === 0 || parts.missing.length === 0) return null;
  const writes = { lendSlice, freeSlices, finishSlices, noteWorkers };
  return new SlicedTurn({ ...deps, ...parts, slices, writes, nowMs: monotonicMs });
}

/**
 * A job that brings the process down again and again with nothing finished between is set aside; what a run finishes is
 * in no step, so the first records of each turn leave one.
 */
function wentOn(ctx: Pick<JobContext, 'progress' | 'step'>, live: LiveRun, run: RunRow): () => void {
  let isTold = false;
  return () => {
    ctx.progress(live.doneCount, run.asked);
    if (isTold) return;
    isTold = true;
    // A turn that was lost meanwhile shows where its records are written.
    ctx.step(`reached:${live.doneCount}`, async () => null).catch(() => undefined);
  };
}

async function makeMissing(turn: Turn): Promise<void> {
  if (turn.missing.length === 0) return;
  try {
    await makeBy(turn);
  } finally {
    await turn.sliced?.board.close();
  }
}

async function makeBy(turn: Turn): Promise<void> {
  const { deps, run, writer } = turn;
  const recordPlan = await recordPlanOf(run.spec, run.seed, (parent) =>
    readParentValues(deps.store.reader, parent),
  );
  const plan = await deps.worker.openPlan(recordPlan);
  try {
    const index = await openIndex(turn, deps.embeddings);
    try {
      const made = { plan, recordPlan, index };
      const isModel = run.spec.generator.kind === 'model' && needsModel(run.spec);
      if (isModel) await withModel(turn, made);
      else await withoutModel(turn, made);
    } finally {
      await writer.settled();
      await index?.close();
    }
  } finally {
    await plan.close();
  }
}

function openIndex({ deps, run, isPrivate, stopped }: Turn, embeddings: Embeddings) {
  const again = new Set(run.numbers);
  return RecordIndex.open({
    worker: deps.worker,
    embeddings,
    spec: run.spec,
    isPrivate,
    vectors: recordVectors(deps.store, run.datasetId),
    readTexts: (from, limit) => readTexts(deps.store.reader, run.datasetId, from, limit),
    isLeftOut: (number) => again.has(number),
    signal: stopped.signal,
  });
}

/** What records are made by, for as long as the turn lasts. */
type Made = {
  readonly plan: PlanSession;
  readonly recordPlan: RecordPlan;
  readonly index: RecordIndex | null;
};

async function withoutModel(turn: Turn, { plan, recordPlan, index }: Made): Promise<void> {
  const { run, writer, sliced, missing, stopped } = turn;
  const { signal } = stopped;
  const make = (numbers: readonly number[]) =>
    runBuiltIn({
      spec: run.spec,
      plan,
      index,
      writer: sliced ?? writer,
      missing: numbers,
      signal,
      nowMs: monotonicMs,
    });
  try {
    if (sliced === null) return await make(missing);
    const work = async () => {
      for await (const numbers of sliced.chunks()) await make(numbers);
    };
    await sliced.run({ recordPlan, index, model: null, work });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function withModel(turn: Turn, { plan, recordPlan, index }: Made): Promise<void> {
  const { run, live, writer, sliced, missing, stopped } = turn;
  const { generator } = run.spec;
  if (generator.kind !== 'model') return;
  const { concurrency } = generator;
  const seats = createSeats(createTurnstile(), concurrency);
  const prompt = createPromptPlan(run.spec);
  const asking = await askingOf(turn, generator);
  const maker = new RecordMaker({
    spec: run.spec,
    seed: run.seed,
    prompt,
    asking,
    seats,
    finishing: new Batched((records) => plan.finish(records)),
    index,
    writer,
    onAttempt: (number, attempt) => live.begin(number, attempt),
    worker: 'main',
    nowMs: monotonicMs,
  });
  const work = async () => {
    const numbers = sliced?.numbers ?? numbersInOrder(missing);
    turn.lanes = new RunLanes({ maker, numbers, writer: sliced ?? writer, live, seats, concurrency });
    if (!stopped.signal.aborted) await turn.lanes.run();
  };
  if (sliced === null) return work();
  const stop = (graceMs: number) => turn.lanes?.stop(graceMs);
  await sliced.run({ recordPlan, index, model: { asking, seats, prompt, stop }, work });
}

async function askingOf({ deps, run, isPrivate, live }: Turn, generator: ModelGenerator): Promise<RunAsking> {
  const pace = new RunPace({ nowMs: monotonicMs, patienceMs: PATIENCE_MS });
  live.note = () => pace.note();
  const { budget, temperature, maxOutputTokens } = generator;
  return new RunAsking({
    models: deps.models,
    pace,
    request: {
      feature: 'datasets',
      principal: 'user',
      runId: run.id,
      model: await modelOf(deps, generator),
      reach: isPrivate ? 'local' : 'any',
      cache: 'off',
      temperature,
      maxOutputTokens,
      ...(budget !== null && { maxCostMicros: { run: Math.round(budget * 1_000_000) } }),
    },
  });
}

/** What is not set up now may be when the run is resumed. */
async function modelOf(deps: TurnDeps, generator: ModelGenerator): Promise<string | undefined> {
  try {
    return await deps.modelOf(generator);
  } catch (error) {
    if (isAppError(error) && error.code === 'no_model') throw new RunHalt(error.message);
    throw error;
  }
}
