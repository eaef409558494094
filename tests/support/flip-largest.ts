import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Flips one bit of the largest file under a folder, and answers its name: of packs, the one that every backup needs. */
export async function flipLargest(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const files = await Promise.all(paths.map(async (path) => ({ path, size: (await stat(path)).size })));
  const [largest] = files.toSorted((left, right) => right.size - left.size);
  if (largest === undefined) throw new Error(`nothing lies in ${folder}`);
  const bytes = await readFile(largest.path);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  await writeFile(largest.path, bytes);
  return basename(largest.path);
}
