import type {
  ActionInfo,
  ActionOutcome,
  ActionPrincipal,
  ProposalSource,
} from '#shared/contracts/actions.ts';

export type InvokeOptions = {
  /** The job, plan or plugin run that the call is part of. */
  readonly runId?: string | null;
  readonly signal?: AbortSignal;
  /** What a proposal tells the person, should the call become one. */
  readonly reason?: string;
  readonly sources?: readonly ProposalSource[];
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
