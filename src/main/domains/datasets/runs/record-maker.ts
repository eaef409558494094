import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { MadeRecord, RawRecord, RecordOutcome } from '#shared/contracts/datasets-worker.ts';
import type { RecordIssue } from '#shared/contracts/datasets.ts';
import { recordSeed } from '#shared/kernel/record-random.ts';
import type { ModelMessage, ModelResult } from '#main/engine/models/model-port.ts';
import type { Batched } from './batched.ts';
import { readAnswer } from './read-answer.ts';
import { drawFacets } from './record-facets.ts';
import type { RecordIndex } from './record-index.ts';
import { correctionText, evolveText, type PromptPlan } from './record-prompt.ts';
import type { RecordWriter } from './record-writer.ts';
import type { Asked } from './run-asking.ts';
import type { RunSeats } from './run-lanes.ts';
import { RecordFailed } from './run-halt.ts';
import type { RunRecord } from './run-records.store.ts';

/** Of an answer, what a record is made by. */
type Result = Pick<ModelResult, 'text' | 'finishReason' | 'costMicros' | 'modelId'> & {
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
  readonly attempts: readonly { readonly errorClass: string | null }[];
};

/** Which record a call is for, and the how manieth of it. */
export type CallFor = { readonly number: number; readonly attempt: number };

export type RecordMakerDeps = {
  readonly spec: DatasetSpec;
  readonly seed: number;
  readonly prompt: PromptPlan;
  readonly asking: { ask(asked: Asked, signal: AbortSignal, callFor: CallFor): Promise<Result> };
  readonly seats: RunSeats;
  /** Columns, validation and checks, in the thread. */
  readonly finishing: Batched<RawRecord, RecordOutcome>;
  readonly index: Pick<RecordIndex, 'offer'> | null;
  readonly writer: Pick<RecordWriter, 'waste'>;
  readonly onAttempt: (number: number, attempt: number) => void;
  readonly worker: string;
  readonly nowMs: () => number;
};

/** Further answers for a record that is too alike another. */
const MOST_ALIKE = 5;

type Spent = { attempts: number; inputTokens: number; outputTokens: number; costMicros: number };
type Making = Spent & {
  readonly number: number;
  readonly seed: number;
  readonly facets: Readonly<Record<string, unknown>>;
  readonly base: readonly ModelMessage[];
  readonly startedMs: number;
  modelId: string | null;
  readonly signal: AbortSignal;
  /** Gives up the seat that this record has among the calls under way; null while it has none. */
  leave: (() => void) | null;
};

/** An answer that became a record, or why it did not. */
type Taken =
  | { readonly isTaken: true; readonly made: MadeRecord; readonly issues: readonly RecordIssue[] }
  | {
      readonly isTaken: false;
      readonly why: 'invalid' | 'alike' | 'final';
      readonly problem: string;
      told: string;
    };

/** Makes one record with a model: asked, read, held against the definition, asked again where that helps. */
export class RecordMaker {
  readonly #deps: RecordMakerDeps;
  /** Found out with the first answer: a schema that the provider refuses goes along in words. */
  #isInWords = false;

  constructor(deps: RecordMakerDeps) {
    this.#deps = deps;
  }

  /** With a seat for its first call. Throws what stops the run: `RunHalt`, or that it was cancelled. */
  async make(number: number, turn: Pick<Making, 'signal' | 'leave'>): Promise<RunRecord> {
    const making = this.#begin(number, turn);
    try {
      return await this.#untilItFits(making);
    } catch (error) {
      if (error instanceof RecordFailed) return this.#failed(making, error.message);
      throw error;
    }
  }

