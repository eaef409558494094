import { setTimeout as delay } from 'node:timers/promises';
import { classifyError, isRetryable, retryAfterOf } from '#main/engine/jobs/error-class.ts';
import { retryDelayMs } from '#main/engine/jobs/retry-delay.ts';
import { isAppError } from '#shared/errors.ts';
import type { BlobInfo, BlobTarget, PutOptions } from './blob-target.ts';
import { assertNotAborted } from './target-error.ts';

export type TransferOptions = {
  /** Requests at a time. */
  readonly parallel?: number;
  /** Tries of one request, the first among them. */
  readonly tries?: number;
  /** First wait before a further try; each is twice the one before, half of it left to chance. */
  readonly retryBaseMs?: number;
  /** The longest that is waited when the other side asks to; longer ones are for whoever called. */
  readonly mostRetryAfterMs?: number;
  readonly random?: () => number;
};

/** A piece to be sent. `read` is asked only when its turn has come, so that few are in memory at a time. */
export type Upload = {
  readonly name: string;
  readonly sizeBytes: number;
  read(): Promise<Uint8Array> | Uint8Array;
};

export type UploadProgress = {
  readonly objects: number;
  readonly bytes: number;
  /** Of these, what lay there already and was not sent again. */
  readonly objectsThere: number;
  readonly bytesThere: number;
};

export type SendOptions = {
  /** What lies there from an earlier try, by name with its size: not sent again. See `listThere`. */
  readonly there?: ReadonlyMap<string, number>;
  readonly onProgress?: (progress: UploadProgress) => void;
  /** Told of each piece when it is there for good. */
  readonly onSent?: (upload: Upload) => void | Promise<void>;
  readonly signal?: AbortSignal;
};

/**
 * A target that tries again what may work another time, and sends several pieces at once. An error comes out when the
 * tries are used up or when another try cannot help.
 */
export type Transfer = BlobTarget & {
  /**
   * Sends pieces that never change under their names, several at a time. Takes the next from `uploads` only when there
   * is room for it. Stops at the first that fails for good, when the others that were on their way have ended.
   */
  send(uploads: AsyncIterable<Upload> | Iterable<Upload>, options?: SendOptions): Promise<UploadProgress>;
  /** What lies below a prefix, by name with its size. */
  listThere(prefix: string, signal?: AbortSignal): Promise<ReadonlyMap<string, number>>;
};

const PARALLEL = 3;
const TRIES = 4;
const RETRY_BASE_MS = 500;
const MOST_RETRY_AFTER_MS = 60_000;

export function createTransfer(target: BlobTarget, options: TransferOptions = {}): Transfer {
  const again = createRetry(options);
  const put = (name: string, bytes: Uint8Array, putOptions: PutOptions) =>
    again((tries) => putOnce(target, { name, bytes, ...putOptions, tries }), putOptions.signal);
  const list = async (prefix: string, signal?: AbortSignal) =>
    again(async () => {
      const found: BlobInfo[] = [];
      for await (const info of target.list(prefix, signal)) found.push(info);
      return found;
    }, signal);
  return {
    label: target.label,
    put,
    get: (name, getOptions = {}) => again(() => target.get(name, getOptions), getOptions.signal),
    stat: (name, signal) => again(() => target.stat(name, signal), signal),
    // From its beginning where it was cut: no name twice.
    async *list(prefix, signal) {
      yield* await list(prefix, signal);
    },
    remove: (name, signal) => again(() => target.remove(name, signal), signal),
    now: (signal) => again(() => target.now(signal), signal),
    async listThere(prefix, signal) {
      return new Map((await list(prefix, signal)).map(({ name, sizeBytes }) => [name, sizeBytes]));
    },
    send: (uploads, sendOptions = {}) =>
      sendAll(uploads, { put, parallel: options.parallel ?? PARALLEL, ...sendOptions }),
  };
}

type Put = PutOptions & { readonly name: string; readonly bytes: Uint8Array; readonly tries: number };

