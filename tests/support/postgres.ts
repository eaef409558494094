import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { serviceFolder, serviceUser, startService, type ServiceUser } from './service-process.ts';

export type PostgresServer = {
  /** Makes an empty database and answers its address. */
  makeDatabase(): Promise<string>;
  stop(): Promise<void>;
};

const DEBIAN = '/usr/lib/postgresql';
const OWNER = 'adiuva';

/** The real PostgreSQL on the loopback address, as a cluster of its own in a temporary folder. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = findPrograms();
  const user = await serviceUser();
  const folder = await serviceFolder('postgres', user);
  const data = join(folder, 'data');
  const setUp = ['-D', data, '-U', OWNER, '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  await run(join(programs, 'initdb'), setUp, { user, folder });
  const port = await freePort();
  const service = await startService({
    program: join(programs, 'postgres'),
    // fsync off: the machine is not going to lose its power in a test.
    args: ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-c', 'fsync=off'],
    folder,
    user,
    port,
  });
  let made = 0;
  const urlOf = (name: string) => `postgres://${OWNER}@127.0.0.1:${port}/${name}`;
  return {
    makeDatabase: async () => {
      made += 1;
      const client = await connected(urlOf('postgres'));
      try {
        await client.query(`create database test_${made}`);
      } finally {
        await client.end();
      }
      return urlOf(`test_${made}`);
    },
    stop: () => service.stop(),
  };
}

/** Debian keeps each version's programs in a folder of their own, of which the newest is taken. */
function findPrograms(): string {
  const versions = readdirSync(DEBIAN).toSorted((left, right) => Number(right) - Number(left));
  const [newest] = versions;
  if (newest === undefined) throw new Error('PostgreSQL is missing: sudo apt-get install postgresql');
  return join(DEBIAN, newest, 'bin');
}

/** It takes connections a moment before it answers them. */
async function connected(connectionString: string): Promise<pg.Client> {
  for (let left = 100; ; left -= 1) {
    const client = new pg.Client({ connectionString });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function run(
  program: string,
  args: readonly string[],
  { user, folder }: { user: ServiceUser; folder: string },
): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  const child = spawn(program, args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(isRoot ? { uid: user.uid, gid: user.gid } : {}),
  });
  const said: string[] = [];
  child.stderr.on('data', (text) => said.push(String(text)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program}: ${said.join('')}`)),
    );
  });
}
