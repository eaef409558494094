/** What left and what came, by whom and where to. Never what it said. */
export type EgressEntry = {
  readonly feature: string;
  readonly host: string;
  readonly port: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly durationMs: number;
  readonly outcome: 'done' | 'failed' | 'refused';
};

/** Told of each connection when it ends, and of each refusal. Must not throw. */
export type EgressLedger = { note(entry: EgressEntry): void };