/**
 * After a try whose answer was lost nobody knows whether it was done: where a condition fails then, what lies there is
 * looked at, since it may be what we sent. What is put with a condition is sealed anew each time, so that the same bytes
 * are never another device's.
 */
async function putOnce(
  target: BlobTarget,
  { name, bytes, ifMatch, signal, tries }: Put,
): Promise<{ readonly etag: string }> {
  try {
    return await target.put(name, bytes, { ifMatch, signal });
  } catch (error) {
    const isUnsure = tries > 1 && ifMatch !== undefined && isAppError(error) && error.code === 'conflict';
    if (!isUnsure) throw error;
    const there = await target.get(name, { signal }).catch(() => null);
    if (there === null || Buffer.compare(there.bytes, bytes) !== 0) throw error;
    return { etag: there.etag };
  }
}

type Again = <T>(work: (tries: number) => Promise<T>, signal?: AbortSignal) => Promise<T>;

function createRetry(options: TransferOptions): Again {
  const {
    tries: most = TRIES,
    retryBaseMs: baseMs = RETRY_BASE_MS,
    mostRetryAfterMs = MOST_RETRY_AFTER_MS,
    random = Math.random,
  } = options;
  return async (work, signal) => {
    for (let tries = 1; ; tries += 1) {
      assertNotAborted(signal);
      try {
        return await work(tries);
      } catch (error) {
        const errorClass = classifyError(error);
        const retryAfterMs = retryAfterOf(error);
        const mayHelp = isRetryable(errorClass) && !isOver(error) && (retryAfterMs ?? 0) <= mostRetryAfterMs;
        if (tries >= most || !mayHelp) throw error;
        const waitMs = retryDelayMs({ errorClass, failures: tries, retryAfterMs, baseMs, random: random() });
        await delay(waitMs, undefined, signal && { signal }).catch(() => undefined);
      }
    }
  };
}

/** What another try cannot change: somebody stopped it, switched off the network, or there is no room. */
function isOver(error: unknown): boolean {
  return isAppError(error) && ['cancelled', 'offline', 'quota_exceeded', 'conflict'].includes(error.code);
}

type Sending = SendOptions & {
  readonly put: (name: string, bytes: Uint8Array, options: PutOptions) => Promise<unknown>;
  readonly parallel: number;
};

async function sendAll(
  uploads: AsyncIterable<Upload> | Iterable<Upload>,
  { put, parallel, there, onProgress, onSent, signal }: Sending,
): Promise<UploadProgress> {
  let progress: UploadProgress = { objects: 0, bytes: 0, objectsThere: 0, bytesThere: 0 };
  const ended = new AbortController();
  const either = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  const sendOne = async (upload: Upload) => {
    const isThere = there?.get(upload.name) === upload.sizeBytes;
    if (!isThere) await put(upload.name, await upload.read(), { signal: either });
    await onSent?.(upload);
    progress = added(progress, upload, isThere);
    onProgress?.(progress);
  };
  const onTheirWay = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  const fail = (error: unknown) => {
    // The first is the reason; those that it ended are not.
    failure ??= { error };
    ended.abort();
  };
  try {
    for await (const upload of uploads) {
      assertNotAborted(signal);
      if (failure !== undefined) break;
      const one = sendOne(upload)
        .catch(fail)
        .finally(() => onTheirWay.delete(one));
      onTheirWay.add(one);
      if (onTheirWay.size >= parallel) await Promise.race(onTheirWay);
    }
  } catch (error) {
    fail(error);
  }
  await Promise.all(onTheirWay);
  if (failure !== undefined) throw failure.error;
  return progress;
}

function added(progress: UploadProgress, { sizeBytes }: Upload, isThere: boolean): UploadProgress {
  return {
    objects: progress.objects + 1,
    bytes: progress.bytes + sizeBytes,
    objectsThere: progress.objectsThere + (isThere ? 1 : 0),
    bytesThere: progress.bytesThere + (isThere ? sizeBytes : 0),
  };
}
