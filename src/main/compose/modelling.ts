import type { Settings } from '#shared/contracts/settings.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import { createDatasetProfiles, type DatasetProfiles } from '#main/domains/datasets/index.ts';
import {
  createModelProviderList,
  createModelProviders,
  type ModelProviders,
} from '#main/domains/models/index.ts';
import type { Permissions } from '#main/domains/permissions/index.ts';
import type { ActionDefinition } from '#main/engine/actions/index.ts';
import type { Egress } from '#main/engine/egress/index.ts';
import {
  createModelGateway,
  modelActions,
  type HealthBoard,
  type Models,
  type OpenProvider,
  type ProviderSource,
} from '#main/engine/models/index.ts';
import { createProviderSessions } from '#main/engine/models/providers/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import { createCosting, type Costing } from './costing.ts';

export type Modelling = {
  /** The gateway: for whoever asks a model. */
  readonly models: Models;
  readonly providers: ModelProviders;
  /** Servers that are asked for datasets alone: not in the chain, and not among the providers. */
  readonly profiles: DatasetProfiles;
  readonly open: OpenProvider;
  readonly actions: readonly ActionDefinition[];
  /** What calls leave behind: traces, ledger, kept answers. */
  readonly costing: Costing;
  /** Before the first call. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** Language models: who is asked, by which way, at whose expense. */
export function createModelling(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly egress: Egress;
  readonly isOffline: () => boolean;
  readonly secrets: NamedSecrets;
  readonly settings: () => Promise<Settings>;
  /** Asked at the first call: the rights stand behind the gate, which is built later. */
  readonly permissions: () => Permissions;
  readonly onError: (error: unknown) => void;
}): Modelling {
  const { store, secrets, ids } = deps;
  const nowMs = () => deps.clock.nowMs();
  let board: HealthBoard | null = null;
  const providers = createModelProviderList({
    store,
    secrets,
    nowMs,
    onChanged(id) {
      board?.forget(id);
      deps.egress.letGo();
    },
  });
  const profiles = createDatasetProfiles({ store, secrets, nowMs });
  const costing = createCosting(deps);
  const open = createProviderSessions(deps.egress);
  const gateway = createModelGateway({
    providers: both(providers, profiles),
    open,
    spending: costing.spending.port,
    cache: costing.answers,
    tracer: costing.tracer,
    priceOf: (wanted) => costing.spending.priceOf(wanted),
    isOffline: deps.isOffline,
    nowMs,
    random: Math.random,
  });
  board = gateway.board;
  const stop = board.onChange((id) => tellHealth(deps, id));
  const { models } = gateway;
  const parts = { providers, profiles, costing };
  return {
    models,
    providers: createModelProviders({ store, ids, nowMs, secrets, providers, open, models, board }),
    profiles,
    open,
    actions: modelActions({ models, providers }),
    costing,
    ...beginningAndEnding(deps, parts, stop),
  };
}

function beginningAndEnding(
  deps: Parameters<typeof endingWithRights>[0],
  parts: Pick<Modelling, 'costing'> & Record<'providers' | 'profiles', { close(): void }>,
  stopListening: () => void,
): Pick<Modelling, 'start' | 'stop'> {
  const ending = endingWithRights(deps);
  return {
    start() {
      ending.start();
      return parts.costing.start();
    },
    async stop() {
      stopListening();
      ending.stop();
      parts.providers.close();
      parts.profiles.close();
      await parts.costing.stop();
    },
  };
}

/** The first ones in their order; the others are found where they are named. */
function both(first: ProviderSource, others: ProviderSource): ProviderSource {
  return {
    list: async () => (await Promise.all([first.list(), others.list()])).flat(),
    key: async (id) => (await first.key(id)) ?? others.key(id),
  };
}

function tellHealth(
  { store, onError }: { store: Store; onError: (error: unknown) => void },
  id: string,
): void {
  void store.write({ command: 'models.health' }, (tx) => tx.touch('model_health', [id])).catch(onError);
}

/** No connection to a model stays open for whoever just lost the right to one. */
function endingWithRights({
  permissions,
  egress,
}: {
  readonly permissions: () => Permissions;
  readonly egress: Egress;
}) {
  let stopListening = () => {};
  return {
    start() {
      stopListening = permissions().onRevoked(() => egress.letGo());
    },
    stop() {
      stopListening();
      egress.letGo();
    },
  };
}
