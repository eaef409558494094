/** Actions: what agents, flows, plans and plugins may do, and the one gate that each of their calls passes. */
import type { ActionDefinition } from './action-definition.ts';
import type { Actions } from './action-gate.ts';
import type { ActionPorts } from './action-ports.ts';
import { createRegistry } from './action-registry.ts';
import { Gate } from './gate.ts';

export {
  defineAction,
  type ActionContext,
  type ActionDefinition,
  type ActionPreview,
  type ActionSuggestion,
  type PreviewField,
} from './action-definition.ts';
export type { ActionGate, Actions, ApprovedCall, InvokeOptions } from './action-gate.ts';
export type {
  ActionPorts,
  ActivityPort,
  ItemNames,
  PermissionsPort,
  ProposalsPort,
  Refusal,
  RightsHolder,
  WantedWrite,
} from './action-ports.ts';
export { changedFields } from './action-preview.ts';

export function createActions(deps: {
  readonly definitions: readonly ActionDefinition[];
  readonly ports: ActionPorts;
  readonly nowMs: () => number;
  readonly tickMs?: () => number;
}): Actions {
  const { definitions, ports, nowMs, tickMs = () => performance.now() } = deps;
  return new Gate({ registry: createRegistry(definitions), ports, nowMs, tickMs });
}
