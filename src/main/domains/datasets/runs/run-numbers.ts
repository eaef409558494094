import type { RunRow } from './runs.store.ts';

/** The numbers that are still to be made, each handed out once. */
export type RunNumbers = {
  /** Null when there is none left. */
  next(): Promise<number | null>;
};

/** The number at a position of a run. */
export function numberAt(run: Pick<RunRow, 'firstNumber' | 'numbers'>, position: number): number {
  return run.numbers === null ? run.firstNumber + position : (run.numbers[position] ?? -1);
}

/** All that are not done, in their order. */
export function missingNumbers(
  run: Pick<RunRow, 'firstNumber' | 'numbers' | 'asked'>,
  done: ReadonlySet<number>,
): readonly number[] {
  return Array.from({ length: run.asked }, (_, position) => numberAt(run, position)).filter(
    (number) => !done.has(number),
  );
}

export function numbersInOrder(missing: readonly number[]): RunNumbers {
  let at = 0;
  return {
    async next() {
      const number = missing[at] ?? null;
      at += 1;
      return number;
    },
  };
}
