import type { Settings } from '#shared/contracts/settings.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import { appVersion } from '#main/app-version.ts';
import type { Store } from '#main/db/store.ts';
import { createAgents } from '#main/domains/agents/index.ts';
import type { Answers } from '#main/domains/answers/index.ts';
import { createAssistant, type Assistant } from '#main/domains/assistant/index.ts';
import type { Memory } from '#main/domains/memory/index.ts';
import type { ActingParts } from './acting.ts';
import type { Modelling } from './modelling.ts';

/** The assistant with its agents, over the gateway, the gate and what can be answered without a model. */
export function createAssisting(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly memory: Memory;
  readonly modelling: Pick<Modelling, 'models' | 'costing'>;
  readonly acting: ActingParts['parts'];
  readonly answers: Answers;
  readonly settings: () => Promise<Settings>;
  readonly onError: (error: unknown) => void;
}): Assistant {
  const { store, ids, clock, memory, modelling, acting, answers, settings, onError } = deps;
  const { models, costing } = modelling;
  const agents = createAgents({
    store,
    models,
    memory,
    tracer: costing.tracer,
    actions: () => acting.actions,
    appVersion: appVersion(),
  });
  return createAssistant({
    store,
    ids,
    clock,
    agents,
    answers,
    models,
    onError,
    proposals: acting.proposals,
    keptDays: async () => (await settings()).trashRetentionDays,
  });
}
