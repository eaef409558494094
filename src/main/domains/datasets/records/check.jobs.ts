import type { z } from 'zod';
import { datasetCheckInputSchema, type DatasetCheckInput } from '#shared/contracts/dataset-runs.ts';
import { checkName } from '#shared/kernel/check-name.ts';
import type { RecordIssue } from '#shared/contracts/datasets.ts';
import { defineJob, type JobContext, type JobDefinition } from '#main/engine/jobs/index.ts';
import { Batched } from '../runs/batched.ts';
import { gracedSignal } from '../runs/graced-signal.ts';
import { pauseWithin } from '../runs/pause-within.ts';
import { twinIssue } from '../runs/record-maker.ts';
import { RunAsking } from '../runs/run-asking.ts';
import { RunHalt } from '../runs/run-halt.ts';
import { RunPace } from '../runs/run-pace.ts';
import type { RunsDeps } from '../runs/run-parts.ts';
import { readTexts } from '../runs/run-records.store.ts';
import { monotonicMs, PATIENCE_MS } from '../runs/run-work.ts';
import type { PlanSession } from '../worker/worker-types.ts';
import { judgeRecord, type JudgeCheck } from './judge.ts';
import { putChecked, type CheckedRecord } from './record-edits.store.ts';
import { createRecordsStore, type RecordBasis, type RecordRow } from './records.store.ts';

export const CHECK_JOB = 'dataset_check';

/** Rows that are held against the free checks in one message. */
const PAGE = 250;
const JUDGED_AT_ONCE = 8;

type Checking = {
  readonly deps: RunsDeps;
  readonly ctx: JobContext;
  /** Ends after `ctx.signal`: judges that are asked already are paid for. */
  readonly calls: AbortSignal;
  readonly input: DatasetCheckInput;
  readonly basis: RecordBasis;
  readonly plan: PlanSession;
  readonly twins: ReadonlyMap<number, readonly RecordIssue[]>;
  readonly judges: readonly JudgeCheck[];
  readonly askings: ReadonlyMap<string, RunAsking>;
  readonly writing: Batched<CheckedRecord, null>;
};

/** Holds every record against the checks. A record that this job has checked says so: no judge is asked twice. */
export function defineCheckJob(deps: RunsDeps): JobDefinition<z.infer<typeof datasetCheckInputSchema>> {
  return defineJob({
    type: CHECK_JOB,
    input: datasetCheckInputSchema,
    concurrency: 2,
    async run(ctx, input) {
      try {
        return await checkAll(deps, ctx, input);
      } catch (error) {
        if (error instanceof RunHalt) return pauseWithin(deps, ctx, error.message);
        throw error;
      }
    },
  });
}

async function checkAll(deps: RunsDeps, ctx: JobContext, input: DatasetCheckInput): Promise<unknown> {
  const { store, worker } = deps;
  const reads = createRecordsStore(store.reader);
  const basis = await reads.basis(input.datasetId);
  if (basis === undefined) return { checked: 0 };
  const { spec } = basis;
  // Columns stay as they are: nothing is made anew.
  const plan = await worker.openPlan({ ...spec, columns: {}, locale: 'en', references: {} });
  try {
    const judges = spec.checks.filter((check) => check.kind === 'judge');
    const checking: Checking = {
      deps,
      ctx,
      calls: gracedSignal(ctx.signal),
      input,
      basis,
      plan,
      judges,
      twins: await twinsOf(deps, basis, ctx.signal),
      askings: await askingsOf({ deps, ctx, input, basis, judges }),
      writing: new Batched(async (records) => {
        await store.write({ command: 'datasets.check', principal: 'job' }, (tx) =>
          putChecked(tx, basis.id, ctx.jobId, records),
        );
        return records.map(() => null);
      }),
    };
    const checked = await checkPages(checking);
    await store.write({ command: 'datasets.check', principal: 'job' }, (tx) => {
      tx.touch('dataset_record', [basis.id]);
      tx.touch('dataset', [basis.id]);
    });
    return { checked };
  } finally {
    await plan.close();
  }
}

async function checkPages(checking: Checking): Promise<number> {
  const { deps, ctx, basis } = checking;
  const reads = createRecordsStore(deps.store.reader);
  const { made } = await reads.counts(basis.id);
  const before = made - (await reads.countUnchecked(basis.id, ctx.jobId));
  ctx.progress(before, made);
  let done = 0;
  const onChecked = () => {
    done += 1;
    ctx.progress(before + done, made);
  };
  for (let from = 0; ;) {
    ctx.signal.throwIfAborted();
    const rows = await reads.unchecked(basis.id, ctx.jobId, from, PAGE);
    const last = rows.at(-1);
    if (last === undefined) return done;
    await checkPage(checking, rows, onChecked);
    // What is finished is in no step: without one, a few crashes far apart would look like one that comes each time.
    if (from === 0) await ctx.step(`checked:${last.number}`, async () => null);
    from = last.number + 1;
  }
}

