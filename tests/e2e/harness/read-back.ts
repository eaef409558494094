import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tableFromIPC } from 'apache-arrow';
import { readParquet } from 'parquet-wasm';

const run = promisify(execFile);

type Row = Readonly<Record<string, unknown>>;

/** What other programs find in an exported folder. */
export type ReadBack = {
  readonly json: readonly Row[];
  readonly jsonl: readonly Row[];
  /** All that CSV has is text. */
  readonly csv: readonly Readonly<Record<string, string>>[];
  readonly chat: readonly { readonly messages: readonly { role: string; content: string }[] }[];
  readonly parquet: readonly Row[];
  readonly names: readonly string[];
};

const READERS = `
import csv, glob, json, sys
def one(ending, without='\\0'):
    [path] = [p for p in glob.glob(sys.argv[1] + '/**/*' + ending, recursive=True) if without not in p]
    return path
def lines(path):
    with open(path, encoding='utf-8', newline='\\n') as file:
        return [json.loads(line) for line in file]
with open(one('.csv'), newline='', encoding='utf-8-sig') as file:
    rows = list(csv.DictReader(file, strict=True))
with open(one('.json'), encoding='utf-8') as file:
    whole = json.load(file)
print(json.dumps({'json': whole, 'jsonl': lines(one('.jsonl', '.chat.')), 'csv': rows, 'chat': lines(one('.chat.jsonl'))}))
`;

/** Read by python's csv and json modules, and by a reader of Parquet that is not the app's own. */
export async function readBack(folder: string): Promise<ReadBack> {
  const names = await readdir(folder, { recursive: true });
  const { stdout } = await run('python3', ['-c', READERS, folder], { maxBuffer: 64 * 1024 * 1024 });
  const read = JSON.parse(stdout) as Pick<ReadBack, 'json' | 'jsonl' | 'csv' | 'chat'>; // as the script above puts it
  const file = names.find((name) => name.endsWith('.parquet')) ?? '';
  const table = tableFromIPC(readParquet(await readFile(join(folder, file))).intoIPCStream());
  const parquet = table.toArray().map((row): Row => {
    const cells = Object.entries(row.toJSON() as Row); // a row of any table is one
    return Object.fromEntries(
      cells.map(([name, cell]) => [name, typeof cell === 'bigint' ? Number(cell) : cell]),
    );
  });
  return { ...read, parquet, names };
}

/** A row as CSV has it: a text as it stands, everything else as JSON. */
export function inCsv(row: Row): Record<string, string> {
  const cells = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(cells) as Record<string, string>; // names and texts, by the line above
}
