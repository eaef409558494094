import { createDriver } from '#main/db/driver/index.ts';
import { workerUrl } from '#main/workers-url.ts';
import { closeOpened, doorTo, requireReady, rowsOf } from './store-door.ts';

/** The numbers of a dataset's records that are on disk, read without the app: nothing of it begins to work. */
export async function finishedIn(
  dataDir: string,
  passphrase: string,
  datasetId: string,
): Promise<ReadonlySet<number>> {
  await using door = doorTo(dataDir, createDriver({ name: undefined, workerUrl: workerUrl('sqlite') }), {
    keychain: null,
  });
  const opened = requireReady(await door.unlock({ kind: 'passphrase', passphrase }));
  try {
    const rows = await rowsOf(
      opened.connections.writer,
      'SELECT number FROM dataset_records WHERE dataset_id = ?',
      [datasetId],
    );
    return new Set(rows.map(([number]) => Number(number)));
  } finally {
    await closeOpened(opened);
  }
}
