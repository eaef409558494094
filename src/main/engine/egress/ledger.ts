import type { EgressOutcome } from '#shared/contracts/egress.ts';
export type { EgressOutcome };

/**
 * What left and what came, by whom and where to. Never what it said. For HTTP one entry is one request: the bytes of
 * its body and of its answer's body on the wire, without headers and TLS. For other protocols it is one connection
 * and everything that its socket carried.
 */
export type EgressEntry = {
  readonly feature: string;
  readonly host: string;
  readonly port: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly durationMs: number;
  readonly outcome: EgressOutcome;
  readonly runId?: string | null;
  readonly traceId?: string | null;
};

/** Told of each connection when it ends, and of each refusal. Must not throw. */
export type EgressLedger = { note(entry: EgressEntry): void };
