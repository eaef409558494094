import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';
import {
  assertBlobName,
  isBlobName,
  type BlobInfo,
  type BlobTarget,
  type PutOptions,
} from './blob-target.ts';
import { getOverHttp } from './blob-over-http.ts';
import { dateOf, remoteError } from './remote-error.ts';
import type { RemoteDeps } from './remote.ts';
import { assertNotAborted, blobConflict, noSuchBlob } from './target-error.ts';
import { propfind, strong, type WebdavEntry } from './webdav-listing.ts';
import { withWebdavLock } from './webdav-lock.ts';
import { createWebdavCaller, type WebdavCaller, type WebdavPlace } from './webdav-request.ts';

/** A folder on a WebDAV server. What is written appears whole: it is sent under another name and then moved. */
export function createWebdavTarget(place: WebdavPlace, deps: RemoteDeps): BlobTarget {
  const call = createWebdavCaller(place, deps);
  const collections = new Set<string>();
  const check = (name: string, signal: AbortSignal | undefined) => {
    assertBlobName(name);
    assertNotAborted(signal);
  };
  return {
    label: `${call.base.host}${call.base.pathname.replace(/\/$/, '')}`,
    async put(name, bytes, options) {
      check(name, options.signal);
      return putBlob(call, { name, bytes, collections, ...options });
    },
    async get(name, { range, signal } = {}) {
      check(name, signal);
      const ask = (headers: Readonly<Record<string, string>>) =>
        call.send({ method: 'GET', path: name, headers, signal });
      const { bytes, etag } = await getOverHttp({ name, range, ask, errorOf: remoteError });
      return { bytes, etag: strong(etag) };
    },
    async stat(name, signal) {
      check(name, signal);
      return statBlob(call, name, signal);
    },
    async *list(prefix, signal) {
      const below = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      for await (const entry of walk(call, below, signal)) {
        if (entry.name.startsWith(prefix)) yield entry;
      }
    },
    async remove(name, signal) {
      check(name, signal);
      const answer = await call.send({ method: 'DELETE', path: name, signal });
      if (![200, 202, 204, 404].includes(answer.status)) throw remoteError(name, answer);
    },
    async now(signal) {
      assertNotAborted(signal);
      const found = await propfind(call, { path: '', depth: '0', signal });
      const nowMs = found && dateOf(found.answer.headers);
      if (nowMs === null) throw folderMissing();
      return nowMs;
    },
  };
}

async function statBlob(call: WebdavCaller, name: string, signal: AbortSignal | undefined) {
  const found = await propfind(call, { path: name, depth: '0', signal });
  const entry = found?.entries.find((one) => !one.isCollection && one.name === name);
  if (entry === undefined) return undefined;
  const { sizeBytes, modifiedAtMs, etag } = entry;
  return { name, sizeBytes, modifiedAtMs, etag };
}

type Put = PutOptions & {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Those that are known to be there. */
  readonly collections: Set<string>;
};

async function putBlob(call: WebdavCaller, put: Put): Promise<{ readonly etag: string }> {
  const { name, ifMatch, signal } = put;
  await makeCollections(call, put);
  if (ifMatch === undefined) {
    await sendAndMove(call, put, () => undefined);
    return etagAfter(call, put);
  }
  return withWebdavLock(call, signal, async ({ isLocked, fence }) => {
    const there = await statBlob(call, name, signal);
    if ((there?.etag ?? null) !== ifMatch) throw blobConflict(name);
    if (isLocked) await sendAndMove(call, put, fence);
    else await sendInPlace(call, put);
    // Still under the lock: else it could be the etag of what came after ours.
    return etagAfter(call, put);
  });
}

async function etagAfter(
  call: WebdavCaller,
  { name, bytes, signal }: Put,
): Promise<{ readonly etag: string }> {
  const written = await statBlob(call, name, signal);
  if (written === undefined) throw noSuchBlob(name);
  if (written.sizeBytes !== bytes.length) throw cutShort();
  return { etag: written.etag };
}

