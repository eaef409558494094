import type { Grant } from '#shared/contracts/permissions.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { Activity } from '#main/domains/activity/index.ts';
import { createCloud, type Cloud } from '#main/domains/cloud/index.ts';
import {
  connectorActions,
  createConnectors,
  webActions,
  type Connectors,
} from '#main/domains/connectors/index.ts';
import { createNetwork, type Network } from '#main/domains/network/index.ts';
import type { ActionDefinition } from '#main/engine/actions/index.ts';
import {
  createEgress,
  createOfflineSwitch,
  type Egress,
  type EgressEntry,
} from '#main/engine/egress/index.ts';
import { createNamedSecrets, type NamedSecrets } from '#main/engine/named-secrets/index.ts';
import type { Outbox } from '#main/engine/outbox/index.ts';
import { createQueueing, type Queueing } from './queueing.ts';

export type Connecting = {
  readonly connectors: Connectors;
  readonly egress: Egress;
  readonly network: Network;
  readonly secrets: NamedSecrets;
  readonly cloud: Cloud;
  readonly outbox: Outbox;
  readonly queueing: Queueing;
  readonly actions: readonly ActionDefinition[];
  /** From here on every connection stands in the activity log. */
  logTo(activity: Activity): void;
};

/** The connectors, their way out and their passwords. */
export function createConnecting(base: {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** The rights that a plugin, flow or agent has now. */
  readonly grantsOf: (holder: string) => Promise<readonly Grant[]>;
  readonly onError: (error: unknown) => void;
}): Connecting {
  let log: Activity | null = null;
  // Nothing leaves until the network has started: the app may have been closed with the switch on.
  const offline = createOfflineSwitch(true);
  const network = createNetwork({ ...base, offline, nowMs: () => base.clock.nowMs() });
  const note = (entry: EgressEntry) => {
    log?.record(recordOf(entry));
    network.note(entry);
  };
  const egress = createEgress({ offline, ledger: { note } });
  const secrets = createNamedSecrets(base);
  const connectors = createConnectors({
    ...base,
    egress,
    secrets,
    timeZone: () => Promise.resolve(Intl.DateTimeFormat().resolvedOptions().timeZone),
  });
  const queueing = createQueueing({ ...base, offline });
  const { outbox } = queueing;
  const cloud = createCloud({
    ...base,
    outbox,
    secrets,
    egress,
    isOffline: () => offline.isOn(),
    nowMs: () => base.clock.nowMs(),
  });
  return {
    connectors,
    egress,
    network,
    secrets,
    cloud,
    outbox,
    queueing,
    actions: [...connectorActions(connectors), ...webActions({ egress, grantsOf: base.grantsOf })],
    logTo(activity) {
      log = activity;
    },
  };
}

/** A connection as the activity log has it: who, where to, how much. */
function recordOf({ feature, host, port, sentBytes, durationMs, outcome, runId = null }: EgressEntry) {
  return {
    // A plugin that asks a server itself is named; the rest is a connector that reads for one.
    principal: feature.includes(':') ? feature : `connector:${feature}`,
    actionId: 'egress.connect',
    effect: 'external' as const,
    resourceType: 'network',
    resource: `${host}:${port}`,
    outcome,
    bytes: sentBytes,
    durationMs,
    runId,
    detail: '',
  };
}
