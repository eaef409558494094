import { lstat, realpath } from 'node:fs/promises';
import {
  MAX_CALL_TEXT,
  type ChangedFiles,
  type FileChange,
  type FileText,
  type FollowedFolder,
  type ListChangedFilesInput,
  type ReadTextInput,
} from '#shared/contracts/files.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type { ExtractWorker } from '../reading/extract-worker.ts';
import { diffFolder, type FolderDiff } from './file-diff.ts';
import { formatOf } from './file-kinds.ts';
import { readFileText } from './file-text.ts';
import { realFolder } from './folder-browser.ts';
import type { FileRow, FilesReads, FolderRow } from './files.store.ts';
import { scanFolder, SCAN_LIMITS, type ScanLimits } from './folder-scan.ts';
import { watchFolder, type FolderWatch } from './folder-watch.ts';

export type FilesWrites = {
  addFolder(tx: Writer, path: string): void;
  removeFolder(tx: Writer, path: string): void;
  applyDiff(
    tx: Writer,
    folder: { readonly path: string; readonly revision: number },
    diff: FolderDiff,
    newId: () => string,
  ): number;
  moveCursor(tx: Writer, folder: string, reader: string, revision: number): void;
  removeCursors(tx: Writer, reader: string): void;
};

export type FilesDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly reads: FilesReads;
  readonly writes: FilesWrites;
  readonly extract: ExtractWorker;
  readonly limits?: ScanLimits;
  /** A followed folder has come to rest after a change. */
  readonly onChanged?: (folder: string) => void;
  readonly onError: (error: unknown) => void;
};

/** What is known of a folder while the app runs. */
type Followed = { watch: FolderWatch | null; isTruncated: boolean; turn: Promise<unknown> };

const COMMAND = { command: 'files.follow', principal: 'connector' } as const;
/** Rows a transaction, so that the person's own writes come between. */
const ROWS_A_TURN = 250;

/** Follows folders across restarts and hands out the text of their files, under limits and never beyond them. */
export class FilesService {
  readonly #deps: FilesDeps;
  readonly #limits: ScanLimits;
  readonly #followed = new Map<string, Followed>();
  readonly #stopping = new AbortController();

  constructor(deps: FilesDeps) {
    this.#deps = deps;
    this.#limits = deps.limits ?? SCAN_LIMITS;
  }

  /** What changed in a folder since `cursor`. The first call for a folder begins to follow it. */
  async listChanged(
    reader: string,
    { folder, cursor, limit }: ListChangedFilesInput,
    signal?: AbortSignal,
  ): Promise<ChangedFiles> {
    const { reads } = this.#deps;
    await requireGrantedFolder(folder);
    const followed = await this.#lookAt(folder, signal);
    const since = cursor === undefined ? await reads.readCursor(folder, reader) : Number(cursor);
    const rows = await reads.listSince(folder, since, limit + 1);
    const page = rows.slice(0, limit);
    return {
      changes: page.flatMap((row) => changeOf(row, since, this.#limits)),
      cursor: String(page.at(-1)?.revision ?? since),
      hasMore: rows.length > limit,
      fileCount: await reads.countFiles(folder),
      isTruncated: followed.isTruncated,
    };
  }

  /** The text of each file or the reason why there is none, in the order asked for. */
  async readText({ folder, paths, maxChars }: ReadTextInput, signal?: AbortSignal): Promise<FileText[]> {
    await requireGrantedFolder(folder);
    const files: FileText[] = [];
    let left = MAX_CALL_TEXT;
    for (const path of paths) {
      signal?.throwIfAborted();
      if (left <= 0) {
        files.push({ path, status: 'refused', reason: 'too_many' });
        continue;
      }
      const file = await readFileText(
        { folder, path, maxChars: Math.min(maxChars, left), maxBytes: this.#limits.maxReadBytes },
        this.#deps.extract,
        signal,
      );
      if (file.status === 'ok') left -= file.text.length;
      files.push(file);
    }
    return files;
  }

  /** The reader has taken in everything up to `cursor`; the next list begins after it. */
  async acknowledge(reader: string, { folder, cursor }: { folder: string; cursor: string }): Promise<void> {
    const row = await this.#deps.reads.findFolder(folder);
    if (!row) throw new AppError('not_found', 'This folder is not followed. List its changes first.');
    const revision = Math.min(Number(cursor), row.revision);
    await this.#deps.store.write(COMMAND, (tx) => this.#deps.writes.moveCursor(tx, folder, reader, revision));
  }

  async listFolders(): Promise<readonly FollowedFolder[]> {
    const { reads } = this.#deps;
    const rows = await reads.listFolders();
    return await Promise.all(
      rows.map(async ({ path, scannedAt }) => ({
        path,
        scannedAt,
        fileCount: await reads.countFiles(path),
        isTruncated: this.#followed.get(path)?.isTruncated ?? false,
      })),
    );
  }

  /** Begins to follow a folder before anyone asks for what changed in it. */
  async follow(path: string, signal?: AbortSignal): Promise<FollowedFolder> {
    const folder = await realFolder(path);
    await this.#lookAt(folder, signal);
    const followed = (await this.listFolders()).find((known) => known.path === folder);
    if (!followed) throw new AppError('not_found', 'This folder is no longer followed.');
    return followed;
  }

  /** Stops following a folder and forgets what was known of it; the files themselves are not touched. */
  async unfollow(folder: string): Promise<void> {
    const followed = this.#followed.get(folder);
    this.#followed.delete(folder);
    await followed?.turn.catch(() => undefined);
    await followed?.watch?.close();
    await this.#deps.store.write(COMMAND, (tx) => {
      this.#deps.writes.removeFolder(tx, folder);
      tx.touchAll('file_folder');
    });
  }

  /** A reader was removed: nothing is kept for it any more. */
  async forgetReader(reader: string): Promise<void> {
    await this.#deps.store.write(COMMAND, (tx) => this.#deps.writes.removeCursors(tx, reader));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const { watch, turn } of this.#followed.values()) {
      await turn.catch(() => undefined);
      await watch?.close();
    }
    this.#followed.clear();
  }

