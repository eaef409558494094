import { toLocalDate } from '#renderer/lib/dates.ts';

/** Where another day begins, in a list by time. */
export type DayHeading = { readonly day: string };

export function isDayHeading(row: object): row is DayHeading {
  return 'day' in row;
}

/** The items as they stand, a heading before the first of each day. */
export function withDayHeadings<Item>(
  items: readonly Item[],
  instantOf: (item: Item) => number,
): readonly (Item | DayHeading)[] {
  let last = '';
  return items.flatMap((item): (Item | DayHeading)[] => {
    const day = toLocalDate(new Date(instantOf(item)));
    if (day === last) return [item];
    last = day;
    return [{ day }, item];
  });
}
