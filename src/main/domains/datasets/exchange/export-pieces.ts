import Papa from 'papaparse';
import type { ChatTemplates } from '#shared/contracts/dataset-exchange.ts';
import type { DatasetValue } from '#shared/contracts/datasets.ts';
import { chatLine } from './chat-lines.ts';
import { cellOf, headCellOf } from './csv-values.ts';

/** JSON texts of records, some at a time. */
export type TextPages = AsyncIterable<readonly { readonly text: string }[]>;
export type Pieces = AsyncGenerator<Uint8Array>;

/** A list with a record on each line. */
export async function* jsonPieces(pages: TextPages): Pieces {
  let before = '[\n';
  for await (const page of pages) {
    yield Buffer.from(before + page.map(({ text }) => text).join(',\n'));
    before = ',\n';
  }
  yield Buffer.from(before === '[\n' ? '[]\n' : '\n]\n');
}

export async function* jsonlPieces(pages: TextPages): Pieces {
  for await (const page of pages) yield Buffer.from(page.map(({ text }) => `${text}\n`).join(''));
}

/** RFC 4180, UTF-8 with a mark, a head; what stands in the cells: see `cellOf`. */
export async function* csvPieces(pages: TextPages, columns: readonly string[]): Pieces {
  yield Buffer.from(`\ufeff${linesOf([columns.map(headCellOf)])}`);
  for await (const page of pages) {
    yield Buffer.from(linesOf(page.map(({ text }) => cellsOf(JSON.parse(text), columns))));
  }
}

function cellsOf(value: DatasetValue, columns: readonly string[]): readonly string[] {
  return columns.map((name) => cellOf(Object.hasOwn(value, name) ? value[name] : undefined));
}

function linesOf(rows: readonly (readonly string[])[]): string {
  return `${Papa.unparse(
    rows.map((row) => [...row]),
    { newline: '\r\n' },
  )}\r\n`;
}

/** Lines of chat fine-tuning. Records that leave a side empty are left out, and told of. */
export async function* chatPieces(
  pages: TextPages,
  templates: ChatTemplates,
  onLeftOut: (count: number) => void,
): Pieces {
  for await (const page of pages) {
    const lines = page.map(({ text }) => chatLine(JSON.parse(text), templates));
    const kept = lines.filter((line) => line !== null);
    if (kept.length < lines.length) onLeftOut(lines.length - kept.length);
    yield Buffer.from(kept.map((line) => `${line}\n`).join(''));
  }
}
