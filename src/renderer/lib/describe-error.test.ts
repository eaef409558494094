import { TRPCClientError } from '@trpc/client';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { describeError, errorCode } from './describe-error.ts';
import { en } from './i18n/en/index.ts';

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    resources: { en },
    keySeparator: false,
    interpolation: { escapeValue: false },
  });
});

describe('an error a person meets', () => {
  it('gets its heading from its code, whichever side it arose on', () => {
    const wire = TRPCClientError.from({
      error: {
        code: -32603,
        message: 'Free some space.',
        data: { code: 'INTERNAL_SERVER_ERROR', appCode: 'disk_full' },
      },
    });
    expect(describeError(wire)).toEqual({
      code: 'disk_full',
      title: en.errors.disk_full,
      message: 'Free some space.',
    });
    expect(errorCode(new AppError('conflict', 'Changed meanwhile.'))).toBe('conflict');
  });

  it('says that the host is not answering when the wire broke, instead of naming sockets', () => {
    const broken = TRPCClientError.from(new Error('WebSocket closed'));
    expect(describeError(broken)).toEqual({
      code: 'host_unavailable',
      title: en.errors.host_unavailable,
      message: en.shell.reconnectingText,
    });
  });

  it('is internal when nothing else is known', () => {
    expect(errorCode(new Error('x is not a function'))).toBe('internal');
    expect(errorCode('thrown text')).toBe('internal');
    expect(errorCode({ code: 'ENOENT' })).toBe('internal');
  });
});
