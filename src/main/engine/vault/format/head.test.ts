import { describe, expect, test } from 'vitest';
import { isAppError } from '#shared/errors.ts';
import { judgeHead, requireGoingOn } from './head.ts';

const seen = { generation: 2, sequence: 7, hash: 'seven' };

const codeOf = (now: Parameters<typeof requireGoingOn>[1]): string => {
  try {
    requireGoingOn(seen, now);
    return 'accepted';
  } catch (error) {
    return isAppError(error) ? error.code : 'another error';
  }
};

describe('a head beside the newest one seen', () => {
  test.each([
    ['the same', { ...seen }, 'same', 'accepted'],
    ['its follower', { ...seen, sequence: 8, hash: 'eight', formerHash: 'seven' }, 'newer', 'accepted'],
    ['a later one', { ...seen, sequence: 12, hash: 'twelve', formerHash: 'eleven' }, 'newer', 'accepted'],
    [
      'the first of a new generation',
      { generation: 3, sequence: 1, hash: 'one', formerHash: null },
      'newer',
      'accepted',
    ],
    ['an older one', { ...seen, sequence: 6, hash: 'six' }, 'rolled_back', 'backup_rolled_back'],
    [
      'one of a former generation',
      { generation: 1, sequence: 99, hash: 'x' },
      'rolled_back',
      'backup_rolled_back',
    ],
    ['another of the same number', { ...seen, hash: 'other' }, 'forked', 'backup_forked'],
    [
      'a follower of another',
      { ...seen, sequence: 8, hash: 'eight', formerHash: 'other' },
      'forked',
      'backup_forked',
    ],
  ] as const)('%s', (_what, now, judgement, code) => {
    expect(judgeHead(seen, now)).toBe(judgement);
    expect(codeOf(now)).toBe(code);
  });

  test('is taken as it is where none was seen before', () => {
    expect(judgeHead(null, seen)).toBe('first');
    expect(() => requireGoingOn(null, seen)).not.toThrow();
  });
});
