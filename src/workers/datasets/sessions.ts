import type { DatasetOrder } from '#shared/contracts/datasets-worker.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import type { RecordIndex } from './counting/record-index.ts';
import type { StatsTally } from './counting/stats-tally.ts';
import type { OpenPlan } from './making/plan.ts';
import type { Progress } from './making/progress.ts';
import type { ParquetFile } from './parquet/read-parquet.ts';
import type { ParquetSink } from './parquet/write-parquet.ts';

export type Sessions = {
  /** The result that is answered with; undefined for orders that have none. */
  take(order: DatasetOrder, progress: Progress): Promise<unknown>;
};

type Opened = {
  readonly plans: Map<number, OpenPlan>;
  readonly indexes: Map<number, RecordIndex>;
  readonly stats: Map<number, StatsTally>;
  readonly sinks: Map<number, ParquetSink>;
  readonly files: Map<number, ParquetFile>;
};

/** What is loaded is what is asked for: a thread that counts never reads the libraries that make. */
export function createSessions(): Sessions {
  const opened: Opened = {
    plans: new Map(),
    indexes: new Map(),
    stats: new Map(),
    sinks: new Map(),
    files: new Map(),
  };
  return { take: (order, progress) => take(order, opened, progress) };
}

async function take(order: DatasetOrder, opened: Opened, progress: Progress): Promise<unknown> {
  switch (order.op) {
    case 'plan.open':
    case 'plan.make':
    case 'plan.finish':
    case 'plan.check':
      return takePlan(order, opened, progress);
    case 'parquet.create':
    case 'parquet.write':
    case 'parquet.finish':
    case 'parquet.open':
    case 'parquet.read':
      return takeParquet(order, opened);
    case 'close':
      for (const sessions of Object.values(opened)) sessions.delete(order.session);
      return undefined;
    default:
      return takeCounting(order, opened);
  }
}

type PlanOrder = Extract<DatasetOrder, { op: `plan.${string}` }>;

async function takePlan(order: PlanOrder, { plans }: Opened, progress: Progress): Promise<unknown> {
  if (order.op === 'plan.open') {
    const { openPlan } = await import('./making/plan.ts');
    plans.set(order.session, await openPlan(order.plan));
    return undefined;
  }
  const plan = need(plans, order.session);
  if (order.op === 'plan.make') return plan.make(order.numbers, order.skip, progress);
  return order.op === 'plan.finish'
    ? plan.finish(order.records, order.skip, progress)
    : plan.check(order.records, order.skip, progress);
}

type CountingOrder = Extract<DatasetOrder, { op: `index.${string}` | `stats.${string}` }>;

async function takeCounting(order: CountingOrder, { indexes, stats }: Opened): Promise<unknown> {
  switch (order.op) {
    case 'index.open': {
      const { createRecordIndex } = await import('./counting/record-index.ts');
      indexes.set(order.session, createRecordIndex(order.plan));
      return undefined;
    }
    case 'index.offer':
      return need(indexes, order.session).offer(order.records, order.isForced);
    case 'index.remove':
      return need(indexes, order.session).remove(order.numbers);
    case 'stats.open': {
      const { createStatsTally } = await import('./counting/stats-tally.ts');
      stats.set(order.session, createStatsTally(order.plan));
      return undefined;
    }
    case 'stats.add':
      return need(stats, order.session).add(order.rows);
    case 'stats.result':
      return need(stats, order.session).result();
  }
}

type ParquetOrder = Extract<DatasetOrder, { op: `parquet.${string}` }>;

async function takeParquet(order: ParquetOrder, { sinks, files }: Opened): Promise<unknown> {
  switch (order.op) {
    case 'parquet.create': {
      const { createParquetSink } = await import('./parquet/write-parquet.ts');
      sinks.set(order.session, createParquetSink(order));
      return undefined;
    }
    case 'parquet.write':
      return need(sinks, order.session).write(order.texts);
    case 'parquet.finish':
      return need(sinks, order.session).finish();
    case 'parquet.open': {
      const { openParquetFile } = await import('./parquet/read-parquet.ts');
      const file = await openParquetFile(order);
      files.set(order.session, file);
      return file.facts;
    }
    case 'parquet.read':
      return need(files, order.session).read(order.from, order.to);
  }
}

function need<T>(sessions: ReadonlyMap<number, T>, session: number): T {
  const found = sessions.get(session);
  invariant(found !== undefined, `there is no session ${session}`);
  return found;
}
