import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { RecordOutcome } from '#shared/contracts/datasets-worker.ts';
import type { RecordIssue } from '#shared/contracts/datasets.ts';
import type { PlanSession } from '../worker/worker-types.ts';
import { facetColumnsOf } from './facet-columns.ts';
import type { RecordIndex } from './record-index.ts';
import { twinIssue } from './record-maker.ts';
import type { RecordWriter } from './record-writer.ts';
import type { RunRecord } from './run-records.store.ts';

/** Records of one message to the thread and of one commit. */
const CHUNK = 500;

/**
 * Records without a model. A number makes the same record whoever asks when, so one that is too alike another cannot
 * be made again: it is kept, and says so.
 */
export async function runBuiltIn({
  spec,
  plan,
  index,
  writer,
  missing,
  signal,
  nowMs,
  worker = 'main',
}: {
  readonly spec: DatasetSpec;
  readonly plan: PlanSession;
  readonly index: Pick<RecordIndex, 'offer'> | null;
  readonly writer: Pick<RecordWriter, 'put'>;
  readonly missing: readonly number[];
  readonly signal: AbortSignal;
  /** Monotonic. */
  readonly nowMs: () => number;
  readonly worker?: string;
}): Promise<void> {
  const facets = Object.keys(facetColumnsOf(spec));
  let writing: Promise<unknown> = Promise.resolve();
  for (let at = 0; at < missing.length; at += CHUNK) {
    signal.throwIfAborted();
    const numbers = missing.slice(at, at + CHUNK);
    const beganMs = nowMs();
    const outcomes = await plan.make(numbers, signal);
    const durationMs = Math.round((nowMs() - beganMs) / numbers.length);
    const records = await Promise.all(
      outcomes.map((one) => recordOf(one, index, { durationMs, worker, facets })),
    );
    // One chunk is written while the next is made.
    await writing;
    writing = Promise.all(records.map((record) => writer.put(record)));
    // Heard by the next turn, or below.
    writing.catch(() => undefined);
  }
  await writing;
}

async function recordOf(
  outcome: RecordOutcome,
  index: Pick<RecordIndex, 'offer'> | null,
  {
    durationMs,
    worker,
    facets,
  }: Pick<RunRecord, 'durationMs' | 'worker'> & { readonly facets: readonly string[] },
): Promise<RunRecord> {
  const { number, seed } = outcome;
  const usage = { inputTokens: 0, outputTokens: 0, costMicros: 0, durationMs };
  const facts = { number, seed, facets: null, attempts: 1, modelId: null, worker, ...usage };
  if (!outcome.isMade) {
    return { ...facts, state: 'failed', value: null, hash: null, problem: outcome.problem, issues: [] };
  }
  const { text, hash } = outcome;
  const issues = [...outcome.issues, ...(await comparedIssues(index, { number, text }))];
  return {
    ...facts,
    state: 'made',
    facets: facetsIn(text, facets),
    value: text,
    hash,
    problem: null,
    issues,
  };
}

function facetsIn(text: string, names: readonly string[]): RunRecord['facets'] {
  if (names.length === 0) return null;
  const value = JSON.parse(text) as Readonly<Record<string, unknown>>; // valid by a schema of objects
  return Object.fromEntries(names.map((name) => [name, value[name]]));
}

async function comparedIssues(
  index: Pick<RecordIndex, 'offer'> | null,
  record: { readonly number: number; readonly text: string },
): Promise<readonly RecordIssue[]> {
  if (index === null) return [];
  const { alike, twins } = await index.offer(record);
  if (alike === null) return twins.map(twinIssue);
  return [{ check: 'duplicates', message: `Too alike record ${alike.number + 1}.` }];
}
