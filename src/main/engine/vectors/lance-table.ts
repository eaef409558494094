import { createRequire } from 'node:module';
import type * as LanceModule from '@lancedb/lancedb';
import type * as ArrowModule from 'apache-arrow';
import type { VectorHit, VectorQuery, VectorRow } from './vector-port.ts';

export type Lance = { readonly lance: typeof LanceModule; readonly arrow: typeof ArrowModule };

/** Loaded when a first vector is written or asked for: it costs 65 ms and 30 MB. */
export async function loadLance(): Promise<Lance> {
  // Read by its logger when it is loaded; it would write to the terminal otherwise.
  process.env['RUST_LOG'] ??= 'error';
  process.env['LANCE_LOG'] ??= 'error';
  // Its warning about this setting takes no notice of the level.
  process.env['LANCE_INCLUDE_VECTOR_CENTROIDS'] ??= 'false';
  const lance = await import('@lancedb/lancedb');
  // The very copy that LanceDB itself requires: it does not take tables of the one for modules.
  const arrow = createRequire(import.meta.url)('apache-arrow') as typeof ArrowModule;
  return { lance, arrow };
}

/** From this breadth on twice the wanted ones are compared by their whole numbers too, which takes twice as long. */
const REFINE_FROM = 300;
const REFINE = 2;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const KIND = /^[a-z_]{1,40}$/;

export function schemaOf({ arrow }: Lance, dimension: number): ArrowModule.Schema {
  const { Field, Int64, Utf8, FixedSizeList, Float32, Schema } = arrow;
  return new Schema([
    new Field('id', new Int64(), false),
    new Field('kind', new Utf8(), false),
    new Field('client', new Utf8(), true),
    new Field('project', new Utf8(), true),
    new Field('vector', new FixedSizeList(dimension, new Field('item', new Float32(), true)), false),
  ]);
}

/** Throws where a vector has another length: the database would cut or pad it without a word. */
export function toBatch(lance: Lance, rows: readonly VectorRow[], dimension: number): ArrowModule.Table {
  const { arrow } = lance;
  const schema = schemaOf(lance, dimension);
  const numbers = new Float32Array(rows.length * dimension);
  for (const [index, { vector }] of rows.entries()) {
    if (vector.length !== dimension) throw new RangeError('A vector of another length.');
    numbers.set(vector, index * dimension);
  }
  const texts = (values: readonly (string | null)[]) => {
    const [data] = arrow.vectorFromArray([...values], new arrow.Utf8()).data;
    if (!data) throw new RangeError('No rows.');
    return data;
  };
  const child = arrow.makeData({ type: new arrow.Float32(), data: numbers });
  const type = new arrow.FixedSizeList(dimension, new arrow.Field('item', new arrow.Float32(), true));
  const children = [
    arrow.makeData({
      type: new arrow.Int64(),
      data: BigInt64Array.from(rows, (row) => BigInt(row.id)),
    }),
    texts(rows.map((row) => row.kind)),
    texts(rows.map((row) => row.clientId)),
    texts(rows.map((row) => row.projectId)),
    arrow.makeData({ type, length: rows.length, nullCount: 0, child }),
  ];
  const struct = arrow.makeData({
    type: new arrow.Struct(schema.fields),
    length: rows.length,
    nullCount: 0,
    children,
  });
  return new arrow.Table(schema, [new arrow.RecordBatch(schema, struct)]);
}

/** Undefined where nothing narrows. Identifiers are fixed and values checked: there is no way to bind any. */
export function predicateOf({ kinds, clientId, projectId }: VectorQuery): string | undefined {
  const parts: string[] = [];
  if (kinds) parts.push(`kind IN (${kinds.map((kind) => quoted(kind, KIND)).join(', ')})`);
  if (clientId !== null) parts.push(`client = ${quoted(clientId, UUID)}`);
  if (projectId !== null) parts.push(`project = ${quoted(projectId, UUID)}`);
  return parts.length === 0 ? undefined : parts.join(' AND ');
}

function quoted(value: string, allowed: RegExp): string {
  if (!allowed.test(value)) throw new RangeError('A value that no filter may hold.');
  return `'${value}'`;
}

/** `ef` where the collection has an approximate index, null to look at every row. */
export async function searchTable(
  table: LanceModule.Table,
  query: VectorQuery,
  ef: number | null,
): Promise<readonly VectorHit[]> {
  let search = table.vectorSearch(query.vector).distanceType('cosine').select(['id', '_distance']);
  if (ef === null) search = search.bypassVectorIndex();
  else {
    // Also once: the distances of shortened numbers are on a scale of their own, and other collections are exact.
    const refine = ef < REFINE_FROM ? 1 : REFINE;
    search = search.ef(Math.max(ef, query.limit * refine)).refineFactor(refine);
  }
  const predicate = predicateOf(query);
  if (predicate !== undefined) search = search.where(predicate);
  const rows = (await search.limit(query.limit).toArray()) as readonly { id: bigint; _distance: number }[]; // as selected
  // Its distance is one less the cosine.
  return rows.map(({ id, _distance }) => ({ id: Number(id), similarity: 1 - _distance }));
}
