import type { JobItem } from '#shared/contracts/jobs.ts';
import { AppError } from '#shared/errors.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type { JobContext } from './job-definition.ts';
import { countItems, findStep, holdsLease, type JobRow } from './jobs.store.ts';

const PROGRESS_EVERY_MS = 200;
const SET_CHANGE_SET = 'UPDATE jobs SET change_set_id = ? WHERE id = ?';

type Progress = { readonly doneCount: number; readonly totalCount: number | null; readonly message: string };

/** The context of one turn of a job. Every write checks the fence first. */
export function createJobRun(store: Store, row: JobRow, signal: AbortSignal) {
  let waiting: Progress | null = null;
  let timer: NodeJS.Timeout | null = null;
  let nextIndex: number | null = null;

  async function write(work: (tx: Writer) => Promise<void> | void): Promise<void> {
    await store.write({ command: 'jobs.work', principal: 'job' }, async (tx) => {
      if (!(await holdsLease(tx, row.id, row.fence))) throw lostLease();
      await work(tx);
      tx.touch('job', [row.id]);
    });
  }

  async function flushProgress(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    const progress = waiting;
    waiting = null;
    if (!progress) return;
    await write((tx) => {
      tx.run({
        sql: 'UPDATE jobs SET done_count = ?, total_count = ?, message = ?, heartbeat_at = ? WHERE id = ?',
        params: [progress.doneCount, progress.totalCount, progress.message, tx.nowMs, row.id],
      });
    });
  }

  const context: JobContext = {
    jobId: row.id,
    attempt: row.attempt,
    signal,
    async step(key, work) {
      const known = await findStep(store.reader, row.id, key);
      type Result = Awaited<ReturnType<typeof work>>;
      if (known) return known.result as Result; // written by this very step
      const result = await work();
      await write((tx) => {
        tx.run({
          sql: 'INSERT INTO job_steps (job_id, key, result, finished_at) VALUES (?, ?, ?, ?)',
          params: [row.id, key, JSON.stringify(result ?? null), tx.nowMs],
        });
      });
      return result;
    },
    progress(doneCount, totalCount, message = '') {
      waiting = { doneCount, totalCount, message };
      // A lost lease shows in the next awaited write; progress alone must not bring the process down.
      timer ??= setTimeout(() => void flushProgress().catch(() => undefined), PROGRESS_EVERY_MS);
    },
    async report(items) {
      nextIndex ??= await countItems(store.reader, row.id);
      const first = nextIndex;
      nextIndex += items.length;
      await write((tx) => tx.run(insertItems(row.id, first, items)));
    },
    async reportIn(tx, items, changeSetId) {
      if (!(await holdsLease(tx, row.id, row.fence))) throw lostLease();
      nextIndex ??= await countItems(tx, row.id);
      if (items.length > 0) tx.run(insertItems(row.id, nextIndex, items));
      nextIndex += items.length;
      if (changeSetId !== undefined) tx.run({ sql: SET_CHANGE_SET, params: [changeSetId, row.id] });
    },
    async setChangeSet(changeSetId) {
      await write((tx) => tx.run({ sql: SET_CHANGE_SET, params: [changeSetId, row.id] }));
    },
  };
  return { context, flushProgress };
}

function insertItems(jobId: string, first: number, items: readonly Omit<JobItem, 'index'>[]) {
  return {
    sql: `INSERT INTO job_items (job_id, item_index, source, outcome, reason, kind, entity_id) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    paramsList: items.map((item, index) => [
      jobId,
      first + index,
      item.source,
      item.outcome,
      item.reason,
      item.kind,
      item.entityId,
    ]),
  };
}

function lostLease(): AppError {
  return new AppError('cancelled', 'This job was taken over or cancelled. What it had finished is kept.');
}
