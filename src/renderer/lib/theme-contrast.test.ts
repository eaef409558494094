import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../globals.css', import.meta.url), 'utf8');

function tokens(selector: string): Map<string, string> {
  const block = css.split(`\n${selector} {`)[1]?.split('}')[0] ?? '';
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** WCAG 2.2 relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((index) => Number.parseInt(hex.slice(index, index + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const SURFACES = [
  'background',
  'sidebar',
  'card',
  'popover',
  'muted',
  'accent',
  'field',
  'primary-soft',
  'secondary-soft',
  'proposal-soft',
];
const TEXTS = [
  'foreground',
  'muted-foreground',
  'subtle-foreground',
  'primary-text',
  'secondary-text',
  'danger-text',
  'success-text',
  'warning-text',
  'info-text',
];
const PAIRS = [
  ['primary-foreground', 'primary'],
  ['primary-foreground', 'primary-hover'],
  ['secondary-foreground', 'secondary-soft'],
  ['secondary-foreground', 'secondary-hover'],
  ['danger-foreground', 'danger'],
  ['danger-text', 'danger-soft'],
  ['success-text', 'success-soft'],
  ['warning-text', 'warning-soft'],
  ['info-text', 'info-soft'],
] as const;
/** What must be seen but is not read: 3 to 1 (WCAG 1.4.11). */
const MARKS = ['control', 'ring', 'danger', 'success', 'info'];

describe.each([
  ['light', ':root'],
  ['dark', "[data-theme='dark']"],
])('the %s theme', (_name, selector) => {
  const theme = tokens(selector);
  const get = (name: string): string => {
    const value = theme.get(name);
    if (value === undefined) throw new Error(`--${name} is not a plain colour in ${selector}`);
    return value;
  };

  it('keeps every text readable on every surface (4.5 to 1)', () => {
    const tooFaint = TEXTS.flatMap((text) =>
      SURFACES.filter((surface) => contrast(get(text), get(surface)) < 4.5).map(
        (surface) => `${text} on ${surface}`,
      ),
    );
    expect(tooFaint).toEqual([]);
  });

  it('keeps text on coloured fills readable (4.5 to 1)', () => {
    expect(PAIRS.filter(([text, fill]) => contrast(get(text), get(fill)) < 4.5)).toEqual([]);
  });

  it('keeps controls, focus rings and status marks visible (3 to 1)', () => {
    const surfaces = ['background', 'sidebar', 'card', 'popover', 'field'];
    const tooFaint = MARKS.flatMap((mark) =>
      surfaces
        .filter((surface) => contrast(get(mark), get(surface)) < 3)
        .map((surface) => `${mark} on ${surface}`),
    );
    expect(tooFaint).toEqual([]);
  });

  it('keeps plain text readable on every tag tint (20 % of the colour over a card, the canvas and a popover)', () => {
    const mix = (tint: string, surface: string): string =>
      `#${[1, 3, 5]
        .map((index) => {
          const channel = (hex: string): number => Number.parseInt(hex.slice(index, index + 2), 16);
          return Math.round(channel(tint) * 0.2 + channel(surface) * 0.8)
            .toString(16)
            .padStart(2, '0');
        })
        .join('')}`;
    const tints = [...theme.keys()].filter((name) => name.startsWith('tint-'));
    expect(tints).toHaveLength(9);
    const tooFaint = tints.filter((tint) =>
      ['background', 'card', 'popover', 'accent'].some(
        (surface) => contrast(get('foreground'), mix(get(tint), get(surface))) < 4.5,
      ),
    );
    expect(tooFaint).toEqual([]);
  });
});

it('both themes name the same tokens', () => {
  expect([...tokens("[data-theme='dark']").keys()].toSorted()).toEqual(
    [...tokens(':root').keys()].toSorted(),
  );
});
