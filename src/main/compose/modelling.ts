import type { Settings } from '#shared/contracts/settings.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
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
} from '#main/engine/models/index.ts';
import { createProviderSessions } from '#main/engine/models/providers/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import { createCosting, type Costing } from './costing.ts';

export type Modelling = {
  /** The gateway: for whoever asks a model. */
  readonly models: Models;
  readonly providers: ModelProviders;
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
  const costing = createCosting(deps);
  const open = createProviderSessions(deps.egress);
  const gateway = createModelGateway({
    providers,
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
  const ending = endingWithRights(deps);
  const { models } = gateway;
  return {
    models,
    providers: createModelProviders({ store, ids, nowMs, secrets, providers, open, models, board }),
    actions: modelActions({ models, providers }),
    costing,
    start() {
      ending.start();
      return costing.start();
    },
    async stop() {
      stop();
      ending.stop();
      providers.close();
      await costing.stop();
    },
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
