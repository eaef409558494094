import { createHash } from 'node:crypto';
import { connectStore, type ConnectOptions } from '#main/db/open-store-connect.ts';
import { storeFiles } from '#main/db/open-store-files.ts';
import type { Reader } from '#main/db/store.ts';
import type { DrillChecks } from '#main/domains/backup/index.ts';
import type { Search } from '#main/domains/search/index.ts';
import type { OpenedBackup } from '#main/engine/vault/index.ts';
import type { OpenWorkspace } from './workspace.ts';

export type DrillDeps = {
  readonly connect: Pick<ConnectOptions, 'driver' | 'migrations' | 'nowMs'>;
  /** The app's own core over a store, with nothing of it running. */
  readonly openAtRest: (
    opened: Awaited<ReturnType<typeof connectStore>>,
    folder: string,
  ) => Promise<OpenWorkspace>;
};

const SEARCHES = 10;
const ATTACHMENTS = 20;
const HITS = 50;

/** Opens the app's core on a restored copy and lets it do what a person would do first: look for things, open files. */
export function createDrillCheck(deps: DrillDeps) {
  return async ({ folder, storeKey, restored }: OpenedBackup, signal: AbortSignal): Promise<DrillChecks> => {
    const files = storeFiles(folder);
    const { storeId } = restored.manifest;
    const opened = await connectStore(storeKey, 'write', { ...deps.connect, files, storeId, readers: 1 });
    const copy = await deps.openAtRest(opened, folder);
    try {
      const searches = await findItsOwn(copy.store.reader, copy.search, signal);
      const attachments = await openFiles(copy.store.reader, signal);
      return {
        searchesAsked: searches.asked,
        searchesSame: searches.found,
        attachmentsAsked: attachments.asked,
        attachmentsSame: attachments.sound,
      };
    } finally {
      await copy.close();
    }
  };
}

/** Ten things of the copy, spread over all of it, each searched for by its own title. */
async function findItsOwn(reader: Reader, search: Pick<Search, 'query' | 'catchUp'>, signal: AbortSignal) {
  const rows = await reader.rows(
    `WITH titled AS (
       SELECT 'task' AS kind, id, title FROM tasks WHERE deleted_at IS NULL
       UNION ALL SELECT 'note', id, title FROM notes WHERE deleted_at IS NULL
       UNION ALL SELECT 'project', id, name FROM projects WHERE deleted_at IS NULL
       UNION ALL SELECT 'client', id, name FROM clients WHERE deleted_at IS NULL),
     words AS (SELECT *, row_number() OVER (ORDER BY kind, id) AS place, count(*) OVER () AS total
       FROM titled WHERE title GLOB '*[A-Za-z][A-Za-z][A-Za-z]*')
     SELECT id, title FROM words WHERE (place - 1) % max(1, total / ${SEARCHES}) = 0 LIMIT ${SEARCHES}`,
  );
  // What was written last may not be in the index yet.
  await search.catchUp(signal);
  let found = 0;
  for (const [id, title] of rows) {
    signal.throwIfAborted();
    const query = `"${String(title).replaceAll('"', ' ')}"`;
    const { hits } = await search.query({ query, limit: HITS, offset: 0, locale: 'en' });
    // Of many with the same title any will do.
    if (hits.some((hit) => hit.id === id || hit.title.text === title)) found += 1;
  }
  return { asked: rows.length, found };
}

/** Files whose content must have the hash that is written beside them. */
async function openFiles(reader: Reader, signal: AbortSignal) {
  const rows = await reader.rows(
    `SELECT DISTINCT sha256 FROM attachments WHERE deleted_at IS NULL AND size_bytes > 0 ORDER BY sha256 LIMIT ${ATTACHMENTS}`,
  );
  let sound = 0;
  for (const [sha256] of rows) {
    signal.throwIfAborted();
    const hash = createHash('sha256');
    const parts = await reader.rows('SELECT rowid FROM blob_parts WHERE sha256 = ? ORDER BY part', [
      String(sha256),
    ]);
    for (const [rowId] of parts) {
      const [part] = await reader.rows('SELECT data FROM blob_parts WHERE rowid = ?', [Number(rowId)]);
      if (part?.[0] instanceof Uint8Array) hash.update(part[0]);
    }
    if (hash.digest('hex') === sha256) sound += 1;
  }
  return { asked: rows.length, sound };
}
