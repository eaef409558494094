import { PROGRESS_CELLS } from '#shared/contracts/datasets-worker.ts';

/** Told to main as work goes on, so that it can name what never ends. */
export type Progress = {
  /** Work on the record at this place of the order begins. */
  record(place: number): void;
  /** The check at this place begins; -1 when none is under way. */
  check(place: number): void;
};

export function createProgress(cells: Int32Array): Progress {
  return {
    record: (place) => {
      Atomics.store(cells, PROGRESS_CELLS.check, 0);
      Atomics.store(cells, PROGRESS_CELLS.record, place);
    },
    check: (place) => {
      Atomics.store(cells, PROGRESS_CELLS.check, place + 1);
    },
  };
}
