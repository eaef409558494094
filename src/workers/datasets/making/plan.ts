import type { DatasetValue } from '#shared/contracts/datasets.ts';
import {
  DATASET_LIMITS,
  type RawRecord,
  type RecordOutcome,
  type RecordPlan,
} from '#shared/contracts/datasets-worker.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { recordSeed } from '#shared/kernel/record-random.ts';
import { messageOf } from '../refused.ts';
import { openChecks, type OpenChecks } from './checks.ts';
import { openColumns, type OpenColumns, type OpenRecord } from './columns.ts';
import { loadFaker, type FakerLocale, type SeededFaker } from './faker-values.ts';
import { createGenerator, type Generator } from './generator.ts';
import { openGuestCode, type GuestCode } from './guest-code.ts';
import type { Progress } from './progress.ts';
import { orderedRecord, recordHash } from './record-text.ts';
import { createValidator, errorTexts, type Validator } from './validator.ts';

export type OpenPlan = {
  make(numbers: readonly number[], skip: readonly string[], progress: Progress): readonly RecordOutcome[];
  finish(
    records: readonly RawRecord[],
    skip: readonly string[],
    progress: Progress,
  ): readonly RecordOutcome[];
  check(records: readonly RawRecord[], skip: readonly string[], progress: Progress): readonly RecordOutcome[];
};

/** Everything of a definition that can be got ready before the first record; refuses what cannot be worked by. */
export async function openPlan(plan: RecordPlan): Promise<OpenPlan> {
  const fakers = new Map<FakerLocale, SeededFaker>();
  let guest: Promise<GuestCode> | undefined;
  const sources = {
    faker: async (locale: FakerLocale): Promise<SeededFaker> => {
      const found = fakers.get(locale) ?? (await loadFaker(locale));
      fakers.set(locale, found);
      return found;
    },
    guest: (): Promise<GuestCode> => (guest ??= openGuestCode()),
  };
  const validator = createValidator(plan.schema);
  return new Plan(plan, {
    validator,
    generator: createGenerator(
      withoutColumns(plan.schema, Object.keys(plan.columns)),
      await sources.faker(plan.locale),
    ),
    columns: await openColumns(plan, sources),
    checks: await openChecks(plan.checks, sources.guest),
  });
}

/** What the generator is to make: the columns come after it, and are no matter of its own. */
function withoutColumns(schema: JsonSchema, columns: readonly string[]): JsonSchema {
  if (columns.length === 0) return schema;
  const { properties, required, ...rest } = schema;
  const kept =
    typeof properties === 'object' && properties !== null
      ? Object.fromEntries(Object.entries(properties).filter(([name]) => !columns.includes(name)))
      : undefined;
  const names = Array.isArray(required)
    ? required.filter((name) => !columns.includes(String(name)))
    : undefined;
  return {
    ...rest,
    ...(kept === undefined ? {} : { properties: kept }),
    ...(names === undefined ? {} : { required: names }),
  };
}

type Parts = {
  readonly validator: Validator;
  readonly generator: Generator;
  readonly columns: OpenColumns;
  readonly checks: OpenChecks;
};
type Read = { readonly place: number; readonly record: OpenRecord };

class Plan implements OpenPlan {
  readonly #plan: RecordPlan;
  readonly #parts: Parts;
  readonly #hasColumns: boolean;
  readonly #order: readonly string[];

  constructor(plan: RecordPlan, parts: Parts) {
    this.#plan = plan;
    this.#parts = parts;
    this.#hasColumns = Object.keys(plan.columns).length > 0;
    const { properties } = plan.schema;
    this.#order = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  }

  make(numbers: readonly number[], skip: readonly string[], progress: Progress): readonly RecordOutcome[] {
    const outcomes: RecordOutcome[] = [];
    let open = numbers.map((number, place) => ({ number, place }));
    for (let attempt = 0; open.length > 0 && attempt < DATASET_LIMITS.tries; attempt += 1) {
      const read: Read[] = [];
      for (const { number, place } of open) {
        progress.record(place);
        const made = this.#generated(number, attempt);
        if ('record' in made) read.push({ place, record: made.record });
        else outcomes[place] = made.outcome;
      }
      // The records are of another length than the order: their places are told as they were in it.
      if (this.#hasColumns) {
        const own = { ...progress, record: (at: number) => progress.record(read[at]?.place ?? 0) };
        this.#parts.columns(
          read.map(({ record }) => record),
          attempt,
          own,
        );
      }
      for (const { place, record } of read) {
        progress.record(place);
        outcomes[place] = this.#judged(record, this.#hasColumns);
      }
      // Columns are drawn anew where they and the schema did not agree; without them there is nothing to be had so.
      open = this.#hasColumns
        ? read.flatMap(({ place, record: { number } }) =>
            isWorthAnotherTry(outcomes[place]) ? [{ number, place }] : [],
          )
        : [];
    }
    return this.#checked(outcomes, skip, progress);
  }

