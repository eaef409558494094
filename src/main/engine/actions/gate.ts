import { z } from 'zod';
import {
  principalText,
  type ActionInfo,
  type ActionOutcome,
  type ActionPrincipal,
} from '#shared/contracts/actions.ts';
import type { ActivityOutcome } from '#shared/contracts/activity.ts';
import type { PermissionRequest } from '#shared/contracts/permissions.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import { covers, workspaceResource, type WorkspaceScope } from '#shared/kernel/permission-scope.ts';
import { actAs, type Acting } from '#main/db/acting.ts';
import { orAborted, RunningCalls } from './action-calls.ts';
import type { ActionContext, ActionDefinition, ActionPreview } from './action-definition.ts';
import type { Actions, ApprovedCall, InvokeOptions } from './action-gate.ts';
import type { ActionPorts, WantedWrite } from './action-ports.ts';
import { previewOf } from './action-preview.ts';
import type { ActionRegistry } from './action-registry.ts';

export type GateDeps = {
  readonly registry: ActionRegistry;
  readonly ports: ActionPorts;
  readonly nowMs: () => number;
  /** A monotonic clock, for durations. */
  readonly tickMs: () => number;
};

/** One call on its way through the gate. */
type Passage = {
  readonly definition: ActionDefinition;
  readonly input: unknown;
  readonly principal: ActionPrincipal;
  readonly options: InvokeOptions;
  readonly signal: AbortSignal;
  readonly note: Note;
};

type Note = (outcome: ActivityOutcome, detail: string, bytes: number) => void;

const MAX_RESOURCE = 1_000;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/giu;

export class Gate implements Actions {
  readonly registry: ActionRegistry;
  readonly #deps: GateDeps;
  readonly #calls = new RunningCalls();
  readonly #stopListening: () => void;

  constructor(deps: GateDeps) {
    this.#deps = deps;
    this.registry = deps.registry;
    this.#stopListening = deps.ports.permissions.onRevoked((holder) => this.#calls.abortOf(holder));
  }

  close(): void {
    this.#stopListening();
  }

  list(): readonly ActionInfo[] {
    return this.registry.list();
  }

