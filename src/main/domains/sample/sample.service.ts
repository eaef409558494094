import { AppError } from '#shared/errors.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Reader, Store, WriteResult } from '#main/db/store.ts';
import { sampleWorld } from './content/world.ts';
import { makeSampleRows } from './sample-rows.ts';

export type SampleDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly isWorkspaceEmpty: (reader: Reader) => Promise<boolean>;
};

/** How many of each the sample has put in. */
export type SampleCounts = {
  readonly clients: number;
  readonly projects: number;
  readonly tasks: number;
  readonly checkpoints: number;
  readonly notes: number;
};

export async function fillWithSample(deps: SampleDeps): Promise<WriteResult<SampleCounts>> {
  const { store, isWorkspaceEmpty } = deps;
  return store.write({ command: 'sample.create' }, async (tx) => {
    // Inside the transaction: nothing can come in between the look and the first row.
    if (!(await isWorkspaceEmpty(tx))) {
      throw new AppError(
        'conflict',
        'The sample needs an empty workspace, and this one already holds something. Nothing was changed. Make a new workspace in another folder to look at the sample.',
      );
    }
    const rows = makeSampleRows(sampleWorld, deps);
    tx.insert('client', rows.client);
    tx.insert('project', rows.project);
    tx.insert('checkpoint', rows.checkpoint);
    tx.insert('task', rows.task);
    tx.insert('task_comment', rows.task_comment);
    tx.insert('note', rows.note);
    return {
      clients: rows.client.length,
      projects: rows.project.length,
      tasks: rows.task.length,
      checkpoints: rows.checkpoint.length,
      notes: rows.note.length,
    };
  });
}
