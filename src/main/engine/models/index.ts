/**
 * The door to language models. Every call of the product passes here: it is checked against rights and budgets
 * before it is sent, tried along the person's chain of providers, and leaves a trace and a row in each ledger.
 */
import { createHealthBoard, type HealthBoard } from './health-board.ts';
import { createModels, type GatewayDeps } from './gateway.ts';
import type { Models } from './model-port.ts';
import { createTurnstile } from './turnstile.ts';

export { modelActions } from './model.actions.ts';
export type {
  ModelAvailability,
  ModelReach,
  ModelRequest,
  Models,
  ResponseCachePort,
  SpendingPort,
} from './model-port.ts';
export { addressOf, isLocalAddress, presetOf, staysHere } from './presets.ts';
export { createProviderList, type ProviderList, type ProviderListDeps } from './provider-list.ts';
export {
  ProviderFailure,
  type KnownProvider,
  type OpenProvider,
  type ProviderSource,
} from './provider-port.ts';
export type { HealthBoard } from './health-board.ts';

type ModelGateway = { readonly models: Models; readonly board: HealthBoard };

export function createModelGateway(deps: Omit<GatewayDeps, 'board' | 'turnstile'>): ModelGateway {
  const board = createHealthBoard(deps.nowMs);
  return { board, models: createModels({ ...deps, board, turnstile: createTurnstile() }) };
}
