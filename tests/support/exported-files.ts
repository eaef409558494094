import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect } from 'vitest';
import type { CliRun } from './run-cli.ts';

/** Everything that a workspace holds, by `adiuva export`: the hash of each file by its name. The folder is removed. */
export async function exportedFiles(
  adiuva: (args: readonly string[]) => Promise<CliRun>,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const { exitCode } = await adiuva(['export', folder]);
  expect(exitCode).toBe(0);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const hashes = new Map<string, string>();
  for (const { parentPath, name } of files) {
    const file = join(parentPath, name);
    const content = withoutTime(name, await readFile(file));
    hashes.set(relative(folder, file), createHash('sha256').update(content).digest('hex'));
  }
  await rm(folder, { recursive: true });
  return hashes;
}

/** When it was exported is not a part of what was. */
function withoutTime(name: string, bytes: Buffer): Buffer | string {
  return name === 'manifest.json' ? bytes.toString().replace(/"exportedAt": ?\d+/, '') : bytes;
}
