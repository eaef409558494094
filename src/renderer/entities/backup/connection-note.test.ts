import { describe, expect, it } from 'vitest';
import { isMetered, type ToldConnection } from './connection-note.ts';

describe('a connection', () => {
  it.each<[string, ToldConnection | undefined, boolean | null]>([
    ['nothing is told of', undefined, null],
    ['of unknown kind', { saveData: false }, null],
    ['of a phone', { type: 'cellular', saveData: false }, true],
    ['on which somebody asks to save data', { type: 'wifi', saveData: true }, true],
    ['of a house', { type: 'wifi' }, false],
    ['by cable', { type: 'ethernet' }, false],
    ['shared over bluetooth, by whatever is behind it', { type: 'bluetooth' }, null],
  ])('%s', (_name, connection, expected) => {
    expect(isMetered(connection)).toBe(expected);
  });
});
