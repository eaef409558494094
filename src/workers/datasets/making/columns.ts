import type { DatasetColumn } from '#shared/contracts/dataset-spec.ts';
import type { RecordPlan } from '#shared/contracts/datasets-worker.ts';
import { createRecordRandom, drawByWeight, recordSeed } from '#shared/kernel/record-random.ts';
import { messageOf, Refused } from '../refused.ts';
import { dateDraw, numberDraw } from './distributions.ts';
import { fakerMethod, type FakerLocale, type SeededFaker } from './faker-values.ts';
import type { GuestAnswer, GuestCode } from './guest-code.ts';
import type { Progress } from './progress.ts';

/** A record in the making; `problem` is set where a column could not be made, and its further ones are not. */
export type OpenRecord = {
  readonly number: number;
  readonly value: Record<string, unknown>;
  problem: string | null;
};

export type ColumnSources = {
  faker(locale: FakerLocale): Promise<SeededFaker>;
  guest(): Promise<GuestCode>;
};

/** Fills the columns of all the records, one column after the other. Another `attempt` draws anew. */
export type OpenColumns = (records: readonly OpenRecord[], attempt: number, progress: Progress) => void;

type Maker = (number: number, seed: number) => unknown;
type OneColumn = { readonly name: string } & ({ readonly make: Maker } | { readonly place: number });

export async function openColumns(plan: RecordPlan, sources: ColumnSources): Promise<OpenColumns> {
  const opened: OneColumn[] = [];
  for (const [name, column] of Object.entries(plan.columns)) {
    try {
      opened.push({ name, ...(await openColumn(name, column, plan, sources)) });
    } catch (error) {
      throw new Refused(`The column "${name}" cannot be made: ${messageOf(error)}.`);
    }
  }
  const code = opened.some((one) => 'place' in one) ? await sources.guest() : null;
  return (records, attempt, progress) => {
    for (const one of opened) {
      const salt = `${one.name}:${attempt}`;
      const seedOf = (number: number): number => recordSeed(plan.seed, number, salt);
      if ('make' in one) fill(one, records, seedOf, progress);
      else if (code !== null) fillByCode({ ...one, code }, records, seedOf, progress);
    }
  };
}

async function openColumn(
  name: string,
  column: DatasetColumn,
  plan: RecordPlan,
  sources: ColumnSources,
): Promise<{ readonly make: Maker } | { readonly place: number }> {
  if (column.kind === 'expression') return { place: (await sources.guest()).add(column.code) };
  if (column.kind === 'faker') {
    const { faker, seed } = await sources.faker(column.locale ?? plan.locale);
    const method = fakerMethod(faker, column.method);
    return {
      make: (_number, drawn) => {
        seed(drawn);
        return method(...column.args);
      },
    };
  }
  if (column.kind === 'reference') {
    return {
      make: referenceMaker(column.isUnique, plan.references[name] ?? [], recordSeed(plan.seed, 0, name)),
    };
  }
  return { make: makerOf(column) };
}

function makerOf(column: Exclude<DatasetColumn, { kind: 'expression' | 'faker' | 'reference' }>): Maker {
  if (column.kind === 'sequence') return (number) => sequenceValue(column, number);
  if (column.kind === 'sample') {
    const weights = column.values.map(({ weight }) => weight);
    if (!weights.some((weight) => weight > 0)) throw new Refused('all its weights are 0');
    return (_number, seed) => column.values[drawByWeight(createRecordRandom(seed), weights)]?.value;
  }
  if (column.kind === 'boolean') {
    return (_number, seed) => createRecordRandom(seed).next() < column.probability;
  }
  const draw = column.kind === 'number' ? numberDraw(column) : dateDraw(column);
  return (_number, seed) => draw(createRecordRandom(seed));
}

function sequenceValue(column: Extract<DatasetColumn, { kind: 'sequence' }>, number: number): unknown {
  const value = column.start + number * column.step;
  if (column.prefix === '' && column.suffix === '' && column.pad === 0) return value;
  const digits = String(Math.abs(value)).padStart(column.pad, '0');
  return `${column.prefix}${value < 0 ? '-' : ''}${digits}${column.suffix}`;
}

/** Each once: the numbers of records are the places in a shuffled list of the parents. */
function referenceMaker(isUnique: boolean, values: readonly unknown[], seed: number): Maker {
  if (values.length === 0) throw new Refused('the dataset that it refers to has no values for it');
  if (!isUnique) {
    return (_number, drawn) => values[Math.floor(createRecordRandom(drawn).next() * values.length)];
  }
  const random = createRecordRandom(seed);
  const shuffled = [...values];
  for (let at = shuffled.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random.next() * (at + 1));
    [shuffled[at], shuffled[other]] = [shuffled[other], shuffled[at]];
  }
  return (number) => {
    if (number < shuffled.length) return shuffled[number];
    throw new Refused(`there are only ${shuffled.length} parents, and each is used once`);
  };
}

function fill(
  { name, make }: { readonly name: string; readonly make: Maker },
  records: readonly OpenRecord[],
  seedOf: (number: number) => number,
  progress: Progress,
): void {
  for (const [at, record] of records.entries()) {
    if (record.problem !== null) continue;
    progress.record(at);
    try {
      put(record, name, make(record.number, seedOf(record.number)));
    } catch (error) {
      record.problem = `The column "${name}" could not be made: ${messageOf(error).slice(0, 300)}.`;
    }
  }
}

function fillByCode(
  { name, place, code }: { readonly name: string; readonly place: number; readonly code: GuestCode },
  records: readonly OpenRecord[],
  seedOf: (number: number) => number,
  progress: Progress,
): void {
  const open = records.flatMap((record, at) => (record.problem === null ? [{ record, at }] : []));
  const rows = open.map(({ record: { value, number } }) => ({ row: value, number, seed: seedOf(number) }));
  const answers = code.run(place, rows, (at) => progress.record(open[at]?.at ?? 0));
  for (const [at, { record }] of open.entries()) {
    const answer: GuestAnswer | undefined = answers[at];
    if (answer !== undefined && 'error' in answer) {
      record.problem = `The column "${name}" could not be made: ${answer.error}.`;
    } else put(record, name, answer !== undefined && 'value' in answer ? answer.value : undefined);
  }
}

function put(record: OpenRecord, name: string, value: unknown): void {
  if (value === undefined) record.problem = `The column "${name}" could not be made: it has no value.`;
  else record.value[name] = value;
}
