import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';
import { remoteError } from './remote-error.ts';
import { assertNotAborted } from './target-error.ts';
import type { WebdavCaller } from './webdav-request.ts';
import { elementsOf, parseXml, textOf } from './xml.ts';

/** Not the name of a piece of a backup: locking what is not there makes an empty file of it. */
const LOCK_PATH = '.adiuva-lock';
const HELD_SECONDS = 120;
/** Nothing is changed later than this under a lock: it may have run out on the way. */
const TRUSTED_MS = 60_000;
const WAIT_MS = 30_000;
const ASK_AGAIN_MS = 100;

const ASKED = Buffer.from(
  '<?xml version="1.0" encoding="utf-8"?><lockinfo xmlns="DAV:"><lockscope><exclusive/></lockscope><locktype><write/></locktype><owner>Adiuva</owner></lockinfo>',
);

/** Servers of class 1 know no locks; there the conditions of the request itself have to do. */
const KNOWS_NO_LOCKS = new Set([400, 403, 405, 500, 501]);

/**
 * Does `work` while no other Adiuva changes anything with a condition. Servers check a condition when a request begins
 * and replace the file when it ends: without a lock two could pass the check together. `isLocked` is false where the
 * server has no locks.
 */
export async function withWebdavLock<T>(
  call: WebdavCaller,
  signal: AbortSignal | undefined,
  work: (lock: { readonly isLocked: boolean; fence(): void }) => Promise<T>,
): Promise<T> {
  const token = await take(call, signal);
  if (token === null) return work({ isLocked: false, fence: () => undefined });
  const sinceMs = Date.now();
  try {
    return await work({
      isLocked: true,
      fence() {
        if (Math.abs(Date.now() - sinceMs) > TRUSTED_MS) throw busy();
      },
    });
  } finally {
    await unlock(call, token);
  }
}

async function unlock(call: WebdavCaller, token: string): Promise<void> {
  const headers = { 'lock-token': token };
  await call.send({ method: 'UNLOCK', path: LOCK_PATH, headers }).catch(() => undefined);
}

const WHO_LOCKS = Buffer.from(
  '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><lockdiscovery/></prop></propfind>',
);

/**
 * Apache looks for a lock and writes its own down in two steps, so that two may hold an exclusive one. Whoever finds
 * another beside its own lets go; the later of two always does.
 */
async function isAlone(call: WebdavCaller, token: string, signal: AbortSignal | undefined): Promise<boolean> {
  const headers = { depth: '0', 'content-type': 'application/xml; charset=utf-8' };
  const answer = await call.send({ method: 'PROPFIND', path: LOCK_PATH, headers, body: WHO_LOCKS, signal });
  if (answer.status !== 207) throw remoteError(LOCK_PATH, answer);
  const tokens = elementsOf(await parseXml(answer.bytes), 'locktoken').map((one) => textOf(one, 'href'));
  return tokens.length === 1 && `<${tokens[0]}>` === token;
}

async function take(call: WebdavCaller, signal: AbortSignal | undefined): Promise<string | null> {
  const untilMs = performance.now() + WAIT_MS;
  const headers = {
    depth: '0',
    timeout: `Second-${HELD_SECONDS}`,
    'content-type': 'application/xml; charset=utf-8',
  };
  for (;;) {
    assertNotAborted(signal);
    const answer = await call.send({ method: 'LOCK', path: LOCK_PATH, headers, body: ASKED, signal });
    const token = answer.headers.get('lock-token');
    if ((answer.status === 200 || answer.status === 201) && token !== null) {
      if (await isAlone(call, token, signal)) return token;
      await unlock(call, token);
    }
    if (KNOWS_NO_LOCKS.has(answer.status)) return null;
    else if (answer.status !== 423) throw remoteError(LOCK_PATH, answer);
    if (performance.now() > untilMs) throw busy();
    // By chance, so that two that found each other do not do so again.
    await delay(ASK_AGAIN_MS * (0.5 + Math.random()));
  }
}

function busy(): AppError {
  return new AppError(
    'store_busy',
    'Another device is writing to this backup. Nothing was changed; try again in a moment.',
  );
}
