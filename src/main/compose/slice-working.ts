import type { SliceLine, SliceWorkerTold } from '#main/domains/datasets/index.ts';
import { workOnSlices } from '#main/domains/datasets/index.ts';
import { workerUrl } from '#main/workers-url.ts';

export type { SliceLine, SliceWorkerTold } from '#main/domains/datasets/index.ts';

/** Makes records for the process at the other end of the line, with threads of its own and without a store. */
export function workForOthers(
  worker: {
    readonly line: SliceLine;
    readonly name: string;
    readonly onTold: (told: SliceWorkerTold) => void;
  },
  leave: AbortSignal,
): Promise<void> {
  const nowMs = () => performance.now();
  return workOnSlices({ ...worker, nowMs, workerUrl: workerUrl('datasets') }, leave);
}
