import type { BackupRun } from '#shared/contracts/backup.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import type { Writer } from '#main/db/store.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import { isUnsent, type Outbox } from '#main/engine/outbox/index.ts';
import { BACKUP_JOB } from './backup.jobs.ts';
import type { BackupStore } from './backup.store.ts';

const KIND = 'backup';
/** A newer backup holds all that a missed one would have, so one is enough for any number of them. */
const THE_NEXT = '';

export type MissedDeps = {
  readonly outbox: Outbox;
  readonly jobs: Jobs;
  readonly reads: Pick<BackupStore, 'readSetup'>;
};

/** Backups that were due or asked for while their place could not be reached: one is made when it can be. */
export class MissedBackups {
  readonly #deps: MissedDeps;

  constructor(deps: MissedDeps) {
    this.#deps = deps;
    deps.outbox.define({ kind: KIND, send: ({ signal }) => this.#send(signal) });
  }

  /** With the run that says how it went. */
  endedIn(tx: Writer, { kind, outcome, error }: BackupRun, cause: unknown): void {
    if (kind !== 'backup') return;
    const { outbox } = this.#deps;
    if (outcome === 'done') outbox.removeIn(tx, KIND, THE_NEXT);
    if (outcome === 'failed' && isUnsent(cause)) outbox.putIn(tx, { kind: KIND, subject: THE_NEXT, error });
  }

  /** Tried as often as it may be: the next try is the person's. */
  async needsSomebody(): Promise<boolean> {
    const items = await this.#deps.outbox.list();
    return items.some(({ kind, state }) => kind === KIND && state === 'needs_you');
  }

  /** With the place: what waits to be sent there has nowhere to go. */
  forgetIn(tx: Writer): void {
    this.#deps.outbox.removeIn(tx, KIND, THE_NEXT);
  }

  /** One that is under way already is this one, so a process that was killed meanwhile makes no second. */
  async #send(signal: AbortSignal): Promise<void> {
    const { jobs, reads } = this.#deps;
    while (await reads.readSetup()) {
      const { status, error } = await jobs.wait((await this.#underWay()) ?? (await this.#begin()), signal);
      if (status === 'done') return;
      if (status !== 'cancelled') throw failed(error);
      // Called off by the person: unless to begin another one, it is not to be made now.
      if ((await this.#underWay()) === undefined) return;
    }
  }

  /** Nobody may be at hand when it is sent, so it waits where sending costs, as what the clock begins. */
  #begin(): Promise<string> {
    const input = { isScheduled: true };
    return this.#deps.jobs.enqueue({
      type: BACKUP_JOB,
      title: 'type_backup_create',
      input,
      uniqueKey: BACKUP_JOB,
    });
  }

  async #underWay(): Promise<string | undefined> {
    const active = await this.#deps.jobs.active();
    return active.find(({ type }) => type === BACKUP_JOB)?.id;
  }
}

function failed(error: { readonly code: string; readonly message: string } | null): AppError {
  if (error === null) return new AppError('internal', 'The backup did not end well. What is here is safe.');
  // Written down from an error of ours, so its code is one of the list.
  return new AppError(error.code as ErrorCode, error.message);
}
