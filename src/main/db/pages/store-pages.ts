import { open, stat, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileError } from '#main/engine/secrets/file-errors.ts';
import { AppError } from '#shared/errors.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import type { SqliteConnection, SqliteDriver, SqlRow, SqlValue } from '../driver/driver.ts';
import { KEY_SIZE, PAGE_SIZE } from './page-layout.ts';

/**
 * The store as it was at one moment, in its own file: while this is held, nothing is written to the first
 * `pageCount` pages. Writers go on into the log beside it, which grows until the release.
 */
export type PageSnapshot = {
  /** Of the process: a thread may read by it, and must not close it. */
  readonly fd: number;
  readonly pageCount: number;
  /** A copy of the store's key, wiped at the release. */
  readonly storeKey: Uint8Array;
  /** Ends when the store is about to close; whoever reads must stop and release. */
  readonly ended: AbortSignal;
  /** Reads rows of the same moment. */
  rows(sql: string, params?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /** Rejects with `store_busy` unless the file is still as it was. Nothing read before counts until this resolves. */
  confirm(): Promise<void>;
  release(): Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Runs `work` while no write of others is under way. */
export type WriterTurn = <T>(work: (writer: SqliteConnection) => Promise<T>) => Promise<T>;

/** Where snapshots of one opened store come from. */
export type StorePages = {
  snapshot(inTurn: WriterTurn, signal?: AbortSignal): Promise<PageSnapshot>;
  /** Before the store's connections close: ends what is held. */
  end(): Promise<void>;
  /** After the store's connections were closed. */
  close(): Promise<void>;
};

/** How long readers in the log are waited for in one try: writes stand still meanwhile. */
const TRY_MS = 100;
const PAUSES_MS = [20, 50, 100, 250, 500, 1_000] as const;
const GIVE_UP_AFTER_MS = 60_000;
const END_WITHIN_MS = 5_000;

/** `key` stays the caller's; a copy waits for the first backup, as long as the store is open. */
export function createStorePages(driver: SqliteDriver, path: string, key: Uint8Array): StorePages {
  invariant(key.length === KEY_SIZE, 'a store key has 32 bytes');
  return new FilePages(driver, path, Uint8Array.from(key));
}

class FilePages implements StorePages {
  readonly #driver: SqliteDriver;
  readonly #path: string;
  readonly #key: Uint8Array;
  readonly #ending = new AbortController();
  readonly #held = new Set<Promise<void>>();
  #file: Promise<FileHandle> | null = null;

  constructor(driver: SqliteDriver, path: string, key: Uint8Array) {
    this.#driver = driver;
    this.#path = path;
    this.#key = key;
  }

  async snapshot(inTurn: WriterTurn, signal?: AbortSignal): Promise<PageSnapshot> {
    if (this.#ending.signal.aborted) throw closing();
    // From the first moment on: the end waits for what is being opened as well.
    const released = Promise.withResolvers<void>();
    this.#held.add(released.promise);
    let reader: SqliteConnection | null = null;
    const letGo = async (): Promise<void> => {
      await reader?.close();
      released.resolve();
      this.#held.delete(released.promise);
    };
    try {
      const file = await this.#openFile();
      reader = await this.#driver.open({ path: this.#path, key: this.#key, mode: 'read' });
      await this.#begin(reader, inTurn, signal);
      return await this.#hold(file, reader, letGo);
    } catch (error) {
      await letGo();
      throw error;
    }
  }

  async end(): Promise<void> {
    this.#ending.abort();
    const late = new AbortController();
    const patience = sleep(END_WITHIN_MS, undefined, { signal: late.signal, ref: false });
    await Promise.race([Promise.all(this.#held), patience]);
    late.abort();
    await patience.catch(ignore);
  }

  async close(): Promise<void> {
    this.#key.fill(0);
    const file = await this.#file?.catch(() => null);
    this.#file = null;
    await file?.close();
  }

  /**
   * Opened once and kept until the store is closed: POSIX drops every lock that this process holds on a file when it
   * closes any descriptor of it, those of SQLite among them.
   */
  #openFile(): Promise<FileHandle> {
    this.#file ??= open(this.#path, 'r').catch((error: unknown) => {
      this.#file = null;
      throw fileError(error);
    });
    return this.#file;
  }

  async #begin(reader: SqliteConnection, inTurn: WriterTurn, signal?: AbortSignal): Promise<void> {
    const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
    for (let tries = 0; ; tries += 1) {
      if (signal?.aborted || this.#ending.signal.aborted) throw cancelled();
      if (await inTurn((writer) => this.#tryBegin(writer, reader))) return;
      if (performance.now() > giveUpAt) throw busy();
      await sleep(PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)]);
    }
  }

  /**
   * A reader that begins while the log is empty reads the file alone, and holds the lock (WAL_READ_LOCK(0)) without
   * which no checkpoint writes to it. That the log is empty after it has begun proves that it was so: a log that holds
   * what a reader may need is never cut.
   */
  async #tryBegin(writer: SqliteConnection, reader: SqliteConnection): Promise<boolean> {
    if (!(await emptyLog(writer))) return false;
    await reader.batch([{ sql: 'BEGIN' }, { sql: 'SELECT 1 FROM sqlite_master LIMIT 1' }]);
    if (await this.#isLogEmpty()) return true;
    await reader.batch([{ sql: 'ROLLBACK' }]);
    return false;
  }

  async #isLogEmpty(): Promise<boolean> {
    const log = await stat(`${this.#path}-wal`).catch((error: unknown) => {
      throw fileError(error);
    });
    return log.size === 0;
  }

  async #hold(file: FileHandle, reader: SqliteConnection, letGo: () => Promise<void>): Promise<PageSnapshot> {
    const [counted] = await reader.batch([{ sql: 'PRAGMA page_count' }]);
    const pageCount = Number(counted?.rows[0]?.[0]);
    const before = await markOf(file, this.#path);
    if (before.sizeBytes < pageCount * PAGE_SIZE) throw changed();
    const storeKey = Uint8Array.from(this.#key);
    let releasing: Promise<void> | null = null;
    const release = (): Promise<void> => {
      storeKey.fill(0);
      releasing ??= letGo();
      return releasing;
    };
    return {
      fd: file.fd,
      pageCount,
      storeKey,
      ended: this.#ending.signal,
      async rows(sql, params = []) {
        const [result] = await reader.batch([{ sql, params, returns: 'rows' }]);
        return result?.rows ?? [];
      },
      confirm: async () => {
        if (releasing || this.#ending.signal.aborted) throw changed();
        if ((await markOf(file, this.#path)).text !== before.text) throw changed();
      },
      release,
      [Symbol.asyncDispose]: release,
    };
  }
}

/** Moves the log into the file and cuts it. False where a reader still needs it. */
async function emptyLog(writer: SqliteConnection): Promise<boolean> {
  const [timeout] = await writer.batch([{ sql: 'PRAGMA busy_timeout' }]);
  const usualMs = Number(timeout?.rows[0]?.[0]);
  try {
    const [, done] = await writer.batch([
      { sql: `PRAGMA busy_timeout = ${TRY_MS}` },
      { sql: 'PRAGMA wal_checkpoint(TRUNCATE)' },
    ]);
    return Number(done?.rows[0]?.[0]) === 0;
  } finally {
    await writer.batch([{ sql: `PRAGMA busy_timeout = ${usualMs}` }]);
  }
}

/** What changes when anything is written to the file, or another file is put in its place. */
async function markOf(file: FileHandle, path: string): Promise<{ sizeBytes: number; text: string }> {
  const [held, named] = await Promise.all([file.stat({ bigint: true }), stat(path, { bigint: true })]);
  const text = [held.dev, held.ino, held.size, held.mtimeNs, named.dev, named.ino].join(' ');
  if (held.ino !== named.ino || held.dev !== named.dev) throw changed();
  return { sizeBytes: Number(held.size), text };
}

function changed(): AppError {
  return new AppError(
    'store_busy',
    'The file of the store changed while it was read for a backup. Nothing of it counts and the store is untouched; start the backup again.',
  );
}

function busy(): AppError {
  return new AppError(
    'store_busy',
    'The store was being read all the time, so no backup could begin. Nothing was changed; try again in a moment.',
  );
}

function closing(): AppError {
  return new AppError(
    'store_locked',
    'The store is closing. What was saved is safe; back up when it is open.',
  );
}

function cancelled(): AppError {
  return new AppError('cancelled', 'The backup was stopped before it began. Nothing was changed.');
}

function ignore(): void {}
