import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { DatasetRecord } from '#shared/contracts/datasets.ts';
import { NOTHING_CHOSEN, toggled, withAlso, type RecordChoice } from './record-choice.ts';

type Place = { readonly cursor: number | null; readonly choice: RecordChoice };

const NOWHERE: Place = { cursor: null, choice: NOTHING_CHOSEN };

type PlaceOptions = {
  rows: ReadonlyMap<number, DatasetRecord>;
  /** Other rows, another place: what was chosen in the former ones is not acted on unseen. */
  filterKey: string;
  /** Of the record that is open beside the table. */
  openNumber: number | undefined;
  open(number: number | undefined): void;
};

/** Where the cursor of the table stands and what is chosen; an open record follows the cursor. */
export function usePlace({ rows, filterKey, openNumber, open }: PlaceOptions) {
  const [kept, setKept] = useState<Place & { readonly filterKey: string }>({ ...NOWHERE, filterKey });
  const { cursor, choice } = kept.filterKey === filterKey ? kept : NOWHERE;
  const latest = useRef({ rows, cursor, choice, openNumber });
  useLayoutEffect(() => {
    latest.current = { rows, cursor, choice, openNumber };
  });
  const put = useCallback(
    (change: Partial<Place>) =>
      setKept((now) => ({ ...(now.filterKey === filterKey ? now : NOWHERE), ...change, filterKey })),
    [filterKey],
  );
  const openRow = useCallback(
    (index: number) => {
      const record = latest.current.rows.get(index);
      if (record) open(record.number);
    },
    [open],
  );
  const moveTo = useCallback(
    (index: number, extend: boolean) => {
      const now = latest.current;
      if (extend) {
        const [low, high] = [Math.min(now.cursor ?? index, index), Math.max(now.cursor ?? index, index)];
        const between = [...now.rows].filter(([row]) => row >= low && row <= high);
        const numbers = between.map(([, { number }]) => number);
        put({ cursor: index, choice: withAlso(now.choice, numbers) });
        return;
      }
      put({ cursor: index });
      const record = now.rows.get(index);
      if (now.openNumber !== undefined && record && record.number !== now.openNumber) open(record.number);
    },
    [open, put],
  );
  const toggle = useCallback(
    (index: number) => {
      const record = latest.current.rows.get(index);
      if (record) put({ cursor: index, choice: toggled(latest.current.choice, record.number) });
    },
    [put],
  );
  const chooseAll = useCallback(
    (isOn: boolean) => put({ choice: isOn ? { isAll: true, numbers: new Set() } : NOTHING_CHOSEN }),
    [put],
  );
  const clear = useCallback(() => put({ choice: NOTHING_CHOSEN }), [put]);
  return { cursor, choice, openRow, moveTo, toggle, chooseAll, clear };
}
