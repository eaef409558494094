import { randomBytes } from 'node:crypto';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import {
  createModelProviderList,
  createModelProviders,
  type ModelProviders,
} from '#main/domains/models/index.ts';
import type { ActionDefinition } from '#main/engine/actions/index.ts';
import type { Egress } from '#main/engine/egress/index.ts';
import {
  createModelGateway,
  modelActions,
  type HealthBoard,
  type Models,
  type ResponseCachePort,
  type SpendingPort,
} from '#main/engine/models/index.ts';
import { createProviderSessions } from '#main/engine/models/providers/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import type { Tracer } from '#main/engine/traces/trace-port.ts';

export type Modelling = {
  /** The gateway: for whoever asks a model. */
  readonly models: Models;
  readonly providers: ModelProviders;
  readonly actions: readonly ActionDefinition[];
  close(): void;
};

/** Language models: who is asked, by which way, at whose expense. */
export function createModelling(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly egress: Egress;
  readonly isOffline: () => boolean;
  readonly secrets: NamedSecrets;
  readonly onError: (error: unknown) => void;
}): Modelling {
  const { store, secrets, ids } = deps;
  const nowMs = () => deps.clock.nowMs();
  let board: HealthBoard | null = null;
  const providers = createModelProviderList({
    store,
    secrets,
    nowMs,
    onChanged: (id) => board?.forget(id),
  });
  const open = createProviderSessions(deps.egress);
  const gateway = createModelGateway({
    providers,
    open,
    spending: unlimited,
    cache: noCache,
    tracer: untraced,
    priceOf: async () => null,
    isOffline: deps.isOffline,
    nowMs,
    random: Math.random,
  });
  board = gateway.board;
  const stop = board.onChange((id) => {
    void store
      .write({ command: 'models.health' }, (tx) => tx.touch('model_health', [id]))
      .catch(deps.onError);
  });
  const { models } = gateway;
  return {
    models,
    providers: createModelProviders({ store, ids, nowMs, secrets, providers, open, models, board }),
    actions: modelActions({ models, providers }),
    close() {
      stop();
      providers.close();
    },
  };
}

const unlimited: SpendingPort = {
  reserve: async () => ({ settle: async () => ({ costMicros: 0 }), release: () => {} }),
};
const noCache: ResponseCachePort = { find: async () => null, keep: async () => {} };
const untraced: Tracer = {
  start: ({ traceId = randomBytes(16).toString('hex') }) => ({
    traceId,
    spanId: randomBytes(8).toString('hex'),
    set: () => {},
    event: () => {},
    content: () => {},
    end: () => {},
  }),
};
