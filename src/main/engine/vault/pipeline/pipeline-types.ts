import type { PageSnapshot } from '#main/db/pages/index.ts';
import type {
  Manifest,
  PackEntry,
  PageMap,
  SealedObject,
  VaultKeys,
} from '#main/engine/vault/format/index.ts';

export type BackupOptions = {
  /** Held until the last pack came or the run was closed; the run does not release it. */
  readonly snapshot: PageSnapshot;
  readonly keys: VaultKeys;
  /** What the vault holds and a new backup may build on: packs of the indexes that exist and are not doomed. */
  readonly known: readonly PackEntry[];
  /** `pageMarks` of an earlier backup of this store, or null. Derived: when lost or altered, pages are read anew. */
  readonly pageMarks: Uint8Array | null;
  /** The first pages of the tables whose rows are to be counted. */
  readonly roots?: readonly number[];
  readonly signal?: AbortSignal;
};

/** A pack to be put, and its row for the index. */
export type SealedPack = { readonly object: SealedObject; readonly entry: PackEntry };

/** What a manifest says about pages. */
export type BackedUpPages = Pick<Manifest, 'pageSizeBytes' | 'pageCount' | 'chunks' | 'packIds'> & {
  readonly pages: PageMap;
  /** Pages and bytes that the vault did not hold before. */
  readonly newPageCount: number;
  readonly newBytes: number;
  /** Of the tables at `roots`, in their order. */
  readonly rowCounts: readonly number[];
  /** To be handed to the next backup of this store. Keyed, without content; any file of this device may hold it. */
  readonly pageMarks: Uint8Array;
};

/** A backup under way in a thread of its own. */
export type BackupRun = {
  /**
   * Packs of about 8 MiB, in order, each handed over without a copy. At most one waits here: a consumer that is slow
   * slows the reading down. To be read once and to its end. Rejects with `store_corrupt` (with the page),
   * `store_busy`, `cancelled`.
   */
  readonly packs: AsyncIterable<SealedPack>;
  /** Resolves after the last pack; rejects with what `packs` rejected with. */
  readonly result: Promise<BackedUpPages>;
  /** Ends the thread. Nothing of the run is used any more. */
  close(): Promise<void>;
};

export type RestoreOptions = {
  readonly keys: VaultKeys;
  /** null: every chunk of what is taken is checked, and there is nothing to write. */
  readonly manifest: Pick<Manifest, 'pageSizeBytes' | 'pageCount' | 'chunks' | 'pages'> | null;
  /** A file that is not there yet, and the key of the store that it is to be; null only checks what is taken. */
  readonly target: { readonly path: string; readonly storeKey: Uint8Array } | null;
  readonly signal?: AbortSignal;
};

/** Bytes of a pack as they lie there from `offsetBytes` on: the whole of it, or as many chunks as a range was read for. */
export type PackPart = { readonly pack: PackEntry; readonly offsetBytes: number; readonly bytes: Uint8Array };

export type RestoreRun = {
  /** Parts that are worked on at once. */
  readonly lanes: number;
  /**
   * Opens every chunk that lies whole within the part and that the manifest needs, checks its pages against their ids
   * and writes them. The bytes are handed over: their buffer is empty afterwards. Resolves when all that is done: to
   * keep memory bounded, hand over `lanes` parts at a time. Packs may come in any order and more than once. Rejects
   * with `backup_damaged` (`details.object` is the pack) and goes on with the next; with `disk_full`, `store_read_only`
   * or `cancelled` the run is at its end.
   */
  take(part: PackPart): Promise<void>;
  /** Rejects with `backup_damaged` while a page is missing. Afterwards the file is whole, and to sync it is the caller's. */
  finish(): Promise<{ readonly pageCount: number; readonly sizeBytes: number }>;
  /** Ends the thread, and removes the file unless it was finished. */
  close(): Promise<void>;
};

/** The places of the pages in a chunk that some backup needs. */
export type LiveChunk = { readonly chunkId: string; readonly places: readonly number[] };

export type RepackRun = {
  /**
   * Takes the live pages out of a part in which all of these chunks lie whole, each held against its id; resolves with
   * the packs that are full by that. The bytes are handed over. Rejects with `backup_damaged` and goes on with the next.
   */
  keep(part: PackPart, live: readonly LiveChunk[]): Promise<readonly SealedPack[]>;
  /** What is left, as the last pack. */
  finish(): Promise<readonly SealedPack[]>;
  /** What an index says of a pack, from the whole pack alone. Rejects with `backup_damaged` and goes on with the next. */
  describe(packId: string, bytes: Uint8Array): Promise<PackEntry>;
  /** Ends the thread. */
  close(): Promise<void>;
};
