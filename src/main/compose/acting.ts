import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import { createActivity, type Activity } from '#main/domains/activity/index.ts';
import { createPermissions, type Permissions } from '#main/domains/permissions/index.ts';
import { createProposals, type Proposals } from '#main/domains/proposals/index.ts';
import { createActions, type ActionDefinition, type Actions } from '#main/engine/actions/index.ts';
import type { Changes } from '#main/engine/changes/index.ts';
import { itemNames } from './item-names.ts';

/** What others than the person act through: the gate, and what it asks, fills and tells. */
export type ActingParts = {
  readonly parts: {
    readonly activity: Activity;
    readonly permissions: Permissions;
    readonly proposals: Proposals;
    readonly actions: Actions;
  };
  start(): Promise<void>;
  stop(): Promise<void>;
};

export function createActing(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly changes: Changes;
  readonly definitions: readonly ActionDefinition[];
  readonly onError: (error: unknown) => void;
}): ActingParts {
  const { store, ids, changes, onError } = deps;
  const nowMs = () => deps.clock.nowMs();
  const activity = createActivity({ store, nowMs, onError });
  const permissions = createPermissions({ store, ids, nowMs });
  const proposals = createProposals({
    store,
    ids,
    nowMs,
    onError,
    activity,
    // The gate fills the inbox, and the inbox runs what is approved through the gate.
    actions: () => actions,
    undo: (changeSetId) => changes.undo(changeSetId),
  });
  const actions: Actions = createActions({
    definitions: deps.definitions,
    ports: {
      permissions,
      proposals: proposals.inbox,
      activity,
      names: itemNames(store.reader),
      hides: (ids) => store.hides(ids),
    },
    nowMs,
  });
  return {
    parts: { activity, permissions, proposals, actions },
    start: () => proposals.reconciler.start(),
    async stop() {
      actions.close();
      await proposals.reconciler.stop();
      await activity.close();
    },
  };
}
