import { basename } from 'node:path';
import { isLeftOut } from './file-kinds.ts';

/** Tells that something happened in a folder; what it was is found by looking. */
export type FolderWatch = {
  /** True from the first event, or from a failure to watch, until it is taken. */
  takeDirty(): boolean;
  /** The look that was taken for it failed. */
  markDirty(): void;
  close(): Promise<void>;
};

/** Editors save in several steps. */
const SETTLE_MS = 250;

/**
 * Follows a folder with chokidar. Events are hints alone: they can be lost (a full queue, a network drive), so a look
 * at the folder decides, and a watcher that fails means to look each time.
 */
export async function watchFolder(
  folder: string,
  options: { readonly maxDepth: number; readonly onSettled: () => void },
): Promise<FolderWatch> {
  const { watch } = await import('chokidar');
  let isDirty = false;
  let isBroken = false;
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, {
    ignoreInitial: true,
    followSymlinks: false,
    depth: options.maxDepth,
    ignored: (path) => path !== folder && isLeftOut(basename(path)),
  });
  const note = () => {
    isDirty = true;
    clearTimeout(timer);
    timer = setTimeout(options.onSettled, SETTLE_MS);
    timer.unref();
  };
  watcher.on('all', note);
  watcher.on('error', () => {
    isBroken = true;
    note();
  });
  await new Promise<void>((resolve) => {
    watcher.on('ready', resolve);
  });
  return {
    takeDirty() {
      const was = isDirty || isBroken;
      isDirty = false;
      return was;
    },
    markDirty() {
      isDirty = true;
    },
    async close() {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}
