import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { ExtractWorker } from '../reading/extract-worker.ts';
import { FilesService } from './files.service.ts';
import {
  addFolder,
  applyDiff,
  createFilesReads,
  moveCursor,
  removeCursors,
  removeFolder,
} from './files.store.ts';
import type { ScanLimits } from './folder-scan.ts';

/** Follows granted folders: what changed in them, and the text of their files. */
export function createFiles(deps: {
  readonly store: Store;
  readonly ids: IdSource;
  readonly extract: ExtractWorker;
  readonly limits?: ScanLimits;
  readonly onChanged?: (folder: string) => void;
  readonly onError: (error: unknown) => void;
}): FilesService {
  const writes = { addFolder, removeFolder, applyDiff, moveCursor, removeCursors };
  return new FilesService({ ...deps, reads: createFilesReads(deps.store.reader), writes });
}
