import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';

/** A vault that lies in a folder: every object is a file of its name. Nothing is ever written. */
export type VaultFolder = {
  read(name: string): Promise<Buffer>;
  /** Undefined where there is no such file. */
  sizeOf(name: string): Promise<number | undefined>;
  list(): Promise<readonly string[]>;
};

export function openVaultFolder(folder: string): VaultFolder {
  return {
    async read(name) {
      return readFile(join(folder, name)).catch((error: unknown) => {
        throw isAbsent(error) ? missing(name, error) : unreadable(name, error);
      });
    },
    async sizeOf(name) {
      const found = await stat(join(folder, name)).catch((error: unknown) => {
        if (!isAbsent(error)) throw unreadable(name, error);
      });
      return found?.isFile() === true ? found.size : undefined;
    },
    async list() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
        (error: unknown) => {
          throw unreadable('folder', error);
        },
      );
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/'),
        );
    },
  };
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

export function missing(name: string, cause?: unknown): AppError {
  return new AppError('backup_damaged', `The backup's ${name} is not there. Nothing was changed.`, {
    cause,
    details: { object: name, reason: 'missing' },
  });
}

function unreadable(name: string, cause: unknown): AppError {
  return new AppError(
    'file_unreadable',
    `The backup's ${name} could not be read from this folder. Nothing was changed; look at the folder and its rights.`,
    { cause, details: { object: name } },
  );
}
