/**
 * Agents: the specialists that answer questions with a language model. They read what the conversation is about
 * through actions, and what they would change becomes proposals; a plan that needs the person's word waits for it.
 */
import { createHash } from 'node:crypto';
import type { Store } from '#main/db/store.ts';
import type { Memory } from '#main/domains/memory/index.ts';
import type { Models } from '#main/engine/models/model-port.ts';
import type { Tracer } from '#main/engine/traces/trace-port.ts';
import { AgentSteps } from './agent-steps.ts';
import { AgentTools, type ToolsDeps } from './agent-tools.ts';
import { createAgentsStore } from './agents.store.ts';
import { Orchestrator } from './orchestrator.ts';

export { agendaActions } from './agenda.actions.ts';
export type { AgentEvent, AgentOutcome, AgentRun, DecidedStep, RunConditions } from './agent-run.ts';
export type Agents = Orchestrator;

export function createAgents(deps: {
  readonly store: Store;
  readonly models: Models;
  readonly memory: Memory;
  readonly tracer: Tracer;
  readonly actions: ToolsDeps['actions'];
  readonly appVersion: string;
}): Agents {
  const { store, models, memory, tracer, actions, appVersion } = deps;
  const tools = new AgentTools({
    actions,
    tracer,
    withPrivacy: (view, work) => store.withPrivacy(view, work),
    version: appVersion,
    contentHash: createHash('sha256').update(`adiuva-assistant ${appVersion}`).digest('hex'),
  });
  const steps = new AgentSteps({ models, memory, tools });
  return new Orchestrator({ steps, store: createAgentsStore(store), tracer });
}
