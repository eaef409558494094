/** What a key does to the cursor of the table; undefined where the key is not its own. */
export function targetRow(key: string, current: number, total: number): number | undefined {
  if (total === 0) return undefined;
  const last = total - 1;
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return Math.min(current + 1, last);
    case 'ArrowUp':
    case 'k':
      return Math.max(current - 1, 0);
    case 'PageDown':
      return Math.min(Math.max(current, 0) + 10, last);
    case 'PageUp':
      return Math.max(current - 10, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/** Which record numbers are chosen: by name, or all that match but for those taken out again. */
export type RecordChoice = {
  readonly isAll: boolean;
  readonly numbers: ReadonlySet<number>;
};

export const NOTHING_CHOSEN: RecordChoice = { isAll: false, numbers: new Set() };

export function isChosen({ isAll, numbers }: RecordChoice, number: number): boolean {
  return isAll || numbers.has(number);
}

/** Of all that match one is taken out by choosing by name again. */
export function toggled(choice: RecordChoice, number: number): RecordChoice {
  const numbers = new Set(choice.isAll ? [] : choice.numbers);
  if (!numbers.delete(number)) numbers.add(number);
  return { isAll: false, numbers };
}

export function withAlso(choice: RecordChoice, more: readonly number[]): RecordChoice {
  return { isAll: false, numbers: new Set([...(choice.isAll ? [] : choice.numbers), ...more]) };
}
