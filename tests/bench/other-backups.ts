import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { timed } from './report.ts';

/** Another program that backs a folder up, encrypted and compressed, to a folder. Milliseconds; its own start counts. */
export type OtherBackup = {
  readonly name: string;
  readonly repository: string;
  begin(): Promise<void>;
  /** Backs the folder up. */
  backUp(folder: string): Promise<number>;
  /** Restores what was backed up last. */
  restore(into: string): Promise<number>;
};

const run = promisify(execFile);
const OUTPUT_BYTES = 64 * 1024 * 1024;

/** As Debian has it, with its usual compression (Zstandard). */
export function restic(folder: string): OtherBackup {
  const repository = join(folder, 'restic');
  const call = caller('restic', folder, { RESTIC_PASSWORD: 'only for benchmarks' });
  const inRepository = (...args: string[]) => call(['--quiet', '--repo', repository, ...args]);
  return {
    name: 'restic',
    repository,
    begin: () => inRepository('init', '--repository-version', '2'),
    backUp: (from) => timed(() => inRepository('backup', from)),
    restore: (into) => timed(() => inRepository('restore', 'latest', '--target', into)),
  };
}

/** As Debian has it, with the compression that restic uses, in place of a quicker and weaker one. */
export function borg(folder: string): OtherBackup {
  const repository = join(folder, 'borg');
  const call = caller('borg', folder, { BORG_PASSPHRASE: 'only for benchmarks' });
  let number = 0;
  return {
    name: 'borg',
    repository,
    begin: () => call(['init', '--encryption', 'repokey-blake2', repository]),
    backUp(from) {
      number += 1;
      return timed(() => call(['create', '--compression', 'zstd,3', `${repository}::${number}`, from]));
    },
    async restore(into) {
      await mkdir(into, { recursive: true });
      return timed(() => call(['extract', `${repository}::${number}`], into));
    },
  };
}

/** Caches and settings go to the throw-away folder as well, and nothing is asked. */
function caller(command: string, folder: string, secrets: Record<string, string>) {
  const env = {
    ...process.env,
    ...secrets,
    HOME: folder,
    XDG_CACHE_HOME: join(folder, 'cache'),
    BORG_BASE_DIR: join(folder, 'borg-base'),
  };
  return async (args: readonly string[], cwd = folder): Promise<void> => {
    await run(command, args, { env, cwd, maxBuffer: OUTPUT_BYTES });
  };
}

/** Bytes of all files below a folder. */
export async function sizeOfFolder(folder: string): Promise<number> {
  let size = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) size += (await stat(join(entry.parentPath, entry.name))).size;
  return size;
}

/** Null where the program can be used, else how to get it. */
export async function whyWithout(command: string): Promise<string | null> {
  try {
    await run(command, ['--version']);
    return null;
  } catch {
    // restic knows no such option, and says so by itself.
    return await run(command, ['version']).then(
      () => null,
      () => `${command} is not there; \`npm run system-deps -- --bench\` installs it`,
    );
  }
}

export const forget = (folder: string) => rm(folder, { recursive: true, force: true });
