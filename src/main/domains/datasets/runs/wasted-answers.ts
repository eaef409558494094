/** Answers that were thrown away since the last commit; what they cost is part of their records' cost too. */
export type WastedAnswers = {
  readonly duplicates: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number;
};

export const NO_WASTE: WastedAnswers = { duplicates: 0, inputTokens: 0, outputTokens: 0, costMicros: 0 };

export function addWasted(before: WastedAnswers, more: WastedAnswers): WastedAnswers {
  return {
    duplicates: before.duplicates + more.duplicates,
    inputTokens: before.inputTokens + more.inputTokens,
    outputTokens: before.outputTokens + more.outputTokens,
    costMicros: before.costMicros + more.costMicros,
  };
}
