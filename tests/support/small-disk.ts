import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type SmallDisk = {
  readonly path: string;
  /** Leaves about so many bytes free; returns the way to free the rest again. */
  fill(leaveBytes: number): () => void;
  setReadOnly(isReadOnly: boolean): void;
  readonly [Symbol.dispose]: () => void;
};

/** Why no small disk can be mounted here, or `null`. */
export function whyNoSmallDisk(): string | null {
  if (process.platform !== 'linux') return 'only Linux can mount a small disk for a test';
  if (process.getuid?.() !== 0) return 'mounting a small disk needs root';
  try {
    mountDisk(1)[Symbol.dispose]();
    return null;
  } catch (error) {
    return `a small disk cannot be mounted: ${error instanceof Error ? error.message : 'unknown failure'}`;
  }
}

/** A file system in memory of so many megabytes, gone with the test. */
export function mountDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'adiuva-disk-'));
  const mount = (options: string): void => run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
  mount(`size=${megabytes}m`);
  return {
    path,
    fill(leaveBytes) {
      const ballast = join(path, 'ballast');
      const { bavail, bsize } = statfsSync(path);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leaveBytes)));
      return () => rmSync(ballast);
    },
    setReadOnly: (isReadOnly) => mount(`remount,size=${megabytes}m,${isReadOnly ? 'ro' : 'rw'}`),
    [Symbol.dispose]() {
      run('umount', ['-l', path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command}: ${stderr?.trim() || 'failed'}`);
}
