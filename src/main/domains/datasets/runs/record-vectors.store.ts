import type { Reader, Store } from '#main/db/store.ts';

/** What a record was embedded to. */
export type RecordVector = {
  readonly number: number;
  /** Of the embedder and the text, in hex. */
  readonly basis: string;
  readonly vector: Float32Array;
};

export type RecordVectors = {
  /** Those of the numbers from one to another, both included. */
  read(from: number, to: number): Promise<readonly RecordVector[]>;
  write(vectors: readonly RecordVector[]): Promise<void>;
};

const PUT_SQL =
  'INSERT OR REPLACE INTO dataset_vectors (dataset_id, number, basis, vector) VALUES (?, ?, ?, ?)';

/** Vectors of a dataset's records, kept beside them. */
export function recordVectors(store: Store, datasetId: string): RecordVectors {
  return {
    read: (from, to) => readVectors(store.reader, datasetId, { from, to }),
    async write(vectors) {
      if (vectors.length === 0) return;
      const paramsList = vectors.map(({ number, basis, vector }) => [
        datasetId,
        number,
        Buffer.from(basis, 'hex'),
        new Uint8Array(new Float16Array(vector).buffer),
      ]);
      await store.write({ command: 'datasets.run', principal: 'job' }, async (tx) =>
        tx.run({ sql: PUT_SQL, paramsList }),
      );
    },
  };
}

async function readVectors(
  reader: Reader,
  datasetId: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly RecordVector[]> {
  const rows = await reader.rows(
    'SELECT number, basis, vector FROM dataset_vectors WHERE dataset_id = ? AND number BETWEEN ? AND ?',
    [datasetId, from, to],
  );
  return rows.map(([number, basis, vector]) => ({
    number: Number(number),
    basis: Buffer.from(basis as Uint8Array).toString('hex'), // as it was written
    vector: fromBytes(vector as Uint8Array),
  }));
}

function fromBytes(bytes: Uint8Array): Float32Array {
  // A view would stand at any offset, and half numbers stand at even ones alone.
  const content = Uint8Array.from(bytes);
  return new Float32Array(new Float16Array(content.buffer));
}
