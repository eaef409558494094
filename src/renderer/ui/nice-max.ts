const STEPS = [1, 2, 2.5, 4, 5, 8, 10];

/** The least round number that is not below the largest value, so that half of it is round too; 1 for nothing. */
export function niceMax(largest: number): number {
  if (!(largest > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(largest));
  const step = STEPS.find((one) => one * power >= largest * (1 - 1e-9)) ?? 10;
  return step * power;
}
