/**
 * Traces and usage: what happened around each call of a model, and what models cost, for the person to look at, to
 * take out and to remove. Nothing in here is within reach of an action: no plugin and no model reads it.
 */
import type { Clock } from '#shared/kernel/clock.ts';
import type { Store } from '#main/db/store.ts';
import type { Gathering } from '#main/engine/gathering/index.ts';
import type { ResponseCache } from '#main/engine/models/response-cache/index.ts';
import type { SpendingParts } from '#main/engine/models/spending/index.ts';
import { createTracesStore } from './traces.store.ts';
import { TracesService } from './traces.service.ts';
import { createUsageStore } from './usage.store.ts';
import { UsageService } from './usage.service.ts';

export type Traces = TracesService;
export type Usage = UsageService;

export function createTraces(deps: {
  readonly store: Store;
  readonly rows: Gathering;
  readonly appVersion: string;
}): Traces {
  return new TracesService({ ...deps, reads: createTracesStore(deps.store.reader) });
}

export function createUsage(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly rows: Gathering;
  readonly spending: SpendingParts;
  readonly answers: ResponseCache;
}): Usage {
  return new UsageService({ ...deps, reads: createUsageStore(deps.store.reader) });
}
