import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { workerUrl } from '#main/workers-url.ts';
import { AppError } from '#shared/errors.ts';
import { copyOfKeys } from './backup-run.ts';
import type { VaultAnswer } from './pipeline-protocol.ts';
import type { PackPart, RestoreOptions, RestoreRun } from './pipeline-types.ts';
import { errorOf, startVaultThread, type VaultThread } from './vault-thread.ts';

type Written = { readonly pageCount: number; readonly sizeBytes: number };
type Waiting = { resolve(written: Written): void; reject(error: AppError): void };

/** Opens packs in a thread of its own, checks them, and writes a store of them where there is a target. */
export function startRestore(options: RestoreOptions): RestoreRun {
  return new ThreadRestore(options);
}

class ThreadRestore implements RestoreRun {
  readonly #target: RestoreOptions['target'];
  readonly #thread: VaultThread;
  readonly #waiting = new Map<number, Waiting>();
  /** A file that was there before is neither written over nor removed. */
  readonly #isOurs: boolean;
  #lastId = 0;
  #isFinished = false;
  #failure: AppError | null = null;

  constructor({ keys, manifest, target, signal }: RestoreOptions) {
    this.#target = target;
    this.#isOurs = target !== null && !existsSync(target.path);
    this.#thread = startVaultThread(
      { workerUrl: workerUrl('vault'), stop: [{ signal, error: cancelled }] },
      { answer: (answer) => this.#settle(answer), failed: (error) => this.#fail(error) },
    );
    const storeKey = target && Uint8Array.from(target.storeKey);
    const job = {
      keys: copyOfKeys(keys),
      manifest: manifest && pagesOf(manifest),
      target: target && storeKey && { path: target.path, storeKey },
    };
    this.#thread.order({ do: 'restore', job });
    storeKey?.fill(0);
    if (target && !this.#isOurs) void this.#thread.fail(fileIsThere());
  }

  async take(part: PackPart): Promise<void> {
    const bytes = ownBytes(part);
    const moved = { pack: part.pack, offsetBytes: part.offsetBytes, bytes };
    await this.#ask((id) => this.#thread.order({ do: 'take', id, part: moved }, [bytes.buffer]));
  }

  async finish(): Promise<Written> {
    const written = await this.#ask((id) => this.#thread.order({ do: 'finish', id }));
    this.#isFinished = true;
    await this.#thread.close();
    return written;
  }

  async close(): Promise<void> {
    await this.#thread.fail(cancelled());
    if (this.#target && !this.#isFinished && this.#isOurs) await rm(this.#target.path, { force: true });
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
    one?.reject(error);
    // A damaged pack may be had elsewhere; a disk that is full stays so.
    if (error.code !== 'backup_damaged') void this.#thread.fail(error);
  }

  #fail(error: AppError): void {
    this.#failure = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
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
