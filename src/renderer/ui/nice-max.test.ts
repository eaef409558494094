import { expect, it } from 'vitest';
import { niceMax } from './nice-max.ts';

it.each([
  [0, 1],
  [1, 1],
  [1.01, 2],
  [37, 40],
  [420, 500],
  [810, 1000],
  [0.0031, 0.004],
])('the scale for %d ends at %d', (largest, max) => expect(niceMax(largest)).toBeCloseTo(max, 9));
