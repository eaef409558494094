import type { ActionPrincipal, ProposalSource } from '#shared/contracts/actions.ts';
import type { ActivityRecord } from '#shared/contracts/activity.ts';
import type { PermissionRequest } from '#shared/contracts/permissions.ts';
import type { Writer } from '#main/db/store.ts';
import type { ActionDefinition, ActionPreview } from './action-definition.ts';

/** Why a call may not be made. */
export type Refusal = {
  readonly reason: 'no_grant' | 'other_resource' | 'expired' | 'revoked' | 'changed' | 'denied';
  readonly request: PermissionRequest;
  /** Plain words: who may not do what, and why. */
  readonly message: string;
};

export type PermissionsPort = {
  /** Null when every request is covered and none is denied. The person at the keyboard is never asked. */
  check(
    principal: ActionPrincipal,
    requests: readonly PermissionRequest[],
  ): Promise<Refusal | null> | Refusal | null;
  /** Calls back with whom a right was taken from, before `revoke` resolves. */
  onRevoked(listener: (holder: RightsHolder) => void): () => void;
};

export type RightsHolder = { readonly holder: string; readonly contentHash: string };

/** A write that somebody other than the person wants. */
export type WantedWrite = {
  readonly definition: ActionDefinition;
  readonly input: unknown;
  readonly preview: ActionPreview;
  readonly principal: ActionPrincipal;
  readonly runId: string | null;
  readonly reason: string;
  readonly sources: readonly ProposalSource[];
};

export type ProposalsPort = {
  /** Puts it into the inbox, or finds the very same one that waits there already. */
  create(wanted: WantedWrite): Promise<string>;
  /** The id of the standing rule that allows it, or null. */
  ruleFor(wanted: WantedWrite): Promise<string | null>;
  /** Keeps what a rule let through beside the approved ones, in the transaction of the change itself. */
  recordAllowedIn(tx: Writer, wanted: WantedWrite, ruleId: string): Promise<void>;
};

export type ActivityPort = {
  /** Takes the entry for the log; it is on disk within moments, and before `flush` resolves. */
  record(entry: ActivityRecord): void;
  flush(): Promise<void>;
};

/** What items are called, by id; ids of nothing that is known are left out. */
export type ItemNames = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

export type ActionPorts = {
  readonly names: ItemNames;
  readonly permissions: PermissionsPort;
  readonly proposals: ProposalsPort;
  readonly activity: ActivityPort;
  /**
   * Whether what one of these ids names is private and not open to the caller. A write reads rows in its transaction,
   * where no privacy view stands: so it may not even name them.
   */
  readonly hides: (ids: readonly string[]) => Promise<boolean>;
};
