import type {
  ActionInfo,
  ActionOutcome,
  ActionPrincipal,
  ProposalSource,
} from '#shared/contracts/actions.ts';
import type { WorkspaceScope } from '#shared/kernel/permission-scope.ts';
import type { Acting } from '#main/db/acting.ts';
import type { ActionPreview } from './action-definition.ts';
import type { ActionRegistry } from './action-registry.ts';

export type InvokeOptions = {
  /** The job, plan or plugin run that the call is part of. */
  readonly runId?: string | null;
  readonly signal?: AbortSignal;
  /** What a proposal tells the person, should the call become one. */
  readonly reason?: string;
  readonly sources?: readonly ProposalSource[];
  /** Of the workspace nothing outside of this part is reached, whatever rights there are. */
  readonly within?: WorkspaceScope;
  /** The run has read what others may have written: no standing rule lets a write through, each is asked about. */
  readonly isTainted?: boolean;
};

/**
 * The single way to run an action: parse, check the rights, make a proposal of an unattended write unless a standing
 * rule allows it, log, run, parse the output. Throws `forbidden` with the missing right, `invalid_input`,
 * `not_found` for an unknown action; each refusal stands in the activity log.
 */
export type ActionGate = {
  list(): readonly ActionInfo[];
  invoke(
    actionId: string,
    input: unknown,
    principal: ActionPrincipal,
    options?: InvokeOptions,
  ): Promise<ActionOutcome>;
};

/** What the person has agreed to: it runs without a right of the principal, once, and is logged under its name. */
export type ApprovedCall = {
  readonly actionId: string;
  readonly input: unknown;
  readonly principal: ActionPrincipal;
  readonly runId: string | null;
  readonly proposalId: string;
  /** Goes into the transaction of the change; throws where the approval was used already. */
  readonly alongside: NonNullable<Acting['alongside']>;
};

/** The gate with what only proposals and plans are handed. */
export type Actions = ActionGate & {
  readonly registry: ActionRegistry;
  runApproved(call: ApprovedCall): Promise<unknown>;
  /** What it would do now. Throws `not_found` where what it is about is gone. */
  preview(actionId: string, input: unknown, principal: ActionPrincipal): Promise<ActionPreview>;
  /** The input as the action takes it. Throws `invalid_input`. */
  parseInput(actionId: string, input: unknown): unknown;
  /** Stops listening for revocations; calls under way go on. */
  close(): void;
};
