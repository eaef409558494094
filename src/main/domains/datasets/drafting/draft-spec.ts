import {
  datasetSpecSchema,
  type DatasetFacet,
  type DatasetGenerator,
  type DatasetSpec,
} from '#shared/contracts/dataset-spec.ts';
import type { DraftBasis, DraftSource } from '#shared/contracts/dataset-drafts.ts';
import type { DatasetValue } from '#shared/contracts/datasets.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { AppError } from '#shared/errors.ts';
import type { ModelMessage, ModelResult } from '#main/engine/models/model-port.ts';
import { readAnswer } from '../runs/read-answer.ts';
import { DRAFT_SHAPE, draftMessages, readDraft, type ItemText } from './draft-prompt.ts';
import { inferSchema } from './infer-schema.ts';
import { mendSchema } from './mend-schema.ts';
import { nameFromTitle, titleFromWords } from './name-from-title.ts';
import { schemaFromWords } from './words-schema.ts';

export type Drafted = {
  readonly spec: DatasetSpec;
  readonly source: DraftSource;
  readonly notice: string;
  readonly mended: readonly string[];
  readonly usage: {
    readonly modelId: string | null;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly costMicros: number;
  };
};

export type Material = {
  readonly items: readonly ItemText[];
  /** Of the file and typed in. */
  readonly examples: readonly DatasetValue[];
  readonly refresh: number;
  readonly generator: DatasetGenerator;
  /** Null where none is to be asked, and why stands in `notice`. */
  readonly ask: ((messages: readonly ModelMessage[], schema: JsonSchema) => Promise<ModelResult>) | null;
  readonly notice: string;
};

type Parts = {
  readonly name?: string;
  readonly title?: string;
  readonly instructions?: string;
  readonly schema: JsonSchema;
  readonly facets?: readonly DatasetFacet[];
};

const NO_USAGE = { modelId: null, inputTokens: 0, outputTokens: 0, costMicros: 0 };
const MOST_EXAMPLES = 10;

/**
 * A definition from what was given: a schema is taken as it is, examples tell their own, and only a description is put
 * to a model. Where no model is to be had, or what it says cannot be used, rules read the description, and the notice says so.
 */
export async function draftSpec(basis: DraftBasis, material: Material): Promise<Drafted> {
  if (basis.schema !== null) {
    const { schema, mended } = mendSchema(basis.schema);
    const title = typeof schema['title'] === 'string' ? schema['title'] : undefined;
    const spec = specOf(basis, material, { schema, ...(title !== undefined && { title }) });
    return { spec, source: 'schema', notice: '', mended, usage: NO_USAGE };
  }
  if (material.examples.length > 0 && (material.ask === null || basis.description === '')) {
    const spec = specOf(basis, material, { schema: inferSchema(material.examples) });
    return { spec, source: 'examples', notice: '', mended: [], usage: NO_USAGE };
  }
  return material.ask === null
    ? fromWords(basis, material, material.notice)
    : fromModel(basis, material, material.ask);
}

async function fromModel(
  basis: DraftBasis,
  material: Material,
  ask: NonNullable<Material['ask']>,
): Promise<Drafted> {
  const { text, finishReason, modelId, usage, costMicros } = await ask(
    draftMessages(basis, material),
    DRAFT_SHAPE,
  );
  const spent = { modelId, inputTokens: usage.inputTokens, outputTokens: usage.outputTokens, costMicros };
  const read = await readAnswer({ text, finishReason });
  const drafted = read.isRead ? readDraft(read.text) : null;
  if (drafted === null) {
    const why = read.isRead ? 'There was no schema in it.' : read.problem;
    const notice = `The model's answer could not be used. ${why} What is shown was read off your words instead; asking again may do better.`;
    return { ...fromWords(basis, material, notice), usage: spent };
  }
  const { mended, ...parts } = drafted;
  return { spec: specOf(basis, material, parts), source: 'model', notice: '', mended, usage: spent };
}

function fromWords(basis: DraftBasis, material: Material, notice: string): Drafted {
  const { schema, facets, isStarter, kind } = schemaFromWords(basis.description);
  const spec = specOf(basis, material, {
    schema,
    facets,
    ...(kind !== null && basis.title === '' && { title: titleFromWords(basis.description) || kind }),
  });
  const source = isStarter ? 'starter' : 'words';
  return { spec, source, notice, mended: [], usage: NO_USAGE };
}

function specOf(basis: DraftBasis, { generator, examples }: Material, parts: Parts): DatasetSpec {
  const title = basis.title || parts.title?.trim() || titleFromWords(basis.description);
  const instructions = [basis.instructions, parts.instructions ?? '']
    .filter((text) => text !== '')
    .join('\n');
  const read = datasetSpecSchema.safeParse({
    name: nameFromTitle(parts.name || title),
    title: title.slice(0, 200),
    description: basis.description,
    instructions: instructions.slice(0, 20_000),
    records: basis.records,
    seed: basis.seed,
    generator,
    schema: parts.schema,
    facets: parts.facets ?? [],
    examples: examples.slice(0, MOST_EXAMPLES),
  });
  if (read.success) return read.data;
  throw new AppError(
    'invalid_input',
    'What was drafted cannot be a definition. Nothing was kept; describe it in other words.',
    {
      cause: read.error,
    },
  );
}
