import { writeSync } from 'node:fs';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { Refused } from '../refused.ts';
import { cellOf, COLUMNS_KEY, elementOf, fileColumns, type FileColumn } from './parquet-columns.ts';

export type ParquetSink = {
  write(texts: readonly string[]): void;
  finish(): { readonly sizeBytes: number; readonly records: number };
};

/** A group of rows is held in memory, and written when it is full of rows or of text. */
const GROUP_ROWS = 10_000;
const GROUP_CHARS = 8 * 1024 * 1024;
const FLUSH_BYTES = 1024 * 1024;

export function createParquetSink(input: {
  readonly fd: number;
  readonly schema: JsonSchema;
  readonly columns: readonly string[];
}): ParquetSink {
  if (input.columns.length === 0) throw new Refused('A Parquet file needs one column at least.');
  return new Sink(input.fd, fileColumns(input.schema, input.columns));
}

class Sink implements ParquetSink {
  readonly #columns: readonly FileColumn[];
  readonly #out: DescriptorWriter;
  readonly #writer: ParquetWriter;
  #cells: unknown[][];
  #rows = 0;
  #chars = 0;
  #records = 0;

  constructor(fd: number, columns: readonly FileColumn[]) {
    this.#columns = columns;
    this.#cells = columns.map(() => []);
    this.#out = new DescriptorWriter(fd);
    this.#writer = new ParquetWriter({
      writer: this.#out,
      schema: [{ name: 'root', num_children: columns.length }, ...columns.map(elementOf)],
      kvMetadata: [{ key: COLUMNS_KEY, value: JSON.stringify(columns) }],
      createdBy: 'adiuva',
    });
  }

  write(texts: readonly string[]): void {
    for (const text of texts) {
      const value: unknown = JSON.parse(text);
      if (typeof value !== 'object' || value === null) throw new Refused('A record is not an object.');
      for (const [at, column] of this.#columns.entries()) {
        const cell = Object.hasOwn(value, column.name) ? Reflect.get(value, column.name) : undefined;
        this.#cells[at]?.push(cellOf(column, cell, this.#records));
      }
      this.#records += 1;
      this.#rows += 1;
      this.#chars += text.length;
      if (this.#rows >= GROUP_ROWS || this.#chars >= GROUP_CHARS) this.#writeGroup();
    }
  }

  finish(): { readonly sizeBytes: number; readonly records: number } {
    if (this.#rows > 0) this.#writeGroup();
    void this.#writer.finish();
    return { sizeBytes: this.#out.offset, records: this.#records };
  }

  #writeGroup(): void {
    const columnData = this.#columns.map(({ name }, at) => ({ name, data: this.#cells[at] ?? [] }));
    // Nothing of it is asynchronous: the descriptor is written to at once.
    void this.#writer.write({ columnData, rowGroupSize: this.#rows });
    this.#cells = this.#columns.map(() => []);
    this.#rows = 0;
    this.#chars = 0;
  }
}

/** What is written goes on to the file a megabyte at a time. */
class DescriptorWriter extends ByteWriter {
  readonly #fd: number;

  constructor(fd: number) {
    super();
    this.#fd = fd;
  }

  override ensure(sizeBytes: number): void {
    if (this.index > FLUSH_BYTES) this.#flush();
    super.ensure(sizeBytes);
  }

  override finish(): void {
    this.#flush();
  }

  #flush(): void {
    const bytes = new Uint8Array(this.buffer, 0, this.index);
    for (let from = 0; from < bytes.length;) from += writeSync(this.#fd, bytes, from);
    this.index = 0;
  }
}
