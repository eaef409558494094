import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { SharedFile } from '#main/db/pages/index.ts';
import { isErrno } from '#main/engine/secrets/atomic-file.ts';
import { fileError } from '#main/engine/secrets/file-errors.ts';
import { workerUrl } from '#main/workers-url.ts';
import { AppError } from '#shared/errors.ts';
import { copyOfKeys } from './backup-run.ts';
import type { RestoreJob, VaultAnswer } from './pipeline-protocol.ts';
import type { PackPart, RestoreOptions, RestoreRun } from './pipeline-types.ts';
import { errorOf, startVaultThread, type VaultThread } from './vault-thread.ts';

type Written = { readonly pageCount: number; readonly sizeBytes: number };
type Waiting = { resolve(written: Written): void; reject(error: AppError): void };
type Lane = { readonly thread: VaultThread; parts: number };

/** To open and to seal takes longer than to fetch from a near place; where there is little, a second start takes longer. */
const MOST_LANES = 2;
const CHUNKS_FOR_TWO = 32;
/** Of a store's file. */
const SALT_BYTES = 16;

/** Opens packs in threads of its own, checks them, and writes a store of them where there is a target. */
export function startRestore(options: RestoreOptions): RestoreRun {
  return new ThreadRestore(options);
}

class ThreadRestore implements RestoreRun {
  readonly #target: RestoreOptions['target'];
  readonly #threads: Lane[] = [];
  readonly #waiting = new Map<number, Waiting>();
  /** A file that was there before is neither written over nor removed. */
  #isOurs = false;
  #lastId = 0;
  #isFinished = false;
  #failure: AppError | null = null;

  constructor(options: RestoreOptions) {
    this.#target = options.target;
    try {
      this.#makeFile();
    } catch (error) {
      this.#failure = isErrno(error, 'EEXIST') ? fileIsThere() : fileError(error);
      return;
    }
    this.#start(options);
  }

  get lanes(): number {
    return Math.max(1, this.#threads.length);
  }

  async take(part: PackPart): Promise<void> {
    const [first, ...others] = this.#threads;
    const lane = others.reduce((best, other) => (best && best.parts <= other.parts ? best : other), first);
    const bytes = ownBytes(part);
    const moved = { pack: part.pack, offsetBytes: part.offsetBytes, bytes };
    if (lane) lane.parts += 1;
    try {
      await this.#ask((id) => lane?.thread.order({ do: 'take', id, part: moved }, [bytes.buffer]));
    } finally {
      if (lane) lane.parts -= 1;
    }
  }

  async finish(): Promise<Written> {
    let [pageCount, sizeBytes] = [0, 0];
    // The first is asked last: it sees whether anything is missing, and writes what nobody was given.
    for (const [number, { thread }] of [...this.#threads.entries()].toReversed()) {
      const isLast = number === 0;
      const written = await this.#ask((id) => thread.order({ do: 'finish', id, isLast }));
      pageCount += written.pageCount;
      sizeBytes += written.sizeBytes;
    }
    if (this.#failure) throw this.#failure;
    this.#isFinished = true;
    await Promise.all(this.#threads.map(({ thread }) => thread.close()));
    return { pageCount, sizeBytes };
  }

  async close(): Promise<void> {
    await this.#end(cancelled());
    if (this.#target && !this.#isFinished && this.#isOurs) await rm(this.#target.path, { force: true });
  }

  #makeFile(): void {
    if (!this.#target) return;
    closeSync(openSync(this.#target.path, 'wx', 0o600));
    this.#isOurs = true;
  }

  #start({ keys, manifest, target, signal }: RestoreOptions): void {
    const shared = newSharedFile(target && manifest ? manifest.pageCount : 0);
    const chunkCount = manifest?.chunks.length ?? 0;
    const done = new Uint8Array(new SharedArrayBuffer(chunkCount));
    const lanes = chunkCount < CHUNKS_FOR_TWO ? 1 : Math.min(MOST_LANES, availableParallelism());
    while (this.#threads.length < lanes) {
      const thread = startVaultThread(
        { workerUrl: workerUrl('vault'), stop: [{ signal, error: cancelled }] },
        { answer: (answer) => this.#settle(answer), failed: (error) => void this.#end(error) },
      );
      this.#threads.push({ thread, parts: 0 });
      const storeKey = target && Uint8Array.from(target.storeKey);
      const job: RestoreJob = {
        keys: copyOfKeys(keys),
        manifest: manifest && pagesOf(manifest),
        target: target && storeKey && { path: target.path, storeKey, shared },
        done,
      };
      thread.order({ do: 'restore', job });
      storeKey?.fill(0);
    }
  }

  #ask(send: (id: number) => void): Promise<Written> {
    if (this.#failure) return Promise.reject(this.#failure);
    this.#lastId += 1;
    const { promise, resolve, reject } = Promise.withResolvers<Written>();
    this.#waiting.set(this.#lastId, { resolve, reject });
    send(this.#lastId);
    return promise;
  }

  #settle(answer: VaultAnswer): void {
    if (answer.kind !== 'done' && answer.kind !== 'failure') return;
    const id = answer.id ?? 0;
    const one = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (answer.kind === 'done') {
      one?.resolve({ pageCount: answer.pageCount, sizeBytes: answer.sizeBytes });
      return;
    }
    const error = errorOf(answer.failure);
    // A damaged pack may be had elsewhere; a disk that is full stays so.
    if (error.code === 'backup_damaged') return one?.reject(error);
    if (one) this.#waiting.set(id, one);
    void this.#end(error);
  }

  /** Nobody is told before every thread is gone: nothing of the run can touch a file then. */
  async #end(error: AppError): Promise<void> {
    this.#failure ??= error;
    await Promise.all(this.#threads.map(({ thread }) => thread.close()));
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  }
}

function newSharedFile(pageCount: number): SharedFile {
  return {
    salt: randomBytes(SALT_BYTES),
    written: new Uint8Array(new SharedArrayBuffer(pageCount + 1)),
  };
}

/** No more of a manifest than the thread asks for: the rest would be copied for nothing. */
function pagesOf({ pageSizeBytes, pageCount, chunks, pages }: NonNullable<RestoreOptions['manifest']>) {
  return { pageSizeBytes, pageCount, chunks, pages };
}

/** Bytes that can be moved without taking others along. */
export function ownBytes({ bytes }: Pick<PackPart, 'bytes'>): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length) {
    return new Uint8Array(buffer);
  }
  return Uint8Array.from(bytes);
}

function fileIsThere(): AppError {
  return new AppError(
    'conflict',
    'There is a file already where the backup was to be restored. It was not changed; choose another place or move it away.',
  );
}

function cancelled(): AppError {
  return new AppError(
    'cancelled',
    'The restore was stopped. Your workspace and the backups are as they were.',
  );
}
