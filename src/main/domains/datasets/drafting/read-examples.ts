import type { DatasetValue } from '#shared/contracts/datasets.ts';
import { AppError } from '#shared/errors.ts';

/** Enough to see what a record is. */
const MOST_RECORDS = 1_000;

/** Records of a small file: a JSON list (or one object), JSON Lines, or CSV with a head. Throws `import_unreadable`. */
export async function readExamples(file: {
  readonly name: string;
  readonly text: string;
}): Promise<readonly DatasetValue[]> {
  const text = file.text.replace(/^\uFEFF/, '');
  const records = await readAs(file.name.toLowerCase(), text);
  if (records.length === 0) {
    throw new AppError(
      'import_unreadable',
      'There is no record in this file. Nothing was drafted; choose another.',
    );
  }
  return records.slice(0, MOST_RECORDS);
}

async function readAs(name: string, text: string): Promise<readonly DatasetValue[]> {
  if (/\.(jsonl|ndjson)$/.test(name)) return readLines(text);
  if (name.endsWith('.json')) return objectsIn(parse(text, null));
  if (/\.(csv|tsv)$/.test(name)) return readCsv(text);
  throw new AppError(
    'import_unknown_kind',
    'Examples are read from .json, .jsonl and .csv files. Nothing was drafted; choose one of these.',
  );
}

function readLines(text: string): readonly DatasetValue[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : objectsIn(parse(line, index + 1))));
}

function parse(text: string, line: number | null): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const place = line === null ? '' : ` in line ${line}`;
    throw new AppError(
      'import_unreadable',
      `The file is not JSON${place}. Nothing was drafted; mend it, or choose another.`,
      { cause },
    );
  }
}

/** Of a list its objects; an object with one list in it is taken for that list. */
function objectsIn(value: unknown): readonly DatasetValue[] {
  if (Array.isArray(value)) return value.filter(isRecord);
  if (!isRecord(value)) return [];
  const lists = Object.values(value).filter((one) => Array.isArray(one) && one.some(isRecord));
  return Object.keys(value).length === 1 && lists.length === 1 ? objectsIn(lists[0]) : [value];
}

function isRecord(value: unknown): value is DatasetValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function readCsv(text: string): Promise<readonly DatasetValue[]> {
  const { default: papa } = await import('papaparse');
  const { data, meta } = papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: 'greedy',
    preview: MOST_RECORDS,
  });
  const names = (meta.fields ?? []).filter((name) => name !== '');
  const readers = new Map(names.map((name) => [name, readerOf(data.map((row) => row[name] ?? ''))]));
  return data.map((row) =>
    Object.fromEntries(names.map((name) => [name, readers.get(name)?.(row[name] ?? '') ?? null])),
  );
}

const NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d+)?$/;
const BOOLEAN = /^(true|false)$/i;

/** A column is of numbers only where all of it is: 007 and 1e5 may be names. */
function readerOf(texts: readonly string[]): (text: string) => unknown {
  const filled = texts.filter((text) => text !== '');
  if (filled.length > 0 && filled.every((text) => NUMBER.test(text))) {
    return (text) => (text === '' ? null : Number(text));
  }
  if (filled.length > 0 && filled.every((text) => BOOLEAN.test(text))) {
    return (text) => (text === '' ? null : text.toLowerCase() === 'true');
  }
  return (text) => (filled.length === texts.length || text !== '' ? text : null);
}
