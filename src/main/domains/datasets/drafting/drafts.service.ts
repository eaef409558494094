import { createHash } from 'node:crypto';
import { BUILTIN_GENERATOR, MODEL_GENERATOR } from '#shared/contracts/dataset-defaults.ts';
import type { DatasetGenerator, DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import {
  draftBasisSchema,
  type DatasetDraft,
  type DatasetDraftSummary,
  type DraftBasis,
  type DraftBasisInput,
  type DraftConfirmInput,
  type DraftForm,
} from '#shared/contracts/dataset-drafts.ts';
import type { Dataset } from '#shared/contracts/datasets.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { AppError } from '#shared/errors.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import { actingNow } from '#main/db/acting.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type { Models } from '#main/engine/models/index.ts';
import type { ModelMessage, ModelResult } from '#main/engine/models/model-port.ts';
import type { DatasetsService } from '../datasets.service.ts';
import { checkSpec } from '../spec/check-spec.ts';
import { draftSpec, type Drafted } from './draft-spec.ts';
import type { ItemText } from './draft-prompt.ts';
import type { DraftsStore } from './drafts.store.ts';
import { readExamples } from './read-examples.ts';
import { makeSamples, type SampleDeps, type Samples } from './samples.ts';

type ModelGenerator = Extract<DatasetGenerator, { readonly kind: 'model' }>;

/** Notes and tasks as the person picked them, with whether any of them is private. */
export type ReadItems = (
  items: DraftBasis['items'],
) => Promise<{ readonly texts: readonly ItemText[]; readonly isPrivate: boolean }>;

export type DraftsServiceDeps = Omit<SampleDeps, 'ask'> & {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly models: Models;
  readonly definitions: DatasetsService;
  readonly readItems: ReadItems;
  readonly modelOf: (generator: ModelGenerator) => Promise<string | undefined>;
  readonly readsOf: (reader: Store['reader']) => DraftsStore;
  readonly writes: {
    putDraft(tx: Writer, draft: DatasetDraft): void;
    dropDraft(tx: Writer, id: string): void;
    putForm(tx: Writer, form: DraftForm, nowMs: number): void;
    dropForm(tx: Writer): void;
  };
};

const DRAFT_TOKENS = 6_000;
const NO_MODEL =
  'No language model is ready, so this was read off your words by rules and is made without one. Look it over, and change what is missing.';

/** From what a person says to a definition that they have seen: drafted, shown with three records, changed, confirmed. */
export class DraftsService {
  readonly #deps: DraftsServiceDeps;
  readonly #reads: DraftsStore;

  constructor(deps: DraftsServiceDeps) {
    this.#deps = deps;
    this.#reads = deps.readsOf(deps.store.reader);
  }

  async list(): Promise<readonly DatasetDraftSummary[]> {
    return (await this.#reads.list()).map(
      ({
        id,
        fingerprint,
        source,
        isPrivate,
        refreshCount,
        createdAt,
        updatedAt,
        spec: { name, title },
      }) => ({
        id,
        fingerprint,
        source,
        isPrivate,
        refreshCount,
        createdAt,
        updatedAt,
        name,
        title,
      }),
    );
  }

  async get(id: string): Promise<DatasetDraft> {
    const draft = await this.#reads.find(id);
    if (draft === undefined) {
      throw new AppError(
        'not_found',
        'This draft is not there any more. Nothing was changed; describe the data again.',
      );
    }
    return draft;
  }

  /** Asks a model at most twice: for the definition, and for three records by it. */
  async create(input: DraftBasisInput, signal: AbortSignal): Promise<DatasetDraft> {
    const basis = draftBasisSchema.parse(input);
    const { ids, clock } = this.#deps;
    const now = clock.nowMs();
    return this.#drafted(basis, { id: ids.next(), refreshCount: 0, createdAt: now }, signal);
  }

  /** Drafts it anew from the same basis. What the person changed in the former draft is gone with it. */
  async refresh(id: string, signal: AbortSignal): Promise<DatasetDraft> {
    const { basis, refreshCount, createdAt } = await this.get(id);
    return this.#drafted(basis, { id, refreshCount: refreshCount + 1, createdAt }, signal);
  }

  /** The person's own changes. Records are shown again at once where that costs nothing. */
  async edit(id: string, spec: DatasetSpec, signal: AbortSignal): Promise<DatasetDraft> {
    const draft = await this.get(id);
    const problems = await this.#problems(spec);
    const isFree = spec.generator.kind === 'builtin';
    const shown = isFree
      ? await this.#samples(spec, draft.isPrivate, signal)
      : { samples: [], sampleProblem: 'The definition was changed since these were made. Ask for new ones.' };
    return this.#keep({ ...draft, spec, problems, ...shown });
  }

  /** Three other records of the draft as it is. */
  async sample(id: string, signal: AbortSignal): Promise<DatasetDraft> {
    const draft = await this.get(id);
    const shown = await this.#samples(draft.spec, draft.isPrivate, signal);
    return this.#keep({ ...draft, ...shown, costMicros: draft.costMicros + shown.costMicros });
  }

  /** Makes it a dataset: what bears the fingerprint that was shown, and nothing else. */
  async confirm({ id, fingerprint, name, records }: DraftConfirmInput): Promise<Dataset> {
    const { store, definitions, readsOf, writes } = this.#deps;
    const { value } = await store.write({ command: 'datasets.create' }, async (tx) => {
      const draft = await readsOf(tx).find(id);
      const isSame = draft !== undefined && fingerprintOf(draft.basis, draft.spec) === fingerprint;
      if (!isSame || draft.fingerprint !== fingerprint) throw changed(draft === undefined);
      const problem = draft.problems.find(({ isWarning }) => !isWarning);
      if (problem !== undefined) {
        throw new AppError('invalid_input', `${problem.message} Nothing was made; change the draft first.`);
      }
      const spec = {
        ...draft.spec,
        name: name ?? (await definitions.freeNameIn(tx, draft.spec.name)),
        records: records ?? draft.spec.records,
      };
      writes.dropDraft(tx, id);
      return definitions.createIn(tx, spec, { isPrivate: draft.isPrivate });
    });
    return definitions.get(value);
  }

  /** What was typed and not sent yet. */
  form(): Promise<DraftForm | null> {
    return this.#reads.form();
  }

  async keepForm(form: DraftForm | null): Promise<void> {
    const { store, clock, writes } = this.#deps;
    await store.write({ command: 'datasets.drafts.keepForm' }, (tx) =>
      form === null ? writes.dropForm(tx) : writes.putForm(tx, form, clock.nowMs()),
    );
  }

  async remove(id: string): Promise<void> {
    await this.#deps.store.write({ command: 'datasets.drafts.remove' }, (tx) =>
      this.#deps.writes.dropDraft(tx, id),
    );
  }

  async #drafted(
    basis: DraftBasis,
    facts: Pick<DatasetDraft, 'id' | 'refreshCount' | 'createdAt'>,
    signal: AbortSignal,
  ): Promise<DatasetDraft> {
    const { texts, isPrivate } = await this.#deps.readItems(basis.items);
    const fileExamples = basis.file === null ? [] : await readExamples(basis.file);
    const { generator, isReady } = await this.#generatorFor(basis, isPrivate);
    const ask =
      generator.kind === 'model' && isReady
        ? (messages: readonly ModelMessage[], schema: JsonSchema) =>
            this.#ask({ generator, isPrivate, messages, schema, signal })
        : null;
    const isAskedFor = basis.generator?.kind !== 'builtin';
    const drafted: Drafted = await draftSpec(basis, {
      items: texts,
      examples: [...basis.examples, ...fileExamples],
      refresh: facts.refreshCount,
      generator,
      ask,
      notice: isAskedFor ? NO_MODEL : '',
    });
    const { spec, source, notice, mended, usage } = drafted;
    const problems = await this.#problems(spec);
    const shown = problems.some(({ isWarning }) => !isWarning)
      ? { samples: [], sampleProblem: 'The schema has to be put right first.', costMicros: 0 }
      : await this.#samples(spec, isPrivate, signal);
    return this.#keep({
      ...facts,
      ...usage,
      basis,
      spec,
      fingerprint: '',
      source,
      notice,
      mended,
      problems,
      samples: shown.samples,
      sampleProblem: shown.sampleProblem,
      isPrivate,
      costMicros: usage.costMicros + shown.costMicros,
      updatedAt: 0,
    });
  }

  /** What was asked for; else a model where one is ready, else the built-in way. */
  async #generatorFor(basis: DraftBasis, isPrivate: boolean) {
    const { models } = this.#deps;
    const reach = isPrivate ? 'local' : 'any';
    const asked = basis.generator;
    if (asked?.kind === 'builtin') return { generator: asked, isReady: false };
    const isNamed = asked?.model !== undefined || asked?.profile !== undefined;
    const isReady = isNamed || (await models.availability(reach)) === 'ready';
    if (asked !== undefined) return { generator: asked, isReady };
    return { generator: isReady ? MODEL_GENERATOR : BUILTIN_GENERATOR, isReady };
  }

  async #problems(spec: DatasetSpec) {
    const { definitions } = this.#deps;
    const found = [...checkSpec(spec), ...(await definitions.problemsAround(spec))];
    return found.map(({ path, message, line, column, isWarning }) => ({
      path,
      message,
      line,
      column,
      isWarning,
    }));
  }

  async #samples(
    spec: DatasetSpec,
    isPrivate: boolean,
    signal: AbortSignal,
  ): Promise<Samples & { readonly costMicros: number }> {
    let costMicros = 0;
    const { generator } = spec;
    const ask: SampleDeps['ask'] = async ({ messages, schema }) => {
      if (generator.kind !== 'model') throw new AppError('internal', 'The built-in generator asks no model.');
      const result = await this.#ask({ generator, isPrivate, messages, schema, signal });
      costMicros += result.costMicros;
      return result;
    };
    const shown = await makeSamples({ ...this.#deps, ask }, spec, signal);
    return { ...shown, costMicros };
  }

  async #ask(wanted: {
    readonly generator: ModelGenerator;
    readonly isPrivate: boolean;
    readonly messages: readonly ModelMessage[];
    readonly schema: JsonSchema | null;
    readonly signal: AbortSignal;
  }): Promise<ModelResult> {
    const { generator, isPrivate, messages, schema, signal } = wanted;
    const model = await this.#deps.modelOf(generator);
    return this.#deps.models.complete({
      feature: 'datasets',
      principal: actingNow()?.principal ?? 'user',
      runId: null,
      signal,
      messages,
      model,
      temperature: generator.temperature,
      maxOutputTokens: Math.max(generator.maxOutputTokens, DRAFT_TOKENS),
      reach: isPrivate ? 'local' : 'any',
      ...(schema !== null && {
        responseSchema: { name: 'dataset_draft', schema, checkedBy: 'caller' as const },
      }),
    });
  }

  async #keep(draft: DatasetDraft): Promise<DatasetDraft> {
    const { store, clock, writes } = this.#deps;
    const kept = {
      ...draft,
      fingerprint: fingerprintOf(draft.basis, draft.spec),
      updatedAt: clock.nowMs(),
    };
    await store.write({ command: 'datasets.drafts.keep' }, (tx) => writes.putDraft(tx, kept));
    return kept;
  }
}

/** SHA-256 of what was asked and what was drafted, as hex. */
function fingerprintOf(basis: DraftBasis, spec: DatasetSpec): string {
  return createHash('sha256')
    .update(canonicalJson([basis, spec]))
    .digest('hex');
}

function changed(isGone: boolean): AppError {
  return isGone
    ? new AppError(
        'not_found',
        'This draft is not there any more. Nothing was made; describe the data again.',
      )
    : new AppError(
        'conflict',
        'The draft is not the one that was shown: it was changed since. Nothing was made; look at it again.',
      );
}
