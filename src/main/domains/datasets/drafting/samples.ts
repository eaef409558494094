import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { DatasetValue } from '#shared/contracts/datasets.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { isAppError } from '#shared/errors.ts';
import { recordSeed } from '#shared/kernel/record-random.ts';
import type { ModelMessage, ModelResult } from '#main/engine/models/model-port.ts';
import { drawFacets } from '../runs/record-facets.ts';
import { recordPlanOf, type ReadParentValues } from '../runs/record-plan.ts';
import { createPromptPlan, needsModel, type PromptPlan } from '../runs/record-prompt.ts';
import { readAnswer } from '../runs/read-answer.ts';
import type { DatasetWorker } from '../worker/worker-types.ts';

export type Samples = {
  readonly samples: readonly DatasetValue[];
  readonly sampleProblem: string;
};

export type AskModel = (request: {
  readonly messages: readonly ModelMessage[];
  readonly schema: JsonSchema | null;
}) => Promise<ModelResult>;

export type SampleDeps = {
  readonly worker: DatasetWorker;
  readonly readParentValues: ReadParentValues;
  readonly ask: AskModel;
};

const COUNT = 3;

/** Three records as the run would make them, in one call of the model where one is needed; what is wrong is told. */
export async function makeSamples(
  deps: SampleDeps,
  spec: DatasetSpec,
  signal: AbortSignal,
): Promise<Samples> {
  try {
    return await made(deps, spec, signal);
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    return { samples: [], sampleProblem: error.message };
  }
}

async function made(deps: SampleDeps, spec: DatasetSpec, signal: AbortSignal): Promise<Samples> {
  const plan = await deps.worker.openPlan(await recordPlanOf(spec, spec.seed, deps.readParentValues));
  try {
    const numbers = Array.from({ length: COUNT }, (_, index) => index);
    const isAsked = spec.generator.kind === 'model' && needsModel(spec);
    const outcomes = isAsked
      ? await plan.finish(await asked(deps, spec), signal)
      : await plan.make(numbers, signal);
    const samples = outcomes.flatMap((one) => (one.isMade ? [JSON.parse(one.text) as DatasetValue] : [])); // an object
    const problem = outcomes.find((one) => !one.isMade)?.problem;
    return { samples, sampleProblem: problem ?? (samples.length === 0 ? 'The model made no record.' : '') };
  } finally {
    await plan.close();
  }
}

async function asked({ ask }: SampleDeps, spec: DatasetSpec) {
  const plan = createPromptPlan(spec);
  const { text, finishReason } = await ask({
    messages: messagesOf(plan, spec),
    schema: listSchema(plan.schema),
  });
  const read = await readAnswer({ text, finishReason });
  if (!read.isRead) return [];
  const answer: unknown = JSON.parse(read.text);
  const list: unknown = Reflect.get(Object(answer), 'records') ?? [answer];
  const records: readonly unknown[] = Array.isArray(list) ? list : [list];
  return records.slice(0, COUNT).map((one, number) => ({ number, text: JSON.stringify(one) }));
}

function messagesOf(plan: PromptPlan, spec: DatasetSpec): readonly ModelMessage[] {
  const facetsOf = (number: number) => drawFacets(spec.facets, spec.seed, number);
  const [system] = plan.messages({ number: 0, seed: recordSeed(spec.seed, 0), facets: facetsOf(0) }, true);
  const traits = Array.from({ length: COUNT }, (_, number) => {
    const facets = Object.entries(facetsOf(number)).map(([name, value]) => `${name}: ${String(value)}`);
    return `${number + 1}. ${facets.length === 0 ? 'as you like' : facets.join(', ')}`;
  });
  const words = `Make ${COUNT} records at once, as a sample. Answer with {"records": […]}. Their traits:\n${traits.join('\n')}`;
  return [...(system === undefined ? [] : [system]), { role: 'user', content: words }];
}

/** Null where the schema refers to itself as a whole: within a list it would be another. */
function listSchema(schema: JsonSchema): JsonSchema | null {
  const { $defs, $schema: _, $id: __, ...record } = schema;
  const refs = JSON.stringify(record).match(/"\$(?:ref|dynamicRef)":"[^"]*"/g) ?? [];
  if (refs.some((ref) => !ref.includes('"#/$defs/'))) return null;
  return {
    type: 'object',
    properties: { records: { type: 'array', items: record, minItems: COUNT, maxItems: COUNT } },
    required: ['records'],
    additionalProperties: false,
    ...($defs !== undefined && { $defs }),
  };
}
