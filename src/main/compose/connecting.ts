import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { Activity } from '#main/domains/activity/index.ts';
import { connectorActions, createConnectors, type Connectors } from '#main/domains/connectors/index.ts';
import type { ActionDefinition } from '#main/engine/actions/index.ts';
import { createEgress, type Egress, type EgressEntry } from '#main/engine/egress/index.ts';
import { createNamedSecrets, type NamedSecrets } from '#main/engine/named-secrets/index.ts';

export type Connecting = {
  readonly connectors: Connectors;
  readonly egress: Egress;
  readonly secrets: NamedSecrets;
  readonly actions: readonly ActionDefinition[];
  /** From here on every connection stands in the activity log. */
  logTo(activity: Activity): void;
};

/** The connectors, their way out and their passwords. */
export function createConnecting(base: {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
}): Connecting {
  let log: Activity | null = null;
  const egress = createEgress({ ledger: { note: (entry) => log?.record(recordOf(entry)) } });
  const secrets = createNamedSecrets(base);
  const connectors = createConnectors({
    ...base,
    egress,
    secrets,
    timeZone: () => Promise.resolve(Intl.DateTimeFormat().resolvedOptions().timeZone),
  });
  return {
    connectors,
    egress,
    secrets,
    actions: connectorActions(connectors),
    logTo(activity) {
      log = activity;
    },
  };
}

/** A connection as the activity log has it: who, where to, how much. */
function recordOf({ feature, host, port, sentBytes, durationMs, outcome }: EgressEntry) {
  return {
    principal: `connector:${feature}`,
    actionId: 'egress.connect',
    effect: 'external' as const,
    resourceType: 'network',
    resource: `${host}:${port}`,
    outcome,
    bytes: sentBytes,
    durationMs,
    runId: null,
    detail: '',
  };
}
