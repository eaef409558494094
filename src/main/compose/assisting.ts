import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import { appVersion } from '#main/app-version.ts';
import type { Store } from '#main/db/store.ts';
import { createAgents } from '#main/domains/agents/index.ts';
import type { Answers } from '#main/domains/answers/index.ts';
import { createAssistant, type Assistant } from '#main/domains/assistant/index.ts';
import type { Briefs } from '#main/domains/brief/index.ts';
import type { Memory } from '#main/domains/memory/index.ts';
import type { ActingParts } from './acting.ts';
import { createAnswering } from './answering.ts';
import type { LocalParts } from './local-parts.ts';
import type { Modelling } from './modelling.ts';

type AnsweringDeps = Parameters<typeof createAnswering>[0];

export type Assisting = {
  readonly parts: { readonly assistant: Assistant; readonly answers: Answers; readonly briefs: Briefs };
  start(runsSchedules: boolean): Promise<void>;
  stop(): Promise<void>;
};

/** Who answers: the assistant with its agents, what can be answered without a model, and the brief of the day. */
export function createAssisting(
  deps: Pick<
    AnsweringDeps,
    'store' | 'clock' | 'search' | 'connectors' | 'jobs' | 'scheduler' | 'onError'
  > & {
    readonly store: Store;
    readonly clock: Clock;
    readonly ids: IdSource;
    readonly nouns: Omit<AnsweringDeps['nouns'], 'listEvents'>;
    readonly local: LocalParts;
    readonly modelling: Pick<Modelling, 'models' | 'costing'>;
    readonly memory: Memory;
    readonly acting: ActingParts['parts'];
  },
): Assisting {
  const { store, ids, clock, nouns, local, modelling, memory, acting, onError } = deps;
  const { models, costing } = modelling;
  const answering = createAnswering({
    ...deps,
    ...acting,
    nouns: { ...nouns, listEvents: (input) => local.externalItems.listEvents(input) },
    models,
  });
  const { answers, briefs } = answering;
  const agents = createAgents({
    store,
    models,
    memory,
    tracer: costing.tracer,
    actions: () => acting.actions,
    appVersion: appVersion(),
  });
  const assistant = createAssistant({
    store,
    ids,
    clock,
    agents,
    answers,
    models,
    onError,
    proposals: acting.proposals,
    keptDays: async () => (await nouns.settings.get()).trashRetentionDays,
  });
  return {
    parts: { assistant, answers, briefs },
    async start(runsSchedules) {
      if (runsSchedules) await answering.start();
      await assistant.start();
    },
    async stop() {
      await assistant.stop();
      await answering.stop();
    },
  };
}
