import { createHash } from 'node:crypto';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { createRecordRandom, recordSeed } from '#shared/kernel/record-random.ts';
import type { ModelMessage } from '#main/engine/models/model-port.ts';

/** What a model is told for each record of a run; made once. */
export type PromptPlan = {
  /** Of one record, without the columns that need no model. */
  readonly schema: JsonSchema;
  readonly schemaName: string;
  /** Of the texts that are the same for each record, as hex. */
  readonly hash: string;
  /** `inWords`: the provider takes no schema, so that it stands in the words. */
  messages(record: PromptRecord, inWords: boolean): readonly ModelMessage[];
};

export type PromptRecord = {
  readonly number: number;
  readonly seed: number;
  readonly facets: Readonly<Record<string, unknown>>;
};

/** Shown with each record; of more, each record is shown others. */
const EXAMPLES_SHOWN = 5;

export function createPromptPlan(spec: DatasetSpec): PromptPlan {
  const schema = modelSchemaOf(spec);
  const schemaName = spec.name.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 64);
  const plain = systemText(spec);
  const withSchema = `${plain}\n\nThe record fits this JSON Schema (2020-12):\n${JSON.stringify(schema)}`;
  const examples = spec.examples.map((one) => JSON.stringify(withoutColumns(spec, one)));
  const isFew = examples.length <= EXAMPLES_SHOWN;
  const fixed = isFew ? examplesText(examples) : '';
  return {
    schema,
    schemaName,
    hash: createHash('sha256')
      .update(canonicalJson([plain, schema, examples]))
      .digest('hex'),
    messages(record, inWords) {
      const shown = isFew ? '' : examplesText(drawExamples(examples, record.seed));
      return [
        { role: 'system', content: (inWords ? withSchema : plain) + fixed },
        { role: 'user', content: recordText(record) + shown },
      ];
    },
  };
}

/** Whether anything is left for a model to make. */
export function needsModel({ schema, columns }: Pick<DatasetSpec, 'schema' | 'columns'>): boolean {
  const names = propertiesOf(schema);
  return names.length === 0 || names.some((name) => !Object.hasOwn(columns, name));
}

function propertiesOf(schema: JsonSchema): readonly string[] {
  const properties = schema['properties'];
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

function modelSchemaOf({ schema, columns }: DatasetSpec): JsonSchema {
  const isMadeHere = (name: string) => Object.hasOwn(columns, name);
  const { properties, required } = schema;
  const kept = Object.entries(typeof properties === 'object' && properties !== null ? properties : {});
  return {
    ...schema,
    ...(kept.length > 0 && { properties: Object.fromEntries(kept.filter(([name]) => !isMadeHere(name))) }),
    ...(Array.isArray(required) && { required: required.filter((name) => !isMadeHere(String(name))) }),
  };
}

function withoutColumns({ columns }: DatasetSpec, example: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(example).filter(([name]) => !Object.hasOwn(columns, name)));
}

function systemText({ title, description, instructions }: DatasetSpec): string {
  return [
    'You make the records of a synthetic dataset, one at a time.',
    `The dataset: ${title}.`,
    description,
    instructions,
    'Answer with one JSON object, the record, and nothing else. Invent it: it tells of nobody who exists. Make it differ from others in what happens, in its words and in its length, as real records do.',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function recordText({ number, seed, facets }: PromptRecord): string {
  const lines = Object.entries(facets).map(([name, value]) => `- ${name}: ${String(value)}`);
  const wanted = lines.length === 0 ? '' : `\nIt has these traits:\n${lines.join('\n')}`;
  // The number and the seed make two calls differ, so that no server answers both from its cache.
  return `Make record ${number + 1} (seed ${seed}).${wanted}`;
}

function examplesText(examples: readonly string[]): string {
  if (examples.length === 0) return '';
  return `\n\nRecords of the kind that is wanted; copy none of them:\n${examples.join('\n')}`;
}

function drawExamples(examples: readonly string[], seed: number): readonly string[] {
  const random = createRecordRandom(recordSeed(seed, 0, 'examples'));
  const left = [...examples];
  return Array.from(
    { length: EXAMPLES_SHOWN },
    () => left.splice(Math.floor(random.next() * left.length), 1)[0] ?? '',
  );
}

/** What a model is told of an answer that cannot be kept; the answer stands before it. */
export function correctionText(told: string): string {
  return `This record cannot be used. ${told}\nAnswer with the whole record again: one JSON object and nothing else.`;
}

export function evolveText(): string {
  return 'Now make the same record more demanding: richer in detail, with a complication, a rarer case or less common words, and still true to its traits and to the schema. Answer with the whole record: one JSON object and nothing else.';
}
