import type * as LanceModule from '@lancedb/lancedb';
import { searchTable, type Lance } from './lance-table.ts';
import type { VectorQuery } from './vector-port.ts';

/** Breadths that are tried, the fastest first. */
const BREADTHS = [150, 300, 600] as const;
const WANTED_RECALL = 0.96;
const PROBES = 30;
const TOP = 10;
export const ANN_INDEX = 'vector_idx';
const EVERYTHING = { collections: [], kinds: null, clientId: null, projectId: null } as const;
/** Rows that the index does not hold yet are looked at one by one; beyond this share it is built again. */
const MAX_UNINDEXED = 0.2;

/**
 * Gives a collection of some size an approximate index (HNSW over scalar-quantised vectors) and answers the smallest
 * breadth at which it finds what looking at every row finds, measured on its own vectors. Null where it is small, or
 * where the index does not find enough at any breadth: then every row is looked at, which is slower and never wrong.
 */
export async function tuneTable(
  { lance }: Lance,
  table: LanceModule.Table,
  wanted: { readonly fromRows: number; readonly known: number | null },
  signal: AbortSignal,
): Promise<number | null> {
  const rows = await table.countRows();
  if (rows < wanted.fromRows) return null;
  const stats = await table.indexStats(ANN_INDEX);
  if (!stats || stats.numUnindexedRows > rows * MAX_UNINDEXED) {
    // With the dot product for a distance it finds next to nothing (a recall of 0.005 was measured).
    const config = lance.Index.hnswSq({
      distanceType: 'cosine',
      numPartitions: 1,
      m: 20,
      efConstruction: 150,
    });
    await table.createIndex('vector', { config, replace: true });
  } else if (wanted.known !== null) return wanted.known;
  const probes = await samplesOf(table, rows);
  for (const breadth of BREADTHS) {
    if (signal.aborted) return null;
    if ((await recallAt(table, probes, breadth)) >= WANTED_RECALL) return breadth;
  }
  return null;
}

async function samplesOf(table: LanceModule.Table, rows: number): Promise<readonly Float32Array[]> {
  const offsets = Array.from({ length: PROBES }, (_, index) => Math.floor((index * rows) / PROBES));
  const found = (await table.takeOffsets(offsets).select(['vector']).toArray()) as readonly {
    readonly vector: Iterable<number>;
  }[]; // as selected
  return found.map(({ vector }) => blurred(Float32Array.from(vector)));
}

/** A question is near to a row and never the same: each second number is left out, and the length made one again. */
function blurred(vector: Float32Array): Float32Array {
  const half = vector.map((value, index) => (index % 2 === 0 ? value : value / 2));
  const length = Math.hypot(...half);
  return length === 0 ? half : half.map((value) => value / length);
}

async function recallAt(
  table: LanceModule.Table,
  probes: readonly Float32Array[],
  breadth: number,
): Promise<number> {
  let found = 0;
  let wanted = 0;
  for (const vector of probes) {
    const query: VectorQuery = { vector, limit: TOP, ...EVERYTHING };
    const exact = new Set((await searchTable(table, query, null)).map((hit) => hit.id));
    const near = await searchTable(table, query, breadth);
    wanted += exact.size;
    found += near.filter((hit) => exact.has(hit.id)).length;
  }
  return wanted === 0 ? 1 : found / wanted;
}
