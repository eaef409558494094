import { describe, expect, test } from 'vitest';
import type { SettingsSchema } from '#shared/contracts/plugin-manifest.ts';
import { checkDraft, draftOf, toSettings } from './settings-check.ts';

const SCHEMA: SettingsSchema = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 2, maxLength: 5 },
    from: { type: 'string', format: 'email', default: '' },
    days: { type: 'integer', default: 7, minimum: 1, maximum: 30 },
    share: { type: 'number' },
    isLoud: { type: 'boolean', default: true },
    words: { type: 'array', maxItems: 2, items: { type: 'string', maxLength: 4 } },
  },
};

describe('the settings of a plugin', () => {
  test('begin with what is kept, else with the defaults', () => {
    expect(draftOf(SCHEMA, { name: 'Ada', days: 3 })).toEqual({
      name: 'Ada',
      from: '',
      days: '3',
      share: '',
      isLoud: true,
      words: [],
    });
  });

  test('are handed back as the types that the plugin wants, without what was left empty', () => {
    const draft = { name: 'Ada', from: '', days: ' 12 ', share: '0,5', isLoud: false, words: ['now'] };
    expect(checkDraft(SCHEMA, draft).size).toBe(0);
    expect(toSettings(SCHEMA, draft)).toEqual({
      name: 'Ada',
      from: '',
      days: 12,
      share: 0.5,
      isLoud: false,
      words: ['now'],
    });
    expect(toSettings(SCHEMA, { ...draft, days: '', share: '' })).not.toHaveProperty('days');
  });

  test.each([
    [{ name: '' }, 'name', { code: 'required' }],
    [{ name: 'A' }, 'name', { code: 'minLength', limit: 2 }],
    [{ name: 'Ada Lovelace' }, 'name', { code: 'maxLength', limit: 5 }],
    [{ from: 'nobody' }, 'from', { code: 'email' }],
    [{ days: '2.5' }, 'days', { code: 'integer' }],
    [{ days: '0' }, 'days', { code: 'minimum', limit: 1 }],
    [{ days: '31' }, 'days', { code: 'maximum', limit: 30 }],
    [{ share: 'half' }, 'share', { code: 'number' }],
    [{ words: ['a', 'b', 'c'] }, 'words', { code: 'maxItems', limit: 2 }],
    [{ words: ['later'] }, 'words', { code: 'maxLength', limit: 4 }],
  ] as const)('%j is not taken', (wrong, field, problem) => {
    expect(checkDraft(SCHEMA, { name: 'Ada', ...wrong }).get(field)).toEqual(problem);
  });
});
