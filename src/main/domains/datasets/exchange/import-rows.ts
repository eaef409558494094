import { hash } from 'node:crypto';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { DatasetValue, RecordIssue } from '#shared/contracts/datasets.ts';
import type { RecordOutcome } from '#shared/contracts/datasets-worker.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { RunRecord } from '../runs/run-records.store.ts';
import type { DatasetWorker, PlanSession } from '../worker/worker-types.ts';

/** A row on its way to being a record. */
export type IncomingRow = { readonly place: string } & (
  | { readonly value: DatasetValue; readonly problem: null }
  | { readonly value: null; readonly problem: string }
);

/** A record without its number, and what is to be said of its row. */
export type IncomingRecord = {
  readonly record: Omit<RunRecord, 'number' | 'seed'>;
  readonly place: string;
  readonly trouble: string | null;
};

/** What stands in the rows is checked and left as it is: no column is made anew. */
export function openChecking(
  worker: Pick<DatasetWorker, 'openPlan'>,
  spec: Pick<DatasetSpec, 'schema' | 'checks' | 'seed'>,
): Promise<PlanSession> {
  const { schema, checks, seed } = spec;
  return worker.openPlan({ schema, checks, seed, columns: {}, locale: 'en', references: {} });
}

/** Every row becomes a record: one that does not fit says so, one that cannot be read is there as failed. */
export async function recordsOfRows(
  plan: PlanSession,
  rows: readonly IncomingRow[],
  signal?: AbortSignal,
): Promise<readonly IncomingRecord[]> {
  const raw = rows.flatMap(({ value }, number) =>
    value === null ? [] : [{ number, text: JSON.stringify(value) }],
  );
  const outcomes = new Map((await plan.check(raw, signal)).map((one) => [one.number, one]));
  const texts = new Map(raw.map(({ number, text }) => [number, text]));
  return rows.map((row, at) => {
    const outcome = outcomes.get(at);
    const text = texts.get(at);
    if (row.value === null || outcome === undefined || text === undefined) {
      return unreadable(row.place, row.problem ?? 'This row could not be looked at.');
    }
    return sound(row, outcome, text);
  });
}

function sound(row: IncomingRow, outcome: RecordOutcome, text: string): IncomingRecord {
  const { place, value } = row;
  if (outcome.isMade) {
    const record = { ...FACTS, state: 'made', value: outcome.text, hash: outcome.hash } as const;
    const trouble = outcome.issues.map(({ check, message }) => `${check}: ${message}`).join(' ');
    return { record: { ...record, problem: null, issues: outcome.issues }, place, trouble: trouble || null };
  }
  const issues: readonly RecordIssue[] = [{ check: 'schema', message: outcome.problem }];
  const made = {
    ...FACTS,
    state: 'made',
    value: text,
    hash: hash('sha256', canonicalJson(value), 'hex'),
  } as const;
  return { record: { ...made, problem: null, issues }, place, trouble: outcome.problem };
}

function unreadable(place: string, why: string): IncomingRecord {
  const problem = `${place}: ${why}`;
  const record = { ...FACTS, state: 'failed', value: null, hash: null, problem, issues: [] } as const;
  return { record, place, trouble: why };
}

const FACTS = {
  attempts: 1,
  facets: null,
  modelId: null,
  worker: 'main',
  inputTokens: 0,
  outputTokens: 0,
  costMicros: 0,
  durationMs: 0,
} as const;
