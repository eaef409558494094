import type { DatasetWorkerStats } from '#shared/contracts/datasets.ts';
import { formatDollars } from '#shared/kernel/dollars.ts';
import { formatTable } from './table.ts';
import { printable } from './terminal.ts';

/** A line for each process that has worked on a run; nothing where only this one has. */
export function workersText(workers: readonly DatasetWorkerStats[]): string {
  if (workers.every(({ worker, slicesHeld }) => worker === 'main' && slicesHeld === 0)) return '';
  return formatTable([
    ['process', 'made', 'failed', 'calls', 'tokens', 'cost', 'a second', 'parts', 'last seen'],
    ...workers.map(cellsOf),
  ]);
}

function cellsOf(one: DatasetWorkerStats): readonly string[] {
  const { worker, made, failed, calls, inputTokens, outputTokens, costMicros } = one;
  const { ratePerSecond, slicesFinished, slicesHeld, lastSeenAt } = one;
  const held = slicesHeld === 0 ? '' : `, ${slicesHeld} under way`;
  return [
    worker === 'main' ? 'main (Adiuva itself)' : printable(worker),
    String(made),
    String(failed),
    String(calls),
    String(inputTokens + outputTokens),
    costMicros === 0 ? '' : formatDollars(costMicros),
    ratePerSecond === null ? '' : ratePerSecond.toFixed(1),
    `${slicesFinished}${held}`,
    lastSeenAt === null ? '' : new Date(lastSeenAt).toISOString(),
  ];
}
