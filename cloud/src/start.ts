import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createAccessTokens } from './accounts/access-tokens.ts';
import { createAuth } from './accounts/auth.service.ts';
import { createPasswords } from './accounts/passwords.ts';
import { openFolderBlobs } from './blobs/folder-blobs.ts';
import { openS3Blobs } from './blobs/s3-blobs.ts';
import type { CloudConfig } from './config.ts';
import { openEmbedded, openPostgres, type OpenDatabase } from './db/open.ts';
import { lockFolder } from './folder-lock.ts';
import { createServer } from './server.ts';
import { sweep, type Swept } from './vaults/sweep.ts';

const SWEEP_EVERY_MS = 10 * 60_000;
/** How long requests under way may take when the server is to stop. */
const STOP_WITHIN_MS = 20_000;

const VERSION = '0.1.0';

export type RunningCloud = {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  /** What the server does by itself every ten minutes. */
  sweep(): Promise<Swept>;
  /** Ends what is under way, takes nothing new, closes. */
  stop(): Promise<void>;
};

export type StartOptions = {
  readonly nowMs?: () => number;
  readonly logTo?: { write(line: string): void };
};

/** What the data folder holds, opened: shared by the server and by the commands. */
export async function openData(config: CloudConfig): Promise<OpenDatabase> {
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 });
  const unlock = config.databaseUrl === undefined ? await lockFolder(config.dataFolder) : async () => {};
  try {
    const opened = await (config.databaseUrl === undefined
      ? openEmbedded(join(config.dataFolder, 'database'))
      : openPostgres(config.databaseUrl));
    const close = async () => {
      await opened.close();
      await unlock();
    };
    return { ...opened, close };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** The server, listening. Everything it is made of is built here. */
export async function startCloud(config: CloudConfig, options: StartOptions = {}): Promise<RunningCloud> {
  const { nowMs = Date.now, logTo } = options;
  const database = await openData(config);
  try {
    const blobs =
      config.s3 === undefined
        ? await openFolderBlobs(join(config.dataFolder, 'blobs'))
        : openS3Blobs(config.s3);
    const accessTokens = await createAccessTokens(join(config.dataFolder, 'signing-key.json'), nowMs);
    const { db } = database;
    const auth = createAuth({ db, config, passwords: await createPasswords(), accessTokens, nowMs });
    const check = async () => {
      await Promise.all([database.check(), blobs.check()]);
    };
    const vaultDeps = { db, blobs, config, nowMs };
    const app = await createServer({ ...vaultDeps, auth, version: VERSION, check, logTo });
    const sweeper = sweepNowAndThen(
      () => sweep(vaultDeps),
      (swept, error) =>
        error === undefined ? app.log.info(swept, 'swept') : app.log.error(error, 'sweep failed'),
    );
    const address = await app.listen({ host: config.host, port: config.port });
    app.log.info({ address }, 'listening');
    const stop = async () => {
      await sweeper.stop();
      const impatience = setTimeout(() => app.server.closeAllConnections(), STOP_WITHIN_MS);
      await app.close();
      clearTimeout(impatience);
      await database.close();
    };
    return { address, sweep: sweeper.run, stop };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** One sweep at a time, and none left running when it is stopped. */
function sweepNowAndThen(
  work: () => Promise<Swept>,
  tell: (swept: Swept | undefined, error?: unknown) => void,
) {
  let last: Promise<unknown> = Promise.resolve();
  const run = (): Promise<Swept> => {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  };
  const runAlone = () => {
    run().then(
      (swept) => tell(swept),
      (error: unknown) => tell(undefined, error),
    );
  };
  const timer = setInterval(runAlone, SWEEP_EVERY_MS);
  timer.unref();
  return {
    run,
    stop: async () => {
      clearInterval(timer);
      await last;
    },
  };
}
