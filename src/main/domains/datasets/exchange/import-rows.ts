import { hash } from 'node:crypto';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { RecordIssue } from '#shared/contracts/datasets.ts';
import type { RecordOutcome } from '#shared/contracts/datasets-worker.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { RunRecord } from '../runs/run-records.store.ts';
import type { DatasetWorker, PlanSession } from '../worker/worker-types.ts';
import { readRow } from './source-rows.ts';

/** A row on its way to being a record: a text that is most likely JSON, or why there is none. */
export type IncomingRow = { readonly place: string } & (
  | { readonly text: string }
  | { readonly text: null; readonly problem: string }
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
  const raw = rows.flatMap(({ text }, number) => (text === null ? [] : [{ number, text }]));
  const outcomes = new Map((await plan.check(raw, signal)).map((one) => [one.number, one]));
  return rows.map((row, at) => {
    const { place } = row;
    if (row.text === null) return unreadable(place, row.problem);
    const outcome = outcomes.get(at);
    if (outcome === undefined) return unreadable(place, 'This row could not be looked at.');
    return outcome.isMade ? sound(place, outcome) : unsound({ place, text: row.text }, outcome.problem);
  });
}

function sound(place: string, made: Extract<RecordOutcome, { isMade: true }>): IncomingRecord {
  const record = { ...FACTS, state: 'made', value: made.text, hash: made.hash, problem: null } as const;
  return { record: { ...record, issues: made.issues }, place, trouble: troubleOf(made.issues) };
}

/** Rare, and so read again here: whether it is an object at all is seen now. */
function unsound(
  { place, text }: { readonly place: string; readonly text: string },
  why: string,
): IncomingRecord {
  const row = readRow({ kind: 'json', place, text });
  if (row.kind !== 'value') return unreadable(place, row.kind === 'unreadable' ? row.problem : why);
  const { value } = row;
  const issues: readonly RecordIssue[] = [{ check: 'schema', message: why }];
  const made = {
    ...FACTS,
    state: 'made',
    value: JSON.stringify(value),
    hash: hash('sha256', canonicalJson(value), 'hex'),
  } as const;
  return { record: { ...made, problem: null, issues }, place, trouble: why };
}

/** What comes in is judged when the person asks for it: a file may be a million calls that nobody meant to pay. */
export function judgesOf(checks: DatasetSpec['checks']): readonly string[] {
  return checks.flatMap((check) => (check.kind === 'judge' ? [check.name] : []));
}

export function troubleOf(issues: readonly RecordIssue[]): string | null {
  return issues.map(({ check, message }) => `${check}: ${message}`).join(' ') || null;
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
