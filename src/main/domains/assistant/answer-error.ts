import { z } from 'zod';
import type { AssistantError } from '#shared/contracts/assistant.ts';
import { budgetPeriodSchema } from '#shared/contracts/usage.ts';
import { AppError, isAppError, type ErrorDetails } from '#shared/errors.ts';

const REASONS: Readonly<Record<string, AssistantError['reason']>> = {
  transient_network: 'unreachable',
  transient_server: 'server',
  permanent_not_found: 'unknown_model',
};

const budgetSchema = z.object({
  period: budgetPeriodSchema,
  limitMicros: z.number(),
  spentMicros: z.number(),
  estimateMicros: z.number().nullable(),
});

/** Why an answer ends in the middle when the app does. */
export function cutOff(): AppError {
  return new AppError(
    'cut_off',
    'Adiuva was closed before this answer was done. Nothing was changed, and your question is kept: ask again for the whole answer.',
  );
}

export function isCutOff(reason: unknown): reason is AppError {
  return isAppError(reason) && reason.code === 'cut_off';
}

/** Why there is no answer, with what the page needs to say it in the person's language and to offer the next step. */
export function answerErrorOf(error: unknown, nowMs: number): AssistantError {
  if (!isAppError(error)) {
    return {
      code: 'internal',
      message: 'Something unexpected went wrong. Your work is safe; ask again.',
    };
  }
  const { code, message, details } = error;
  return { code, message, ...factsOf(code, details, nowMs) };
}

function factsOf(
  code: AssistantError['code'],
  details: ErrorDetails,
  nowMs: number,
): Partial<AssistantError> {
  const { errorClass, retryAfterMs } = details;
  if (code === 'model_failed') return { reason: REASONS[String(errorClass)] };
  if (code === 'rate_limited' && typeof retryAfterMs === 'number') return { retryAt: nowMs + retryAfterMs };
  if (code === 'budget_exceeded') return { budget: budgetSchema.safeParse(details).data };
  return {};
}
