import Papa from 'papaparse';
import { AppError } from '#shared/errors.ts';

export type CsvRecord = {
  readonly line: number;
  readonly cells: readonly string[];
  readonly problem: string | null;
};

const MAX_RECORD_CHARS = 1024 * 1024;
const MAX_COLUMNS = 500;
/** Records are handed to the parser in pieces of about this size, so that none of them blocks for long. */
const PIECE_CHARS = 64 * 1024;
const DELIMITERS = [',', ';', '\t', '|'];

/**
 * The records of a CSV text that comes in pieces. The text is cut at the ends of records, which a quoted line break
 * is not, and each piece is parsed by itself; a quote that never closes is refused once a record grows too long.
 */
export async function* readCsvRecords(pieces: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  for await (const records of readCsvPieces(pieces)) yield* records;
}

/** As `readCsvRecords`, a piece's records at a time: a turn of the loop for each costs more than the record. */
export async function* readCsvPieces(pieces: AsyncIterable<string>): AsyncGenerator<readonly CsvRecord[]> {
  let buffer = '';
  let delimiter: string | null = null;
  let line = 1;
  let scan: RecordScan = START;
  for await (const piece of pieces) {
    buffer += piece;
    if (delimiter === null && buffer.length < PIECE_CHARS) continue;
    delimiter ??= guessDelimiter(buffer);
    scan = scanRecords(buffer, delimiter, scan);
    if (scan.lastEnd > 0) {
      yield parsePiece(buffer.slice(0, scan.lastEnd), delimiter, line);
      line += countLines(buffer, scan.lastEnd);
      buffer = buffer.slice(scan.lastEnd);
      scan = { ...scan, position: scan.position - scan.lastEnd, lastEnd: 0 };
    }
    if (buffer.length > MAX_RECORD_CHARS + PIECE_CHARS * 8) throw openQuote(line);
  }
  delimiter ??= guessDelimiter(buffer);
  for (let rest = buffer; rest !== '';) {
    const end = recordEndNear(rest, delimiter);
    yield parsePiece(rest.slice(0, end), delimiter, line);
    line += countLines(rest, end);
    rest = rest.slice(end);
  }
}

/** The delimiter that cuts the first lines into most columns, evenly. */
export function guessDelimiter(text: string): string {
  const declared = /^\ufeff?sep=(.)\r?\n/i.exec(text)?.[1];
  if (declared !== undefined) return declared;
  const sample = text.slice(0, 64 * 1024);
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const rows = Papa.parse<string[]>(sample, { delimiter, preview: 20, skipEmptyLines: 'greedy' }).data;
    const header = rows[0]?.length ?? 0;
    const even = rows.filter((row) => row.length === header).length / Math.max(1, rows.length);
    const score = header < 2 ? 0 : header * even * even;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

type RecordScan = {
  readonly position: number;
  readonly isQuoted: boolean;
  readonly atStart: boolean;
  readonly lastEnd: number;
};
const START: RecordScan = { position: 0, isQuoted: false, atStart: true, lastEnd: 0 };

/** Goes on from where the last scan stopped. A quote opens only at the start of a cell (RFC 4180). */
function scanRecords(text: string, delimiter: string, from: RecordScan): RecordScan {
  let { isQuoted, atStart, lastEnd } = from;
  for (let position = from.position; position < text.length; position += 1) {
    const sign = text[position];
    if (isQuoted) {
      if (sign === '"') isQuoted = false;
      atStart = false;
    } else if (sign === '"') {
      // After a closing quote another one is an escaped quote: the cell goes on.
      isQuoted = atStart || text[position - 1] === '"';
      atStart = false;
    } else {
      atStart = sign === delimiter || sign === '\n';
      if (sign === '\n') lastEnd = position + 1;
    }
  }
  return { position: text.length, isQuoted, atStart, lastEnd };
}

/** The end of the last record within a piece's length; the whole rest where one record is longer. */
function recordEndNear(text: string, delimiter: string): number {
  if (text.length <= PIECE_CHARS) return text.length;
  const { lastEnd } = scanRecords(text.slice(0, PIECE_CHARS), delimiter, START);
  return lastEnd > 0 ? lastEnd : text.length;
}

function parsePiece(text: string, delimiter: string, firstLine: number): readonly CsvRecord[] {
  const plain = firstLine === 1 ? text.replace(/^\ufeff/, '').replace(/^sep=.\r?\n/i, '') : text;
  let line = firstLine + (firstLine === 1 && /^\ufeff?sep=.\r?\n/i.test(text) ? 1 : 0);
  const parsed = Papa.parse<string[]>(plain, {
    delimiter,
    newline: plain.includes('\r\n') ? undefined : '\n',
  });
  const problems = new Map(
    parsed.errors.filter((error) => error.type === 'Quotes').map((error) => [error.row, error]),
  );
  const records: CsvRecord[] = [];
  for (const [row, cells] of parsed.data.entries()) {
    const start = line;
    line += 1 + cells.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);
    if (cells.every((cell) => cell.trim() === '')) continue;
    records.push({ line: start, cells, problem: problemOf(cells, problems.has(row)) });
  }
  return records;
}

function problemOf(cells: readonly string[], hasQuoteError: boolean): string | null {
  if (hasQuoteError)
    return 'A quotation mark in this row is not closed, so its columns cannot be told apart.';
  if (cells.length > MAX_COLUMNS) return `The row has more than ${MAX_COLUMNS} columns.`;
  const size = cells.reduce((sum, cell) => sum + cell.length, 0);
  return size > MAX_RECORD_CHARS ? 'The row is longer than 1 MB.' : null;
}

function countLines(text: string, end: number): number {
  let lines = 0;
  for (let index = text.indexOf('\n'); index >= 0 && index < end; index = text.indexOf('\n', index + 1))
    lines += 1;
  return lines;
}

function openQuote(line: number): AppError {
  return new AppError(
    'import_unreadable',
    `The quotation mark opened after line ${line} is never closed. Rows before it can be imported once it is mended.`,
    { details: { line } },
  );
}
