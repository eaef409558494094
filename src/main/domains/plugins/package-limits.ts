import { AppError } from '#shared/errors.ts';

export const PACKAGE_LIMITS = {
  entries: 500,
  fileBytes: 5 * 1024 * 1024,
  totalBytes: 20 * 1024 * 1024,
  depth: 10,
  /** Unpacked over packed; text packs to a tenth at best. */
  ratio: 100,
} as const;

export function linkRefused(): AppError {
  return new AppError(
    'path_not_allowed',
    'The plugin holds a link. Links can lead outside of it, so nothing was installed. Put the files themselves in.',
  );
}

export function tooLarge(what: string): AppError {
  return new AppError(
    'import_too_large',
    `The plugin is larger than a plugin may be. ${what} Nothing was installed.`,
  );
}
