import type { z } from 'zod';
import type { ActionEffect, ActionPrincipal } from '#shared/contracts/actions.ts';
import type { PermissionRequest } from '#shared/contracts/permissions.ts';

/** What a running action is told. Data is reached through the services that the definition was built with. */
export type ActionContext = {
  readonly principal: ActionPrincipal;
  /** The job, plan or plugin run that it is part of. */
  readonly runId: string | null;
  readonly nowMs: number;
  /** Aborted when the run is cancelled, or a right that it needs is revoked. */
  readonly signal: AbortSignal;
};

/** One field that a write would change, as a person reads it. `before` is null for something new. */
export type PreviewField = {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
};

/** What a write would do, told before it is done. */
export type ActionPreview = {
  /** One line: "New task: Send the invoice to Acme". */
  readonly summary: string;
  readonly kind: string;
  /** Null for something new. */
  readonly entityId: string | null;
  readonly projectId: string | null;
  readonly clientId: string | null;
  readonly fields: readonly PreviewField[];
  readonly risk: 'low' | 'medium' | 'high';
};

/**
 * Something that agents, flows, plans and plugins may do. Nothing else lets them touch data or the outside; the one
 * way to run it is `ActionGate.invoke`.
 */
export type ActionDefinition<Input = unknown, Output = unknown> = {
  /** `<noun>.<verb>`, stable. */
  readonly id: string;
  readonly title: string;
  /** What it does, for a person and for a model. */
  readonly description: string;
  readonly input: z.ZodType<Input>;
  readonly output: z.ZodType<Output>;
  readonly effect: ActionEffect;
  /** The rights that this very call needs; empty for what everyone may do. */
  needs(input: Input): readonly PermissionRequest[] | Promise<readonly PermissionRequest[]>;
  /** Writes have one: it is what the proposal shows. */
  preview?(ctx: ActionContext, input: Input): Promise<ActionPreview>;
  run(ctx: ActionContext, input: Input): Promise<Output>;
};

export function defineAction<Input, Output>(
  definition: ActionDefinition<Input, Output>,
): ActionDefinition<Input, Output> {
  return definition;
}
