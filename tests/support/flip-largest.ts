import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Flips one bit of the largest file of a folder, and answers its name: of packs, the one that every backup needs. */
export async function flipLargest(folder: string): Promise<string> {
  const names = await readdir(folder);
  const files = await Promise.all(
    names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })),
  );
  const [largest] = files.toSorted((left, right) => right.bytes.length - left.bytes.length);
  if (largest === undefined) throw new Error(`nothing lies in ${folder}`);
  const { name, bytes } = largest;
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  await writeFile(join(folder, name), bytes);
  return name;
}