  #begin(number: number, turn: Pick<Making, 'signal' | 'leave'>): Making {
    const { spec, seed: runSeed, nowMs } = this.#deps;
    const seed = recordSeed(runSeed, number);
    const facets = drawFacets(spec.facets, runSeed, number);
    return {
      number,
      seed,
      facets,
      base: this.#deps.prompt.messages({ number, seed, facets }, this.#isInWords),
      startedMs: nowMs(),
      modelId: null,
      attempts: 0,
      inputTokens: 0,
      outputTokens: 0,
      costMicros: 0,
      ...turn,
    };
  }

  async #untilItFits(making: Making): Promise<RunRecord> {
    const { generator } = this.#deps.spec;
    const retries = generator.kind === 'model' ? generator.retries : 0;
    const left = { invalid: retries, alike: MOST_ALIKE, final: 0 };
    let messages = making.base;
    for (;;) {
      const answer = await this.#ask(making, messages);
      const taken = await this.#take(making, answer);
      if (taken.isTaken) return this.#whole(making, taken.made, taken.issues);
      if (taken.why === 'alike') this.#waste(answer);
      if (left[taken.why] === 0) return this.#failed(making, taken.problem);
      left[taken.why] -= 1;
      messages = [...making.base, ...dialogue(answer.text, correctionText(taken.told))];
    }
  }

  async #ask(making: Making, messages: readonly ModelMessage[]): Promise<Result> {
    const { seats, prompt, onAttempt } = this.#deps;
    const leave = making.leave ?? (await seats.enter(making.signal));
    making.leave = null;
    making.attempts += 1;
    onAttempt(making.number, making.attempts);
    const responseSchema = { name: prompt.schemaName, schema: prompt.schema, checkedBy: 'caller' as const };
    const seed = (making.seed + making.attempts - 1) % 0x80000000;
    const asked = { messages, seed, ...(!this.#isInWords && { responseSchema }) };
    const callFor = { number: making.number, attempt: making.attempts };
    const answer = await this.#deps.asking.ask(asked, making.signal, callFor).finally(leave);
    this.#isInWords ||= wasRefused(answer);
    making.inputTokens += answer.usage.inputTokens;
    making.outputTokens += answer.usage.outputTokens;
    making.costMicros += answer.costMicros;
    making.modelId = answer.modelId;
    return answer;
  }

  async #take(making: Making, answer: Result): Promise<Taken> {
    const first = await this.#finish(making.number, answer);
    if (!first.isTaken) return first;
    const evolved = await this.#evolved(making, answer, first.made);
    return this.#compared(evolved);
  }

  async #finish(number: number, answer: Result): Promise<Taken> {
    const read = await readAnswer(answer);
    if (!read.isRead) return { isTaken: false, why: 'invalid', problem: read.problem, told: read.told };
    const outcome = await this.#deps.finishing.ask({ number, text: read.text });
    if (outcome.isMade) return { isTaken: true, made: outcome, issues: outcome.issues };
    const told = `It does not fit the schema:\n${outcome.errors.join('\n')}`;
    // A column that cannot be made is no fault of the model.
    const why = outcome.reason === 'invalid' ? 'invalid' : 'final';
    return { isTaken: false, why, problem: outcome.problem, told };
  }

  /** Asked to be made more demanding; one that is worse than before is left as it was. */
  async #evolved(making: Making, answer: Result, made: MadeRecord): Promise<MadeRecord> {
    const { generator } = this.#deps.spec;
    const rounds = generator.kind === 'model' ? generator.evolve : 0;
    let best = { answer, made };
    for (let round = 0; round < rounds; round += 1) {
      const next = await this.#ask(making, [...making.base, ...dialogue(best.answer.text, evolveText())]);
      const taken = await this.#finish(making.number, next);
      if (taken.isTaken) best = { answer: next, made: taken.made };
    }
    return best.made;
  }

  async #compared(made: MadeRecord): Promise<Taken> {
    const { index } = this.#deps;
    if (index === null) return { isTaken: true, made, issues: made.issues };
    const { alike, twins } = await index.offer({ number: made.number, text: made.text });
    if (alike === null) return { isTaken: true, made, issues: [...made.issues, ...twins.map(twinIssue)] };
    return {
      isTaken: false,
      why: 'alike',
      problem: `Every answer was too alike a record that is there, the last one number ${alike.number + 1}.`,
      told: 'It is too much like a record that was made before. Make one that differs in what happens and in its words.',
    };
  }

  #waste({ usage, costMicros }: Result): void {
    const { inputTokens, outputTokens } = usage;
    this.#deps.writer.waste({ duplicates: 1, inputTokens, outputTokens, costMicros });
  }

  #whole(making: Making, { text, hash }: MadeRecord, issues: readonly RecordIssue[]): RunRecord {
    return { ...this.#facts(making), state: 'made', value: text, hash, problem: null, issues };
  }

  #failed(making: Making, problem: string): RunRecord {
    return { ...this.#facts(making), state: 'failed', value: null, hash: null, problem, issues: [] };
  }

  #facts(making: Making) {
    const { number, seed, facets, attempts, modelId, inputTokens, outputTokens, costMicros } = making;
    const { nowMs, worker } = this.#deps;
    const durationMs = Math.round(nowMs() - making.startedMs);
    const hasFacets = Object.keys(facets).length > 0;
    const usage = { inputTokens, outputTokens, costMicros, durationMs };
    return { number, seed, facets: hasFacets ? facets : null, attempts, modelId, worker, ...usage };
  }
}

export function twinIssue({ check, number }: { check: string; number: number }): RecordIssue {
  return { check, message: `The same as in record ${number + 1}.` };
}

function dialogue(answer: string, next: string): readonly ModelMessage[] {
  return [
    { role: 'assistant', content: answer },
    { role: 'user', content: next },
  ];
}

/** The gateway asked a second time, without the schema, and that was answered. */
function wasRefused({ attempts }: Result): boolean {
  return attempts.length > 1 && attempts.some(({ errorClass }) => errorClass === 'permanent_validation');
}
