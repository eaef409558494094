import {
  DATASET_LIMITS,
  type DatasetResults,
  type IndexPlan,
  type OfferedRecord,
  type OfferOutcome,
  type RecordPlan,
  type StatsPlan,
  type StatsRow,
} from '#shared/contracts/datasets-worker.ts';
import { CountingSession } from './counting-session.ts';
import { createDatasetThread, type DatasetThread } from './dataset-thread.ts';
import { openPlanSession } from './plan-session.ts';
import type {
  DatasetWorker,
  IndexSession,
  ParquetReadSession,
  ParquetWriteSession,
  PlanSession,
  StatsSession,
} from './worker-types.ts';

const MAKING_MB = 1_024;
const COUNTING_MB = 2_048;

/** Nothing is started before something is asked for. `workerUrl`: entry file of the worker, `workerUrl('datasets')`. */
export function createDatasetWorker(workerUrl: URL): DatasetWorker {
  return new Client(workerUrl);
}

class Client implements DatasetWorker {
  readonly #making: DatasetThread;
  readonly #counting: DatasetThread;
  #sessions = 0;

  constructor(workerUrl: URL) {
    this.#making = createDatasetThread({ name: 'datasets-making', memoryMb: MAKING_MB, workerUrl });
    this.#counting = createDatasetThread({ name: 'datasets-counting', memoryMb: COUNTING_MB, workerUrl });
  }

  openPlan(plan: RecordPlan): Promise<PlanSession> {
    return openPlanSession(this.#making, this.#next(), plan);
  }

  async openIndex({ duplicates, unique }: IndexPlan): Promise<IndexSession> {
    const counting = this.#newCounting();
    const order = {
      duplicates,
      unique: unique.map(({ check, columns }) => ({ check, columns: [...columns] })),
    };
    await counting.open((session) => ({ op: 'index.open', session, plan: order }));
    const offer = (records: readonly OfferedRecord[], isForced: boolean) =>
      inChunks<OfferedRecord, OfferOutcome>(records, async (chunk) => {
        return (await counting.ask((session) => ({
          op: 'index.offer',
          session,
          records: [...chunk],
          isForced,
        }))) as DatasetResults['index.offer'];
      });
    return {
      offer: (records) => offer(records, false),
      add: (records) => offer(records, true),
      remove: async (numbers) => {
        await counting.ask((session) => ({ op: 'index.remove', session, numbers: [...numbers] }));
      },
      close: () => counting.close(),
    };
  }

  async openStats({ facets, duplicates }: StatsPlan): Promise<StatsSession> {
    const counting = this.#newCounting();
    await counting.open((session) => ({
      op: 'stats.open',
      session,
      plan: { facets: [...facets], duplicates },
    }));
    return {
      add: async (rows) => {
        await inChunks<StatsRow, never>(rows, async (chunk) => {
          const copies = chunk.map((row) => ({ ...row, issues: [...row.issues] }));
          await counting.ask((session) => ({ op: 'stats.add', session, rows: copies }));
          return [];
        });
      },
      result: async () =>
        (await counting.ask((session) => ({
          op: 'stats.result',
          session,
        }))) as DatasetResults['stats.result'],
      close: () => counting.close(),
    };
  }

  async createParquet(input: Parameters<DatasetWorker['createParquet']>[0]): Promise<ParquetWriteSession> {
    const counting = this.#newCounting();
    const order = { ...input, columns: [...input.columns] };
    await counting.open((session) => ({ op: 'parquet.create', session, ...order }));
    return {
      write: async (texts) => {
        await inChunks<string, never>(texts, async (chunk) => {
          await counting.ask((session) => ({ op: 'parquet.write', session, texts: [...chunk] }));
          return [];
        });
      },
      finish: async () =>
        (await counting.ask((session) => ({
          op: 'parquet.finish',
          session,
        }))) as DatasetResults['parquet.finish'],
      close: () => counting.close(),
    };
  }

  async openParquet(input: { readonly fd: number; readonly sizeBytes: number }): Promise<ParquetReadSession> {
    const counting = this.#newCounting();
    const facts = (await counting.open((session) => ({
      op: 'parquet.open',
      session,
      ...input,
    }))) as DatasetResults['parquet.open'];
    return {
      ...facts,
      read: async (from, to) =>
        (await counting.ask((session) => ({
          op: 'parquet.read',
          session,
          from,
          to,
        }))) as DatasetResults['parquet.read'],
      close: () => counting.close(),
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.#making.close(), this.#counting.close()]);
  }

  #newCounting(): CountingSession {
    return new CountingSession(this.#counting, this.#next());
  }

  #next(): number {
    this.#sessions += 1;
    return this.#sessions;
  }
}

async function inChunks<In, Out>(
  items: readonly In[],
  take: (chunk: readonly In[]) => Promise<readonly Out[]>,
): Promise<readonly Out[]> {
  const results: Out[] = [];
  for (let from = 0; from < items.length; from += DATASET_LIMITS.chunkRecords) {
    results.push(...(await take(items.slice(from, from + DATASET_LIMITS.chunkRecords))));
  }
  return results;
}