  /** One look at a time for each folder; none where nothing has happened since the last. */
  async #lookAt(folder: string, signal: AbortSignal | undefined): Promise<Followed> {
    const followed = this.#followed.get(folder) ?? {
      watch: null,
      isTruncated: false,
      turn: Promise.resolve(),
    };
    this.#followed.set(folder, followed);
    const turn = followed.turn
      .catch(() => undefined)
      .then(async () => {
        const isFirst = followed.watch === null;
        // Watched before the look, so that what happens meanwhile is looked at next time.
        followed.watch ??= await watchFolder(folder, {
          maxDepth: this.#limits.maxDepth,
          onSettled: () => this.#tellChanged(folder),
        });
        if (followed.watch.takeDirty() || isFirst) await this.#reconcile(folder, followed, signal);
      });
    followed.turn = turn;
    await turn;
    return followed;
  }

  async #reconcile(folder: string, followed: Followed, signal: AbortSignal | undefined): Promise<void> {
    const { reads, store, writes } = this.#deps;
    const stop = signal ? AbortSignal.any([signal, this.#stopping.signal]) : this.#stopping.signal;
    const known = await reads.listKnown(folder);
    const scan = await scanFolder(folder, new Map(known.map((file) => [file.path, file])), {
      limits: this.#limits,
      signal: stop,
    }).catch((error: unknown) => {
      followed.watch?.markDirty();
      throw error;
    });
    followed.isTruncated = scan.isTruncated;
    // Of a folder with more than can be seen, nothing is known to be gone.
    const whole = diffFolder(known, scan.files, scan.unseen);
    const diff = scan.isTruncated ? { ...whole, removed: [] } : whole;
    await store.write(COMMAND, (tx) => writes.addFolder(tx, folder));
    let { revision } = await this.#requireRow(folder);
    for (const part of partsOf(diff)) {
      const written = await store.write(COMMAND, (tx) => {
        tx.touchAll('file_folder');
        return writes.applyDiff(tx, { path: folder, revision }, part, () => this.#deps.ids.next());
      });
      revision = written.value;
    }
  }

  async #requireRow(folder: string): Promise<FolderRow> {
    const row = await this.#deps.reads.findFolder(folder);
    if (!row) throw new AppError('not_found', 'This folder is no longer followed.');
    return row;
  }

  #tellChanged(folder: string): void {
    try {
      this.#deps.onChanged?.(folder);
    } catch (error) {
      this.#deps.onError(error);
    }
  }
}

/** A right names a real path. A link that was put in its place since then leads to what nobody granted. */
async function requireGrantedFolder(folder: string): Promise<void> {
  const [real, stats] = await Promise.all([
    realpath(folder).catch(() => null),
    lstat(folder).catch(() => null),
  ]);
  if (real === null || stats === null)
    throw new AppError(
      'file_unreadable',
      'This folder is not there. Nothing was changed; connect or choose it again.',
    );
  if (real !== folder || !stats.isDirectory())
    throw new AppError('path_not_allowed', 'This is not the real path of a folder. Nothing was read.');
}

function changeOf(row: FileRow, since: number, limits: ScanLimits): FileChange[] {
  const isNew = row.addedRevision > since;
  // It came and went between two looks of this reader.
  if (row.isGone && isNew) return [];
  const isMoved = row.movedRevision > since;
  const hasText = formatOf(row.path) !== undefined && row.sizeBytes <= limits.maxReadBytes;
  return [
    {
      id: row.id,
      change: row.isGone ? 'removed' : isNew ? 'added' : isMoved ? 'moved' : 'changed',
      path: row.path,
      previousPath: isMoved && !isNew ? row.previousPath : null,
      isContentChanged: !row.isGone && row.contentRevision > since,
      sizeBytes: row.sizeBytes,
      modifiedAt: row.modifiedAt,
      hash: row.hash,
      hasText: hasText && !row.isGone,
    },
  ];
}

const EMPTY: FolderDiff = { added: [], changed: [], moved: [], removed: [], touched: [] };

/** Moves, changes and ends come first, in one piece; then what is new. */
function partsOf(diff: FolderDiff): readonly FolderDiff[] {
  const parts: FolderDiff[] = [{ ...diff, added: diff.added.slice(0, ROWS_A_TURN) }];
  for (let at = ROWS_A_TURN; at < diff.added.length; at += ROWS_A_TURN) {
    parts.push({ ...EMPTY, added: diff.added.slice(at, at + ROWS_A_TURN) });
  }
  return parts;
}
