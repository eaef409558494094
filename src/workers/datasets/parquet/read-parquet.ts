import { readSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { parquetMetadataAsync, parquetRead, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import type { ParquetColumn, ParquetFacts } from '#shared/contracts/datasets-worker.ts';
import { messageOf, Refused } from '../refused.ts';
import { COLUMNS_KEY, columnsOfElements, fileColumnsSchema, type FileColumn } from './parquet-columns.ts';

export type ParquetFile = {
  readonly facts: ParquetFacts;
  /** From `from` up to and without `to`, as JSON texts. */
  read(from: number, to: number): Promise<readonly string[]>;
};

/** Rows that are kept after they were read: a group is unpacked as a whole, however few of it are asked for. */
const KEPT_ROWS = 20_000;

const compressors = {
  GZIP: (input: Uint8Array) => new Uint8Array(gunzipSync(input)),
  BROTLI: (input: Uint8Array) => new Uint8Array(brotliDecompressSync(input)),
  ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)),
};

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const parsers = {
  /** A mark that a text begins with is of the text. */
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && decoder.decode(bytes),
};

export async function openParquetFile({
  fd,
  sizeBytes,
}: {
  readonly fd: number;
  readonly sizeBytes: number;
}): Promise<ParquetFile> {
  const file = descriptorBuffer(fd, sizeBytes);
  try {
    return new Reader(file, await parquetMetadataAsync(file));
  } catch (error) {
    throw new Refused(`The file is no Parquet file that can be read: ${messageOf(error)}`);
  }
}

class Reader implements ParquetFile {
  readonly facts: ParquetFacts;
  readonly #file: AsyncBuffer;
  readonly #metadata: FileMetaData;
  /** By name, where the file is one of ours. */
  readonly #own: ReadonlyMap<string, FileColumn>;
  #kept: { readonly from: number; readonly texts: readonly string[] } = { from: 0, texts: [] };

  constructor(file: AsyncBuffer, metadata: FileMetaData) {
    this.#file = file;
    this.#metadata = metadata;
    this.#own = ownColumns(metadata);
    const columns = columnsOfElements(metadata.schema).map((column): ParquetColumn => ({
      ...column,
      kind: this.#own.get(column.name)?.kind ?? column.kind,
    }));
    this.facts = { records: Number(metadata.num_rows), columns };
  }

  async read(from: number, to: number): Promise<readonly string[]> {
    const end = Math.min(to, this.facts.records);
    const texts: string[] = [];
    for (let at = from; at < end;) {
      if (at < this.#kept.from || at >= this.#kept.from + this.#kept.texts.length) await this.#keep(at);
      const some = this.#kept.texts.slice(at - this.#kept.from, end - this.#kept.from);
      if (some.length === 0)
        throw new Refused(`The file ends at record ${at}, before it said that it would.`);
      texts.push(...some);
      at += some.length;
    }
    return texts;
  }

  async #keep(at: number): Promise<void> {
    const rowEnd = Math.min(at + KEPT_ROWS, this.#endOfGroup(at));
    try {
      const { promise, resolve, reject } = Promise.withResolvers<readonly (readonly unknown[])[]>();
      const [file, metadata] = [this.#file, this.#metadata];
      // Rows as lists: in objects a column called `__proto__` would be none.
      parquetRead({ file, metadata, rowStart: at, rowEnd, compressors, parsers, onComplete: resolve }).catch(
        reject,
      );
      const rows = await promise;
      this.#kept = { from: at, texts: rows.map((row) => this.#textOf(row)) };
    } catch (error) {
      throw new Refused(`The file cannot be read from record ${at + 1} on: ${messageOf(error)}`);
    }
  }

  #endOfGroup(at: number): number {
    let end = 0;
    for (const group of this.#metadata.row_groups) {
      end += Number(group.num_rows);
      if (end > at) return end;
    }
    return this.facts.records;
  }

  #textOf(row: readonly unknown[]): string {
    const parts: string[] = [];
    for (const [at, { name, kind }] of this.facts.columns.entries()) {
      const cell = row[at];
      const own = this.#own.get(name);
      const isAbsent = cell === null || cell === undefined;
      if (isAbsent && own?.nullMeans === 'missing') continue;
      const text = own?.kind === 'json' ? String(cell) : JSON.stringify(plain(cell, kind));
      parts.push(`${JSON.stringify(name)}:${isAbsent ? 'null' : text}`);
    }
    return `{${parts.join(',')}}`;
  }
}

function ownColumns(metadata: FileMetaData): ReadonlyMap<string, FileColumn> {
  const told = metadata.key_value_metadata?.find(({ key }) => key === COLUMNS_KEY)?.value;
  const parsed = fileColumnsSchema.safeParse(told === undefined ? [] : jsonOf(told));
  return new Map((parsed.success ? parsed.data : []).map((column) => [column.name, column]));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** As JSON has it: whole numbers that are too large for it stay text, bytes become base64. */
function plain(value: unknown, kind: ParquetColumn['kind']): unknown {
  if (typeof value === 'bigint') {
    const near = Number(value);
    return BigInt(near) === value ? near : value.toString();
  }
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return null;
    return kind === 'date' ? value.toISOString().slice(0, 10) : value.toISOString();
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((entry) => plain(entry, 'json'));
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plain(entry, 'json')]));
}

function descriptorBuffer(fd: number, sizeBytes: number): AsyncBuffer {
  return {
    byteLength: sizeBytes,
    slice: (start, end = sizeBytes) => {
      const bytes = new Uint8Array(end - start);
      let at = 0;
      while (at < bytes.length) {
        const read = readSync(fd, bytes, at, bytes.length - at, start + at);
        if (read === 0) throw new Error('it is shorter than it was');
        at += read;
      }
      return bytes.buffer;
    },
  };
}