async function checkPage(
  checking: Checking,
  rows: readonly RecordRow[],
  onChecked: () => void,
): Promise<void> {
  const { plan, ctx, twins, writing } = checking;
  const raw = rows.map(({ number, value }) => ({ number, text: value ?? '{}' }));
  const outcomes = await plan.check(raw, ctx.signal);
  const free = new Map(
    outcomes.map((one) => [
      one.number,
      one.isMade ? one.issues : [{ check: 'schema', message: one.problem }],
    ]),
  );
  const lanes = checking.askings.size === 0 ? PAGE : JUDGED_AT_ONCE;
  await inLanes(rows, { lanes, signal: ctx.signal }, async (row, stopped) => {
    const issues = [...(free.get(row.number) ?? []), ...(twins.get(row.number) ?? [])];
    const calls = AbortSignal.any([checking.calls, stopped]);
    const judged = await judgementsOf({ ...checking, calls }, row);
    await writing.ask({
      number: row.number,
      hash: row.hash,
      issues: [...issues, ...judged.issues],
      scores: judged.scores,
    });
    onChecked();
  });
}

/** Once one has failed nothing more is begun, and nobody goes on alone: what is under way ends before this throws. */
async function inLanes(
  rows: readonly RecordRow[],
  { lanes, signal }: { readonly lanes: number; readonly signal: AbortSignal },
  work: (row: RecordRow, stopped: AbortSignal) => Promise<void>,
): Promise<void> {
  const left = [...rows];
  const failed = new AbortController();
  const stopped = gracedSignal(failed.signal);
  const lane = async () => {
    for (let row = left.shift(); row !== undefined && !signal.aborted; row = left.shift()) {
      if (failed.signal.aborted) return;
      await work(row, stopped).catch((error: unknown) => failed.abort(error));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  signal.throwIfAborted();
  failed.signal.throwIfAborted();
}

/** Scores and findings of the judges: those that are kept, and those that are asked for now. */
async function judgementsOf(
  { judges, askings, input, basis, calls }: Checking,
  row: RecordRow,
): Promise<{ readonly scores: Record<string, number>; readonly issues: readonly RecordIssue[] }> {
  const scores: Record<string, number> = {};
  const issues: RecordIssue[] = [];
  for (const judge of judges) {
    const known = row.scores?.[judge.name];
    const asking = askings.get(judge.name);
    if (asking === undefined || (known !== undefined && input.judges !== 'all')) {
      if (known !== undefined) scores[judge.name] = known;
      issues.push(...(row.issues ?? []).filter(({ check }) => check === judge.name));
      continue;
    }
    const verdict = await judgeRecord(asking, judge, { spec: basis.spec, text: row.value ?? '' }, calls);
    if (verdict.score !== null) scores[judge.name] = verdict.score;
    if (verdict.issue !== null) issues.push(verdict.issue);
  }
  return { scores, issues };
}

/** Who judges what; nobody where only the free checks are wanted. */
async function askingsOf({
  deps,
  ctx,
  input,
  basis,
  judges,
}: Pick<Checking, 'deps' | 'ctx' | 'input' | 'basis' | 'judges'>): Promise<ReadonlyMap<string, RunAsking>> {
  if (input.judges === 'none') return new Map();
  const pace = new RunPace({ nowMs: monotonicMs, patienceMs: PATIENCE_MS });
  const { generator } = basis.spec;
  const model = generator.kind === 'model' ? await deps.modelOf(generator) : undefined;
  const askings = judges.map((judge): [string, RunAsking] => {
    const request = {
      feature: 'datasets',
      principal: 'user',
      runId: ctx.jobId,
      model: judge.model ?? model,
      reach: basis.isPrivate ? ('local' as const) : ('any' as const),
      temperature: 0,
      cache: 'off' as const,
      maxOutputTokens: 500,
      ...(typeof input.budget === 'number' && {
        maxCostMicros: { run: Math.round(input.budget * 1_000_000) },
      }),
    };
    return [judge.name, new RunAsking({ models: deps.models, pace, request })];
  });
  return new Map(askings);
}

/** Findings of the `unique` checks, over the whole dataset: by number, for those that have any. */
async function twinsOf(
  { worker, store }: RunsDeps,
  { id, spec }: RecordBasis,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, readonly RecordIssue[]>> {
  const unique = spec.checks.flatMap((check) =>
    check.kind === 'unique' ? [{ check: checkName(check), columns: check.columns }] : [],
  );
  const found = new Map<number, readonly RecordIssue[]>();
  if (unique.length === 0) return found;
  const index = await worker.openIndex({ duplicates: null, unique });
  try {
    for (let from = 0; ;) {
      signal.throwIfAborted();
      const page = await readTexts(store.reader, id, from, 1_000);
      const broken = (await index.add(page)).filter(({ twins }) => twins.length > 0);
      for (const { number, twins } of broken) found.set(number, twins.map(twinIssue));
      const last = page.at(-1);
      if (last === undefined || page.length < 1_000) return found;
      from = last.number + 1;
    }
  } finally {
    await index.close();
  }
}
