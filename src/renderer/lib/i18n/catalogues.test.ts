import { describe, expect, it } from 'vitest';
import { en } from './en/index.ts';
import { it as italian } from './it/index.ts';

function placeholders(message: string): string[] {
  return [...message.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name = '']) => name).toSorted();
}

const areas = Object.keys(en) as (keyof typeof en)[];

describe.each(areas)('the catalogue of %s', (area) => {
  const english = Object.entries(en[area]);
  const translated: Readonly<Record<string, string>> = italian[area];

  it('has the same keys in both languages', () => {
    expect(Object.keys(translated).toSorted()).toEqual(english.map(([key]) => key).toSorted());
  });

  it('fills the same placeholders in both languages', () => {
    const different = english
      .filter(([key, message]) => placeholders(message).join() !== placeholders(translated[key] ?? '').join())
      // The singular may spell its number out.
      .filter(([key]) => !key.endsWith('_one'))
      .map(([key]) => key);
    expect(different).toEqual([]);
  });

  it('leaves no message empty, and has both forms of every plural', () => {
    const all = [...english, ...Object.entries(translated)];
    expect(all.filter(([, message]) => message.trim() === '')).toEqual([]);
    const keys = new Set(english.map(([key]) => key));
    const halves = [...keys].filter((key) => {
      const stem = /^(.+)_(one|other)$/.exec(key)?.[1];
      return stem !== undefined && !(keys.has(`${stem}_one`) && keys.has(`${stem}_other`));
    });
    expect(halves).toEqual([]);
  });
});
