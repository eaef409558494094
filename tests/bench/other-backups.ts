import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What a run of another program took, its start included; the processor time is that of all its threads. */
export type OtherTook = { readonly tookMs: number; readonly processorMs: number };

/** Another program that backs a folder up, encrypted and compressed, to a folder. */
export type OtherBackup = {
  readonly name: string;
  readonly repository: string;
  begin(): Promise<unknown>;
  /** Backs the folder up. */
  backUp(folder: string): Promise<OtherTook>;
  /** Restores what was backed up last. */
  restore(into: string): Promise<OtherTook>;
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
    backUp: (from) => inRepository('backup', from),
    restore: (into) => inRepository('restore', 'latest', '--target', into),
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
      return call(['create', '--compression', 'zstd,3', `${repository}::${number}`, from]);
    },
    async restore(into) {
      await mkdir(into, { recursive: true });
      return call(['extract', `${repository}::${number}`], into);
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
  return async (args: readonly string[], cwd = folder): Promise<OtherTook> => {
    const timing = ['-c', 'TIMEFORMAT="%U %S"; time "$@"', 'bash', command, ...args];
    const startedAt = performance.now();
    const { stderr } = await run('bash', timing, { env, cwd, maxBuffer: OUTPUT_BYTES });
    const tookMs = performance.now() - startedAt;
    const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
    return { tookMs, processorMs: (user + system) * 1000 };
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