  async invoke(
    actionId: string,
    input: unknown,
    principal: ActionPrincipal,
    options: InvokeOptions = {},
  ): Promise<ActionOutcome> {
    const entry = { principal, actionId, runId: options.runId ?? null };
    let definition: ActionDefinition;
    let parsed: unknown;
    let requests: readonly PermissionRequest[];
    try {
      definition = this.registry.get(actionId);
      parsed = parseAs(definition, input);
      requests = await definition.needs(parsed);
    } catch (error) {
      this.#noteOf({ ...entry, effect: this.registry.find(actionId)?.effect ?? 'read' }, [])(
        'failed',
        codeOf(error),
        0,
      );
      throw error;
    }
    const note = this.#noteOf({ ...entry, effect: definition.effect }, requests);
    requireWithin(options.within, requests, note);
    await this.#requireRights(principal, requests, note);
    return this.#calls.run(principal, options.signal, (signal) =>
      this.#pass({ definition, input: parsed, principal, options, signal, note }),
    );
  }

  async runApproved(call: ApprovedCall): Promise<unknown> {
    const { actionId, principal, runId, proposalId, alongside } = call;
    const definition = this.registry.get(actionId);
    const input = parseAs(definition, call.input);
    const requests = await definition.needs(input);
    const note = this.#noteOf({ principal, actionId, runId, effect: definition.effect }, requests);
    return this.#calls.run(principal, undefined, (signal) =>
      this.#run(
        { definition, input, principal, options: { runId }, signal, note },
        // The person has approved it: it is theirs to take back with the others.
        { acting: { principal: 'user', alongside }, detail: `proposal:${proposalId}` },
      ),
    );
  }

  preview(actionId: string, input: unknown, principal: ActionPrincipal): Promise<ActionPreview> {
    const definition = this.registry.get(actionId);
    return previewOf(definition, this.#context(principal, null, new AbortController().signal), {
      input: parseAs(definition, input),
      names: this.#deps.ports.names,
    });
  }

  parseInput(actionId: string, input: unknown): unknown {
    return parseAs(this.registry.get(actionId), input);
  }

  async #requireRights(
    principal: ActionPrincipal,
    requests: readonly PermissionRequest[],
    note: Note,
  ): Promise<void> {
    if (principal.kind === 'user' || requests.length === 0) return;
    const refusal = await this.#deps.ports.permissions.check(principal, requests);
    if (!refusal) return;
    note('refused', refusal.reason, 0);
    throw new AppError('forbidden', refusal.message, {
      details: { reason: refusal.reason, type: refusal.request.type, resource: refusal.request.resource },
    });
  }

  async #requireVisible({ definition, input, principal, note }: Passage): Promise<void> {
    if (principal.kind === 'user' || definition.effect === 'read') return;
    if (!(await this.#deps.ports.hides(idsIn(input)))) return;
    note('refused', 'private', 0);
    throw new AppError('not_found', 'What this names does not exist any more. Nothing was done.');
  }

  async #pass(passage: Passage): Promise<ActionOutcome> {
    const { definition, principal } = passage;
    await this.#requireVisible(passage);
    const acting = { principal: principalText(principal) };
    const mayRun =
      principal.kind === 'user' || definition.effect !== 'write' || definition.unattended === 'run';
    if (mayRun) return { status: 'done', output: await this.#run(passage, { acting, detail: '' }) };
    return this.#propose(passage);
  }

  async #propose(passage: Passage): Promise<ActionOutcome> {
    const { definition, input, principal, options, signal, note } = passage;
    const { proposals } = this.#deps.ports;
    let wanted: WantedWrite;
    try {
      const { runId = null, reason = '', sources = [] } = options;
      const { names } = this.#deps.ports;
      const preview = await previewOf(definition, this.#context(principal, runId, signal), { input, names });
      wanted = { definition, input, preview, principal, runId, reason, sources };
      const ruleId = options.isTainted === true ? null : await proposals.ruleFor(wanted);
      if (ruleId === null) {
        const proposalId = await proposals.create(wanted);
        note('proposed', `proposal:${proposalId}`, sizeOf(input));
        return { status: 'proposed', proposalId };
      }
      const acting: Acting = {
        principal: principalText(principal),
        alongside: (tx) => proposals.recordAllowedIn(tx, wanted, ruleId),
      };
      return { status: 'done', output: await this.#run(passage, { acting, detail: `rule:${ruleId}` }) };
    } catch (error) {
      if (!isNoted(error)) note('failed', codeOf(error), 0);
      throw error;
    }
  }

  async #run(passage: Passage, how: { readonly acting: Acting; readonly detail: string }): Promise<unknown> {
    const { definition, input, principal, options, signal, note } = passage;
    const isRead = definition.effect === 'read';
    if (!isRead) {
      note('begun', how.detail, sizeOf(input));
      // What was read before it and that it begins are on disk before anything changes or leaves.
      await this.#deps.ports.activity.flush();
    }
    try {
      const ctx = this.#context(principal, options.runId ?? null, signal);
      const running = actAs(how.acting, () => definition.run(ctx, input));
      // A write is short and all or nothing: it is waited for, so that what is told is what happened.
      const answer = definition.effect === 'write' ? await running : await orAborted(running, signal);
      const output = parseAnswer(definition, answer);
      note('done', how.detail, sizeOf(isRead ? output : input));
      return output;
    } catch (error) {
      note('failed', codeOf(error), 0);
      if (typeof error === 'object' && error !== null) noted.add(error);
      throw error;
    }
  }

  #context(principal: ActionPrincipal, runId: string | null, signal: AbortSignal): ActionContext {
    return { principal, runId, signal, nowMs: this.#deps.nowMs() };
  }

  /** Counts the time from now. */
  #noteOf(
    call: {
      readonly principal: ActionPrincipal;
      readonly actionId: string;
      readonly runId: string | null;
      readonly effect: ActionDefinition['effect'];
    },
    requests: readonly PermissionRequest[],
  ): Note {
    const startedMs = this.#deps.tickMs();
    const facts = {
      principal: principalText(call.principal),
      actionId: call.actionId.slice(0, 100),
      effect: call.effect,
      runId: call.runId,
      resourceType: requests[0]?.type ?? '',
      resource: requests
        .map(({ resource }) => resource)
        .join('; ')
        .slice(0, MAX_RESOURCE),
    };
    return (outcome, detail, bytes) => {
      const durationMs = Math.max(0, Math.round(this.#deps.tickMs() - startedMs));
      this.#deps.ports.activity.record({ ...facts, outcome, detail, bytes, durationMs });
    };
  }
}

/** Errors that have their entry already, so that a failure on the way up is not written down twice. */
const noted = new WeakSet<object>();

function isNoted(error: unknown): boolean {
  return typeof error === 'object' && error !== null && noted.has(error);
}

function parseAs(definition: ActionDefinition, input: unknown): unknown {
  const parsed = definition.input.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  throw new AppError(
    'invalid_input',
    `The input of ${definition.id} does not fit, and nothing was done. ${z.prettifyError(parsed.error)}`,
  );
}

function parseAnswer(definition: ActionDefinition, answer: unknown): unknown {
  const parsed = definition.output.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new AppError('internal', `The answer of ${definition.id} does not have the promised shape.`, {
    cause: parsed.error,
  });
}

function requireWithin(
  within: WorkspaceScope | undefined,
  requests: readonly PermissionRequest[],
  note: Note,
): void {
  if (within === undefined) return;
  const part = workspaceResource(within);
  const isInside = ({ type, resource }: PermissionRequest) =>
    (type !== 'read_workspace' && type !== 'write_workspace') || covers(type, part, resource);
  if (requests.every(isInside)) return;
  note('refused', 'other_resource', 0);
  throw new AppError('forbidden', 'This lies outside of what the conversation is about. Nothing was done.', {
    details: { reason: 'other_resource' },
  });
}

/** Every id that an input holds, wherever it stands. */
function idsIn(input: unknown): readonly string[] {
  return [...new Set((JSON.stringify(input) ?? '').match(UUID))];
}

function codeOf(error: unknown): string {
  return isAppError(error) ? error.code : 'internal';
}

function sizeOf(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value) ?? '');
}
