import { AppError } from '#shared/errors.ts';

/**
 * Ends a turn of a job that is to go on later. Thrown through the handler; the engine, and nobody else, catches it.
 */
export class TurnEnd extends Error {
  readonly reason: 'waiting' | 'needs_decision';

  constructor(reason: TurnEnd['reason']) {
    super(`The job goes on later (${reason}).`);
    this.name = 'TurnEnd';
    this.reason = reason;
  }
}

/** Thrown by a handler that found out that nothing more is to be done: the job ends as cancelled, with what it has. */
export class JobCalledOff extends AppError {
  readonly result: unknown;

  constructor(message: string, result: unknown) {
    super('cancelled', message);
    this.result = result;
  }
}

export type StopReason = 'cancel' | 'pause' | 'closing' | 'lost';

const STOP_MESSAGES: Readonly<Record<StopReason, string>> = {
  cancel: 'Cancelled.',
  pause: 'Paused; it goes on from its last finished step.',
  closing: 'Adiuva is closing; the job goes on at the next start.',
  lost: 'This job was taken over or cancelled. What it had finished is kept.',
};

/** What a running handler is aborted with. */
export class TurnStopped extends AppError {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super('cancelled', STOP_MESSAGES[reason]);
    this.reason = reason;
  }
}
