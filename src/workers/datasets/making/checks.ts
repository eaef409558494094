import type { DatasetCheck } from '#shared/contracts/dataset-spec.ts';
import { DATASET_LIMITS } from '#shared/contracts/datasets-worker.ts';
import { checkName } from '#shared/kernel/check-name.ts';
import type { DatasetValue, RecordIssue } from '#shared/contracts/datasets.ts';
import { messageOf, Refused } from '../refused.ts';
import type { GuestAnswer, GuestCode } from './guest-code.ts';
import { personalDataIn } from './pii.ts';
import type { Progress } from './progress.ts';

export type CheckedRecord = { readonly number: number; readonly seed: number; readonly value: DatasetValue };

/** Findings for each record, in order; checks named in `skip` are left out. */
export type OpenChecks = (
  records: readonly CheckedRecord[],
  skip: readonly string[],
  progress: Progress,
) => readonly (readonly RecordIssue[])[];

type OneCheck =
  | { readonly name: string; readonly find: (value: DatasetValue) => readonly string[] }
  | { readonly name: string; readonly place: number };

/** Without those of a model and those over many records, which are not of one record alone. */
export async function openChecks(
  checks: readonly DatasetCheck[],
  guest: () => Promise<GuestCode>,
): Promise<OpenChecks> {
  const opened: OneCheck[] = [];
  for (const check of checks) {
    const one = await openCheck(check, guest);
    if (one !== null) opened.push(one);
  }
  const code = opened.some((one) => 'place' in one) ? await guest() : null;
  return (records, skip, progress) => {
    const findings = records.map((): RecordIssue[] => []);
    for (const [place, one] of opened.entries()) {
      if (skip.includes(one.name)) continue;
      const told = (at: number): void => {
        progress.record(at);
        progress.check(place);
      };
      const found = 'place' in one ? byCode(code, one.place, records, told) : byRule(one.find, records, told);
      for (const [at, messages] of found.entries()) {
        for (const message of messages) {
          findings[at]?.push({ check: one.name, message: message.slice(0, DATASET_LIMITS.issueChars) });
        }
      }
    }
    return findings;
  };
}

async function openCheck(check: DatasetCheck, guest: () => Promise<GuestCode>): Promise<OneCheck | null> {
  const name = checkName(check);
  try {
    if (check.kind === 'code') return { name, place: (await guest()).add(check.code) };
    const find = ruleOf(check);
    return find === null ? null : { name, find };
  } catch (error) {
    throw new Refused(`The check "${name}" cannot be used: ${messageOf(error)}`);
  }
}

function ruleOf(check: DatasetCheck): ((value: DatasetValue) => readonly string[]) | null {
  if (check.kind === 'regex') return regexRule(check.column, check.pattern);
  if (check.kind === 'range')
    return boundsRule(check, 'number', (value) => (typeof value === 'number' ? value : null));
  if (check.kind === 'length') return boundsRule(check, 'length', lengthOf);
  if (check.kind === 'pii') return (value) => personalData(value, check.columns);
  return null;
}

function regexRule(column: string, pattern: string) {
  const expression = new RegExp(pattern, 'u');
  return (value: DatasetValue): readonly string[] => {
    const cell = value[column];
    if (cell === undefined || cell === null) return [];
    const text = typeof cell === 'string' ? cell : JSON.stringify(cell);
    return expression.test(text) ? [] : [`${column} does not match ${pattern}`];
  };
}

function boundsRule(
  check: { readonly column: string; readonly min?: number; readonly max?: number },
  what: string,
  measure: (value: unknown) => number | null,
) {
  const { column, min, max } = check;
  if (min !== undefined && max !== undefined && min > max) throw new Refused('min is above max');
  return (value: DatasetValue): readonly string[] => {
    const cell = value[column];
    if (cell === undefined || cell === null) return [];
    const size = measure(cell);
    if (size === null) return [`${column} has no ${what}`];
    if (min !== undefined && size < min) return [`${column}: ${what} ${size} is below ${min}`];
    return max !== undefined && size > max ? [`${column}: ${what} ${size} is above ${max}`] : [];
  };
}

function lengthOf(value: unknown): number | null {
  if (Array.isArray(value)) return value.length;
  // By code points: a picture character is one, as a person counts.
  return typeof value === 'string' ? [...value].length : null;
}

function personalData(value: DatasetValue, columns: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const look = (path: string, cell: unknown): void => {
    if (typeof cell === 'string') for (const what of personalDataIn(cell)) found.add(`${path} holds ${what}`);
    if (typeof cell !== 'object' || cell === null) return;
    for (const [name, inner] of Object.entries(cell))
      look(Array.isArray(cell) ? path : `${path}.${name}`, inner);
  };
  for (const [name, cell] of Object.entries(value)) {
    if (columns.length === 0 || columns.includes(name)) look(name, cell);
  }
  return [...found];
}

function byRule(
  find: (value: DatasetValue) => readonly string[],
  records: readonly CheckedRecord[],
  told: (at: number) => void,
): readonly (readonly string[])[] {
  return records.map(({ value }, at) => {
    told(at);
    return find(value);
  });
}

function byCode(
  code: GuestCode | null,
  place: number,
  records: readonly CheckedRecord[],
  told: (at: number) => void,
): readonly (readonly string[])[] {
  const rows = records.map(({ value, number, seed }) => ({ row: value, number, seed }));
  return (code?.run(place, rows, told) ?? []).map(findingOf);
}

function findingOf(answer: GuestAnswer): readonly string[] {
  if ('error' in answer) return [`The check failed: ${answer.error}`];
  if ('value' in answer && answer.value === true) return [];
  const told = 'value' in answer ? answer.value : undefined;
  return [typeof told === 'string' && told !== '' ? told : 'It is not as the check asks for.'];
}
