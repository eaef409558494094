import type { z } from 'zod';
import type { ActionEffect, ActionPrincipal } from '#shared/contracts/actions.ts';
import type { ItemKind } from '#shared/contracts/common.ts';
import type { PermissionRequest } from '#shared/contracts/permissions.ts';
import type { SuggestionState } from '#shared/contracts/proposals.ts';
import type { Reader, Writer } from '#main/db/store.ts';

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
  /** Name of the one item that it is about, so that the line can be said in the person's language. */
  readonly subject?: string | null;
  readonly kind: string;
  /** Null for something new. */
  readonly entityId: string | null;
  readonly projectId: string | null;
  readonly clientId: string | null;
  readonly fields: readonly PreviewField[];
  readonly risk: 'low' | 'medium' | 'high';
};

/**
 * How a proposal of this action shows in place: a row that is there from the start, marked as suggested and not
 * approved. Each part runs in the transaction of the proposal or of its decision.
 */
export type ActionSuggestion<Input = unknown> = {
  readonly kind: ItemKind;
  /** Answers the id of the row. */
  create(tx: Writer, input: Input): Promise<string>;
  /**
   * Takes it over. `edited` is what the person made of the input; null leaves the row as it is now, with what was
   * changed in place. Throws `not_found` when it is gone.
   */
  approve(tx: Writer, id: string, edited: Input | null): Promise<void>;
  /** What the action answers, told of the row as it is after `approve`. Throws `not_found` when it is gone. */
  answer(id: string, changeSetId: number | null): Promise<unknown>;
  /** To the trash. A row that is gone already is no error. */
  withdraw(tx: Writer, id: string): Promise<void>;
  /** How these rows stand: a person may also accept or remove them where they are shown. */
  states(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, SuggestionState>>;
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
  /** What is not named here is left out of the answer: it is also what keeps answers small. */
  readonly output: z.ZodType<Output>;
  readonly effect: ActionEffect;
  /**
   * What a `write` without a person at the keyboard becomes: a proposal, unless it says `run`. Only for writes into
   * what belongs to the caller alone and nobody reads as their own work, such as what a plugin has put into the index.
   */
  readonly unattended?: 'propose' | 'run';
  /** The rights that this very call needs; empty for what everyone may do. */
  needs(input: Input): readonly PermissionRequest[] | Promise<readonly PermissionRequest[]>;
  /** Writes have one: it is what the proposal shows. */
  preview?(ctx: ActionContext, input: Input): Promise<ActionPreview>;
  readonly suggestion?: ActionSuggestion<Input>;
  run(ctx: ActionContext, input: Input): Promise<Output>;
};

export function defineAction<Input, Output>(
  definition: ActionDefinition<Input, Output>,
): ActionDefinition<Input, Output> {
  return definition;
}
