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