  finish(
    records: readonly RawRecord[],
    skip: readonly string[],
    progress: Progress,
  ): readonly RecordOutcome[] {
    return this.#looked(records, skip, { progress, hasColumns: this.#hasColumns });
  }

  check(
    records: readonly RawRecord[],
    skip: readonly string[],
    progress: Progress,
  ): readonly RecordOutcome[] {
    return this.#looked(records, skip, { progress, hasColumns: false });
  }

  #looked(
    records: readonly RawRecord[],
    skip: readonly string[],
    { progress, hasColumns }: { readonly progress: Progress; readonly hasColumns: boolean },
  ): readonly RecordOutcome[] {
    const outcomes: RecordOutcome[] = [];
    const read: Read[] = [];
    for (const [place, { number, text }] of records.entries()) {
      const value = objectOf(text);
      if (typeof value === 'string') outcomes[place] = this.#unmade(number, 'invalid', [value]);
      else read.push({ place, record: { number, value, problem: null } });
    }
    const own = { ...progress, record: (at: number) => progress.record(read[at]?.place ?? 0) };
    if (hasColumns)
      this.#parts.columns(
        read.map(({ record }) => record),
        0,
        own,
      );
    for (const [at, { place, record }] of read.entries()) {
      own.record(at);
      outcomes[place] = this.#judged(record, true);
    }
    return this.#checked(outcomes, skip, progress);
  }

  #generated(
    number: number,
    attempt: number,
  ): { readonly record: OpenRecord } | { readonly outcome: RecordOutcome } {
    const seed = recordSeed(this.#plan.seed, number);
    const made = this.#parts.generator.make(attempt === 0 ? seed : recordSeed(seed, attempt, 'columns'));
    if (!made.isMade) return { outcome: this.#unmade(number, 'invalid', made.errors) };
    const value = made.value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return {
        outcome: this.#unmade(number, 'invalid', [
          'the record is not an object: the schema has another type',
        ]),
      };
    }
    return { record: { number, value: value as Record<string, unknown>, problem: null } };
  }

  /** Valid or not, and why; what the generator made and nothing was added to has been looked at by itself. */
  #judged({ number, value, problem }: OpenRecord, mustValidate: boolean): RecordOutcome {
    if (problem !== null) return this.#unmade(number, 'column', [problem]);
    const errors = mustValidate ? this.#parts.validator.errorsOf(value) : [];
    if (errors.length > 0) return this.#unmade(number, 'invalid', errorTexts(errors));
    const ordered = orderedRecord(value, this.#order);
    return {
      isMade: true,
      number,
      seed: recordSeed(this.#plan.seed, number),
      text: JSON.stringify(ordered),
      hash: recordHash(ordered),
      issues: [],
    };
  }

  #checked(
    outcomes: readonly RecordOutcome[],
    skip: readonly string[],
    progress: Progress,
  ): readonly RecordOutcome[] {
    if (this.#plan.checks.length === 0) return outcomes;
    const made = outcomes.flatMap((outcome, place) =>
      outcome.isMade
        ? [
            {
              place,
              outcome,
              number: outcome.number,
              seed: outcome.seed,
              value: JSON.parse(outcome.text) as DatasetValue,
            },
          ]
        : [],
    );
    const own = { ...progress, record: (at: number) => progress.record(made[at]?.place ?? 0) };
    const findings = this.#parts.checks(made, skip, own);
    const looked = [...outcomes];
    for (const [at, { place, outcome }] of made.entries()) {
      looked[place] = { ...outcome, issues: findings[at] ?? [] };
    }
    return looked;
  }

  #unmade(number: number, reason: 'invalid' | 'column', errors: readonly string[]): RecordOutcome {
    const problem =
      reason === 'column'
        ? (errors[0] ?? '')
        : `The record does not fit the schema: ${errors.join('; ')}`.slice(0, DATASET_LIMITS.issueChars);
    return { isMade: false, number, seed: recordSeed(this.#plan.seed, number), reason, problem, errors };
  }
}

function isWorthAnotherTry(outcome: RecordOutcome | undefined): boolean {
  return outcome?.isMade === false && outcome.reason === 'invalid';
}

function objectOf(text: string): Record<string, unknown> | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `the text is not JSON: ${messageOf(error)}`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'the record is not an object';
  return value as Record<string, unknown>;
}
