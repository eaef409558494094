import { generateNKeysBetween } from 'fractional-indexing';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Reader } from '#main/db/store.ts';
import { findLastSortKey, listNamed, listReported } from '../imports.store.ts';
import { nameKey } from '../readers/draft-text.ts';

/** What one run of an import remembers from batch to batch. */
export type ImportState = {
  /** Source keys met so far and the item each stands for; null where it stands for none. */
  readonly resolved: Map<string, string | null>;
  /** Ids promised to attachments before they are written, for the notes that show them. */
  readonly promised: Map<string, string>;
  readonly names: { readonly client: Map<string, string>; readonly project: Map<string, string> };
  readonly ids: IdSource;
  nextSortKey(): string;
  /** True once for every report row that an earlier try of the same job has written. */
  wasReported(source: string, kind: string | null): boolean;
};

const SORT_KEYS_AT_ONCE = 200;

export async function createImportState(reader: Reader, ids: IdSource, jobId: string): Promise<ImportState> {
  const [clients, projects] = await Promise.all([listNamed(reader, 'client'), listNamed(reader, 'project')]);
  return {
    resolved: new Map(),
    promised: new Map(),
    names: { client: firstByName(clients), project: firstByName(projects) },
    ids,
    nextSortKey: createSortKeys(await findLastSortKey(reader)),
    wasReported: await createReportMemory(reader, jobId),
  };
}

/** Answers true once for every report row that the job had written before it was cut off. */
export async function createReportMemory(reader: Reader, jobId: string): Promise<ImportState['wasReported']> {
  const reported = new Map<string, number>();
  for (const { source, kind } of await listReported(reader, jobId)) {
    const key = `${kind ?? ''}\n${source}`;
    reported.set(key, (reported.get(key) ?? 0) + 1);
  }
  return (source, kind) => {
    const key = `${kind ?? ''}\n${source}`;
    const left = reported.get(key) ?? 0;
    if (left > 0) reported.set(key, left - 1);
    return left > 0;
  };
}

function firstByName(rows: readonly { id: string; name: string }[]): Map<string, string> {
  const ids = new Map<string, string>();
  for (const { id, name } of rows) if (!ids.has(nameKey(name))) ids.set(nameKey(name), id);
  return ids;
}

/** Keys after the last one there is, made many at a time so that they stay short. */
function createSortKeys(last: string | null): () => string {
  let lastKey = last;
  let ready: string[] = [];
  return () => {
    if (ready.length === 0) ready = generateNKeysBetween(lastKey, null, SORT_KEYS_AT_ONCE);
    lastKey = ready.shift() ?? lastKey;
    return lastKey ?? 'a0';
  };
}
