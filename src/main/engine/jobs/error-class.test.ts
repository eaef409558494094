import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { classifyError, isRetryable, provesNoEffect, retryAfterOf } from './error-class.ts';
import { retryDelayMs } from './retry-delay.ts';

const withField = (fields: object): Error => Object.assign(new Error('failed'), fields);

describe('the class of an error', () => {
  it.each([
    [withField({ code: 'ECONNRESET' }), 'transient_network'],
    [new TypeError('fetch failed', { cause: withField({ code: 'ECONNREFUSED' }) }), 'transient_network'],
    [new DOMException('late', 'TimeoutError'), 'transient_network'],
    [withField({ status: 429 }), 'transient_rate_limit'],
    [withField({ statusCode: 503 }), 'transient_server'],
    [withField({ status: 408 }), 'transient_network'],
    [withField({ status: 401 }), 'permanent_auth'],
    [withField({ status: 404 }), 'permanent_not_found'],
    [withField({ status: 422 }), 'permanent_validation'],
    [new AppError('store_busy', ''), 'transient_db_lock'],
    [new AppError('forbidden', ''), 'permanent_security'],
    [new AppError('import_unreadable', ''), 'permanent_validation'],
    [new AppError('internal', '', { cause: withField({ status: 502 }) }), 'transient_server'],
    [new Error('who knows'), 'unknown'],
    ['a text', 'unknown'],
    [undefined, 'unknown'],
  ])('of %s is %s', (error, errorClass) => {
    expect(classifyError(error)).toBe(errorClass);
    expect(isRetryable(classifyError(error))).toBe(!errorClass.startsWith('permanent'));
  });

  it('says where an effect cannot have happened', () => {
    expect(provesNoEffect(withField({ code: 'ECONNREFUSED' }))).toBe(true);
    expect(provesNoEffect(withField({ status: 400 }))).toBe(true);
    expect(provesNoEffect(withField({ code: 'ECONNRESET' }))).toBe(false);
    expect(provesNoEffect(withField({ status: 502 }))).toBe(false);
    expect(provesNoEffect(new Error('who knows'))).toBe(false);
  });

  it('goes with what the other side asked for', () => {
    expect(retryAfterOf(withField({ retryAfterMs: 4_000 }))).toBe(4_000);
    expect(retryAfterOf(new Error('wrapped', { cause: withField({ retryAfterMs: 7 }) }))).toBe(7);
    expect(retryAfterOf(withField({ retryAfterMs: -1 }))).toBe(null);
  });
});

describe('the pause before a retry', () => {
  const options = { errorClass: 'transient_network', retryAfterMs: null, random: 1 } as const;

  it('doubles up to its cap', () => {
    const delays = [1, 2, 3, 40].map((failures) => retryDelayMs({ ...options, failures }));
    expect(delays).toEqual([500, 1_000, 2_000, 300_000]);
  });

  it('leaves half to chance, and is never shorter than what was asked for', () => {
    expect(retryDelayMs({ ...options, failures: 1, random: 0 })).toBe(250);
    expect(retryDelayMs({ ...options, failures: 1, retryAfterMs: 90_000 })).toBe(90_000);
    expect(retryDelayMs({ ...options, failures: 1, retryAfterMs: 1e12 })).toBe(24 * 60 * 60_000);
  });
});
