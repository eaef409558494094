import type { ActionOutcome, ActionPrincipal } from '#shared/contracts/actions.ts';
import { isAppError, type AppError } from '#shared/errors.ts';
import type { Actions } from '#main/engine/actions/index.ts';
import { classifyError, isRetryable } from '#main/engine/jobs/error-class.ts';
import type { SandboxCall } from '#main/engine/sandbox/index.ts';
import type { Proposals } from '#main/domains/proposals/index.ts';
import { argumentsHash, isInboxFull } from '#main/domains/proposals/index.ts';

/** Say that something was dealt with: they take effect only after all that was asked before them has. */
const MARKS: ReadonlySet<string> = new Set([
  'email.acknowledge',
  'files.acknowledge',
  'calendar.acknowledge',
  'state.set',
]);
const MOST_REFUSALS_LOGGED = 50;

export type PluginCallsDeps = {
  readonly actions: Actions;
  readonly proposals: Proposals;
  readonly principal: ActionPrincipal;
  /** Hides what the plugin must not read from the call that runs within. */
  readonly within: <T>(call: () => Promise<T>) => Promise<T>;
  readonly runId: string;
  readonly signal: AbortSignal;
  /** Told of each call. */
  readonly onCall: (count: number) => void;
  readonly onRefused: (message: string) => void;
};

/** The calls of one run, on their way to the gate. */
export class PluginCalls {
  readonly #deps: PluginCallsDeps;
  readonly #open = new Set<Promise<unknown>>();
  /** What was proposed since the last run that was done, by its arguments. */
  #earlier = new Map<string, string[]>();
  #count = 0;
  #proposed = 0;
  #refusals = 0;
  #transient: AppError | null = null;
  #inboxFull: AppError | null = null;

  constructor(deps: PluginCallsDeps) {
    this.#deps = deps;
  }

  /**
   * A run that follows one which was cut off, by a crash, a failure or the person, meets the same things and wants the
   * same again. What was proposed then, decided by now or not, is proposed once.
   */
  async recall(runIds: readonly string[]): Promise<void> {
    for (const runId of runIds) {
      for (const { hash, id } of await this.#deps.proposals.inbox.listOfRun(runId)) {
        this.#earlier.set(hash, [...(this.#earlier.get(hash) ?? []), id]);
      }
    }
  }

  get count(): number {
    return this.#count;
  }

  get proposalCount(): number {
    return this.#proposed;
  }

  /** The last failure of a call that may go away by itself: the mail server was not reached. */
  get transient(): AppError | null {
    return this.#transient;
  }

  /** The person has so much to decide already that something was not taken in. */
  get isInboxFull(): boolean {
    return this.#inboxFull !== null;
  }

  async answer(call: SandboxCall, signal: AbortSignal): Promise<ActionOutcome> {
    this.#count += 1;
    this.#deps.onCall(this.#count);
    if (MARKS.has(call.action)) {
      await Promise.allSettled(this.#open);
      // What found no room must be met again: nothing is dealt with from here on, whatever the plugin makes of it.
      if (this.#inboxFull) throw this.#inboxFull;
    }
    const both = AbortSignal.any([signal, this.#deps.signal]);
    both.throwIfAborted();
    const running = this.#invoke(call, both);
    this.#open.add(running);
    try {
      const outcome = await running;
      if (outcome.status === 'proposed') this.#proposed += 1;
      return outcome;
    } catch (error) {
      this.#note(call, error);
      throw error;
    } finally {
      this.#open.delete(running);
    }
  }

  async #invoke(
    { action, input, reason, sources }: SandboxCall,
    signal: AbortSignal,
  ): Promise<ActionOutcome> {
    const { actions, principal, runId, within } = this.#deps;
    const proposalId = this.#takeEarlier(action, input);
    if (proposalId !== undefined) return { status: 'proposed', proposalId };
    const facts = {
      runId,
      signal,
      ...(reason === undefined ? {} : { reason }),
      ...(sources === undefined ? {} : { sources }),
    };
    return within(() => actions.invoke(action, input, principal, facts));
  }

  #takeEarlier(action: string, input: unknown): string | undefined {
    const { actions } = this.#deps;
    if (this.#earlier.size === 0 || actions.registry.find(action)?.effect !== 'write') return undefined;
    let hash: string;
    try {
      hash = argumentsHash(action, actions.parseInput(action, input));
    } catch {
      // The gate says what is wrong with it, and writes it down.
      return undefined;
    }
    return this.#earlier.get(hash)?.shift();
  }

  #note({ action }: SandboxCall, error: unknown): void {
    if (!isAppError(error)) return;
    if (isInboxFull(error)) this.#inboxFull = error;
    const errorClass = classifyError(error);
    if (isRetryable(errorClass) && errorClass !== 'unknown') this.#transient = error;
    if (error.code !== 'forbidden' || (this.#refusals += 1) > MOST_REFUSALS_LOGGED) return;
    this.#deps.onRefused(`${action} was refused: ${error.message}`);
  }
}
