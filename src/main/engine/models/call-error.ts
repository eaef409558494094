import { AppError, isAppError } from '#shared/errors.ts';
import type { ErrorClass } from '../jobs/error-class.ts';
import { ProviderFailure } from './provider-port.ts';

const CODES: Partial<Record<ErrorClass, 'model_auth' | 'rate_limited'>> = {
  permanent_auth: 'model_auth',
  transient_rate_limit: 'rate_limited',
};

const NEXT: Readonly<Record<'model_auth' | 'rate_limited' | 'model_failed', string>> = {
  model_auth: 'Enter the key again in the settings under Models.',
  rate_limited: 'Wait a little, or add another model as a fallback.',
  model_failed: 'Try again, or look at the provider in the settings under Models.',
};

/** What the caller is told when nobody in the chain answered: what the first one that counts had to say. */
export function callError(errors: readonly Error[], candidates = 1): AppError {
  const [first] = [...errors].sort((a, b) => weight(a) - weight(b));
  if (isAppError(first)) return first;
  const failure = first instanceof ProviderFailure ? first : null;
  const app = failure?.cause;
  if (isAppError(app) && app.code === 'offline') return app;
  const code = (failure && CODES[failure.errorClass]) ?? 'model_failed';
  const message = failure?.message ?? 'The model did not answer.';
  const others = candidates > 1 ? ` None of the ${candidates} models in the chain answered.` : '';
  return new AppError(code, `${message}${others} Nothing was changed. ${NEXT[code]}`, {
    cause: first,
    details: {
      errorClass: failure?.errorClass ?? 'unknown',
      retryAfterMs: failure?.retryAfterMs ?? null,
      tried: errors.length,
    },
  });
}

/** One that was asked says more than one that was passed over. */
function weight(error: Error): number {
  if (error instanceof ProviderFailure) return error.isUnsent ? 1 : 0;
  return 2;
}
