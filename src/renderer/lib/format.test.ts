import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createFormatter } from './format.ts';

/** Intl separates with narrow and non-breaking spaces; what matters here is the words. */
function plain(text: string): string {
  return text.replaceAll(/[\u00A0\u202F]/g, ' ');
}

beforeAll(() => {
  vi.useFakeTimers();
  vi.setSystemTime(new Date(2026, 10, 21, 9, 30));
});
afterAll(() => {
  vi.useRealTimers();
});

describe('a formatter', () => {
  const english = createFormatter('en-GB');
  const italian = createFormatter('it-IT');

  it('names near days and dates far ones', () => {
    expect(english.day('2026-11-21')).toBe('Today');
    expect(english.day('2026-11-22')).toBe('Tomorrow');
    expect(english.day('2026-11-20')).toBe('Yesterday');
    expect(english.day('2026-11-25')).toBe('Wednesday');
    expect(english.day('2026-12-01')).toBe('1 Dec');
    expect(english.day('2025-12-01')).toBe('1 Dec 2025');
    expect(italian.day('2026-11-22')).toBe('Domani');
    expect(italian.monthYear('2026-11-01')).toBe('Novembre 2026');
  });

  it('counts money in the smallest units of its currency', () => {
    expect(plain(english.money(123_450, 'EUR'))).toBe('€1,234.50');
    expect(plain(english.money(120_000, 'EUR'))).toBe('€1,200');
    expect(plain(english.money(5000, 'JPY'))).toBe('JP¥5,000');
    expect(plain(italian.money(123_450, 'EUR'))).toBe('1234,50 €');
  });

  it('writes durations, sizes and distances in time', () => {
    expect(english.duration(90)).toBe('1h 30m');
    expect(english.duration(120)).toBe('2h');
    expect(english.duration(45)).toBe('45m');
    expect([1, 419].map((size) => plain(english.bytes(size)))).toEqual(['1 byte', '419 bytes']);
    expect(plain(english.bytes(1_500_000))).toBe('1.5 MB');
    expect(english.ago(Date.now() - 5 * 60_000)).toBe('5 minutes ago');
    expect(italian.ago(Date.now() + 2 * 86_400_000)).toBe('dopodomani');
  });
});
