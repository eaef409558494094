import type { AgentName, AssistantModelFacts } from '#shared/contracts/assistant.ts';
import type { ModelMessage, ModelResult } from '#main/engine/models/model-port.ts';
import type { AgentEntry, RunConditions } from './agent-run.ts';
import { createSources, type Sources } from './sources.ts';

/** Where of a trace something stands. */
export type SpanPlace = { readonly traceId: string; readonly spanId: string };

/** A run while it goes: all texts of it are here, and the graph's state holds ids and counts alone. */
export class LiveRun {
  readonly runId: string;
  readonly conditions: RunConditions;
  readonly sources: Sources;
  readonly question: string;
  readonly history: readonly ModelMessage[];
  /** Set when its turn begins: what happens in it is told below this one. */
  span: SpanPlace = { traceId: '', spanId: '' };
  readonly #entries: AgentEntry[];
  #savedCount: number;

  constructor(options: {
    readonly runId: string;
    readonly conditions: RunConditions;
    readonly question?: string;
    readonly history?: readonly ModelMessage[];
    /** What an earlier turn of the run has kept. */
    readonly entries?: readonly AgentEntry[];
  }) {
    const { runId, conditions, question = '', history = [], entries = [] } = options;
    this.runId = runId;
    this.conditions = conditions;
    this.question = question;
    this.history = history;
    this.#entries = [...entries];
    this.#savedCount = entries.length;
    const known = entries.flatMap((entry) => (entry.type === 'source' ? [entry.citation] : []));
    this.sources = createSources(known, (citation) => this.add({ type: 'source', citation }));
  }

  add(entry: AgentEntry): void {
    this.#entries.push(entry);
  }

  /** What was added since the last time, and from which place on. */
  takeUnsaved(): { readonly from: number; readonly entries: readonly AgentEntry[] } {
    const from = this.#savedCount;
    this.#savedCount = this.#entries.length;
    return { from, entries: this.#entries.slice(from) };
  }

  messages(): readonly ModelMessage[] {
    return this.#entries.flatMap((entry) => (entry.type === 'message' ? [entry.message] : []));
  }

  /** What of the answer is written for good, paragraph by paragraph. */
  text(): string {
    const texts = this.#entries.flatMap((entry) => (entry.type === 'text' ? [entry.text.trim()] : []));
    return texts.filter((text) => text !== '').join('\n\n');
  }

  addResult(result: ModelResult): void {
    const { providerId, providerName, modelId, isLocal, isFromCache, costMicros } = result;
    const { inputTokens, outputTokens } = result.usage;
    const { durationMs, firstTokenMs, traceId } = result;
    this.add({
      type: 'model',
      facts: {
        providerId,
        providerName,
        modelId,
        isLocal,
        isFromCache,
        costMicros,
        calls: 1,
        inputTokens,
        outputTokens,
        durationMs,
        firstTokenMs,
        traceId,
      },
    });
  }

  /** The last model's name with the sums of all calls; null where none was asked. */
  facts(): AssistantModelFacts | null {
    const calls = this.#entries.flatMap((entry) => (entry.type === 'model' ? [entry.facts] : []));
    const last = calls.at(-1);
    if (!last) return null;
    const sum = (of: (facts: AssistantModelFacts) => number) => calls.reduce((all, one) => all + of(one), 0);
    return {
      ...last,
      isFromCache: calls.every(({ isFromCache }) => isFromCache),
      isLocal: calls.every(({ isLocal }) => isLocal),
      calls: sum((one) => one.calls),
      inputTokens: sum((one) => one.inputTokens),
      outputTokens: sum((one) => one.outputTokens),
      costMicros: sum((one) => one.costMicros),
      durationMs: sum((one) => one.durationMs),
    };
  }
}

/** What the checkpoints hold: ids and counts, never a text. */
export type RunState = {
  readonly agent: AgentName;
  readonly round: number;
  readonly proposalIds: readonly string[];
  /** Of those the ones that the run waits for. */
  readonly waitingFor: readonly string[];
  /** Id of the call that waits. */
  readonly waitCallId: string;
  readonly isTainted: boolean;
  readonly next: 'think' | 'act' | 'wait' | 'end';
};