async function sendAndMove(call: WebdavCaller, put: Put, fence: () => void): Promise<void> {
  const { name, bytes, ifMatch, signal } = put;
  const temporary = `.partial-${randomUUID()}`;
  try {
    const sent = await call.send({ method: 'PUT', path: temporary, body: bytes, signal });
    if (![200, 201, 204].includes(sent.status)) throw remoteError(name, sent);
    const there = await propfind(call, { path: temporary, depth: '0', signal });
    if (there?.entries[0]?.sizeBytes !== bytes.length) throw cutShort();
    fence();
    const headers = { destination: new URL(name, call.base).href, overwrite: ifMatch === null ? 'F' : 'T' };
    const moved = await call.send({ method: 'MOVE', path: temporary, headers, signal });
    if (moved.status !== 201 && moved.status !== 204) throw remoteError(name, moved);
  } catch (error) {
    await call.send({ method: 'DELETE', path: temporary }).catch(() => undefined);
    throw error;
  }
}

/** An etag is weak for about a second after a change, and a weak one meets no condition. */
const WEAK_FOR_MS = 1_100;
const WEAK_TRIES = 3;

async function sendInPlace(call: WebdavCaller, { name, bytes, ifMatch, signal }: Put): Promise<void> {
  const headers: Record<string, string> =
    typeof ifMatch === 'string' ? { 'if-match': ifMatch } : { 'if-none-match': '*' };
  for (let turn = 1; ; turn += 1) {
    const sent = await call.send({ method: 'PUT', path: name, headers, body: bytes, signal });
    if ([200, 201, 204].includes(sent.status)) return;
    const isRefused = sent.status === 412 && typeof ifMatch === 'string' && turn < WEAK_TRIES;
    // Refused although it is what was asked for: its etag is still a weak one.
    if (!isRefused || (await statBlob(call, name, signal))?.etag !== ifMatch) throw remoteError(name, sent);
    await delay(WEAK_FOR_MS, undefined, { signal }).catch(() => assertNotAborted(signal));
  }
}

async function makeCollections(call: WebdavCaller, { name, collections, signal }: Put): Promise<void> {
  const parts = name.split('/').slice(0, -1);
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const path = `${parts.slice(0, depth).join('/')}/`;
    if (collections.has(path)) continue;
    const made = await call.send({ method: 'MKCOL', path, signal });
    // 405: it is there. 409: what it should lie in is not.
    if (made.status === 409) throw folderMissing();
    if (made.status !== 201 && made.status !== 405) throw remoteError(path, made);
    collections.add(path);
  }
}

/** One collection at a time: many servers refuse to list everything below at once. */
async function* walk(
  call: WebdavCaller,
  path: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<BlobInfo> {
  assertNotAborted(signal);
  const found = await propfind(call, { path, depth: '1', signal });
  if (found === null && path === '') throw folderMissing();
  for (const entry of found?.entries ?? []) {
    const { name, sizeBytes, modifiedAtMs } = entry;
    if (isBelow(entry, path)) yield* walk(call, name, signal);
    else if (!entry.isCollection && isBlobName(name)) yield { name, sizeBytes, modifiedAtMs };
  }
}

/** The collection itself is in its own list; one that leads elsewhere is not followed. */
function isBelow({ name, isCollection }: WebdavEntry, path: string): boolean {
  return isCollection && name !== path && name.startsWith(path) && isBlobName(name.slice(0, -1));
}

function cutShort(): AppError {
  return new AppError(
    'unreachable',
    'The server of the backup did not take all that was sent. Nothing was replaced; try again.',
  );
}

function folderMissing(): AppError {
  return new AppError(
    'unreachable',
    'The folder of the backup is not on the server. Nothing was sent; make it there, or check the address.',
  );
}
