import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Reader, Store, Writer } from '#main/db/store.ts';
import { countParts, dropParts, hasContent, nameParts, partsOf, putPart } from './backup-items.store.ts';

/** Content of files that waits in the store under a name of its own, until the files that need it come back. */
export type WaitingContent = { readonly sha256: string; readonly key: string; readonly parts: number };

/**
 * Copies what is not here yet, part by part: a large file is never held whole, and other writes go on between. What a
 * process leaves that ends meanwhile is cleared away like an upload that was never finished.
 */
export async function takeContent(
  { store, ids }: { readonly store: Store; readonly ids: IdSource },
  then: Reader,
  hashes: readonly string[],
): Promise<readonly WaitingContent[]> {
  const waiting: WaitingContent[] = [];
  for (const sha256 of hashes) {
    if (await hasContent(store.reader, sha256)) continue;
    // As an upload is named: what nobody waits for is cleared away by the time in it.
    const key = ids.next();
    let parts = 0;
    for await (const data of partsOf(then, sha256)) {
      const part = parts;
      await store.write({ command: 'backup.restore_items' }, (tx) => putPart(tx, { key, part, data }));
      parts += 1;
    }
    waiting.push({ sha256, key, parts });
  }
  return waiting;
}

/** In the transaction that brings the files back. */
export async function contentGiven(tx: Writer, { sha256, key, parts }: WaitingContent): Promise<void> {
  if (await hasContent(tx, sha256)) return dropParts(tx, key);
  if ((await countParts(tx, key)) !== parts) throw cleared();
  nameParts(tx, key, sha256);
}

export async function dropContent(store: Store, waiting: readonly WaitingContent[]): Promise<void> {
  for (const { key } of waiting)
    await store.write({ command: 'backup.restore_items' }, (tx) => dropParts(tx, key));
}

function cleared(): AppError {
  return new AppError(
    'store_busy',
    'The files of these items were cleared away while they came back. Nothing was changed; try again.',
  );
}
