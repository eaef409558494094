import { AppError } from '#shared/errors.ts';
import type { ThreadReply } from './dataset-thread.ts';

/** What was answered, or what went wrong in the person's words. */
export function resultOf(reply: ThreadReply): unknown {
  if (reply.t === 'done') return reply.result;
  if (reply.t === 'refused') throw new AppError('invalid_input', reply.message);
  if (reply.t === 'failed') {
    throw new AppError(
      'internal',
      'The work on the records failed by a mistake of the app. What was finished is kept; try again.',
      { cause: new Error(reply.message) },
    );
  }
  throw broken();
}

/** The thread broke down: most often for want of memory. */
export function broken(): AppError {
  return new AppError(
    'internal',
    'The work on the records broke down, most likely for want of memory. What was finished is kept; try again with smaller records.',
  );
}

export function sessionLost(): AppError {
  return new AppError(
    'conflict',
    'What was counted so far was lost when its thread ended. No record is touched; it is counted anew.',
  );
}

export function cancelled(): AppError {
  return new AppError('cancelled', 'The work on the records was stopped. What was finished is kept.');
}
