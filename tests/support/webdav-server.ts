import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { findProgram, giveTo, serviceFolder, serviceUser, startService } from './service-process.ts';

export type WebdavServer = {
  /** A folder that is there. */
  readonly url: string;
  readonly user: 'me';
  readonly password: string;
  /** Where its files lie on the disk. */
  readonly folder: string;
  stop(): Promise<void>;
};

const PASSWORD = 'webdav-secret';
const MODULES = '/usr/lib/apache2/modules';
const NEEDED = ['authn_core', 'authn_file', 'authz_core', 'authz_user', 'auth_basic', 'dav', 'dav_fs'];

/** Debian's Apache with its WebDAV modules, on the loopback address, with its files in a temporary folder. */
export async function startWebdav(): Promise<WebdavServer> {
  const program = findProgram('apache2', 'apache2-bin');
  const user = await serviceUser();
  const folder = await serviceFolder('webdav', user);
  const port = await freePort();
  const files = join(folder, 'files');
  const backups = join(files, 'backups');
  for (const path of [files, backups]) {
    await mkdir(path);
    await giveTo(path, user);
  }
  const sha1 = createHash('sha1').update(PASSWORD).digest('base64');
  const [config, users] = [join(folder, 'apache.conf'), join(folder, 'users')];
  for (const [path, text] of [
    [config, configOf({ folder, files, users, port })],
    [users, `me:{SHA}${sha1}\n`],
  ] as const) {
    await writeFile(path, text);
    await giveTo(path, user);
  }
  const args = ['-d', folder, '-f', config, '-D', 'FOREGROUND'];
  const service = await startService({ program, args, folder, user, port });
  const url = `http://127.0.0.1:${port}/backups`;
  return { url, user: 'me', password: PASSWORD, folder: backups, stop: () => service.stop() };
}

/** The same server, seen by a door that knows no locks, as servers of class 1 are. */
export async function withoutLocks({ url }: Pick<WebdavServer, 'url'>): Promise<{
  readonly url: string;
  /** How often a lock was asked for. */
  refused(): number;
  stop(): Promise<void>;
}> {
  const behind = new URL(url);
  let refused = 0;
  const door = createServer((asked, answer) => {
    if (asked.method === 'LOCK' || asked.method === 'UNLOCK') {
      refused += 1;
      asked.resume();
      answer.writeHead(405).end();
      return;
    }
    const { method, headers, url: path } = asked;
    const passed = request({ host: behind.hostname, port: behind.port, method, headers, path }, (found) => {
      answer.writeHead(found.statusCode ?? 502, found.headers);
      found.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  const { port } = door.address() as AddressInfo; // it listens on a port
  return {
    url: `http://127.0.0.1:${port}${behind.pathname}`,
    refused: () => refused,
    async stop() {
      door.closeAllConnections();
      door.close();
      await once(door, 'close');
    },
  };
}

type Parts = {
  readonly folder: string;
  readonly files: string;
  readonly users: string;
  readonly port: number;
};

function configOf({ folder, files, users, port }: Parts): string {
  const modules = ['mpm_event', ...NEEDED].map(
    (name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`,
  );
  return `${modules.join('\n')}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${join(folder, 'apache.pid')}
ErrorLog ${join(folder, 'error.log')}
DefaultRuntimeDir ${folder}
Mutex posixsem
DocumentRoot ${files}
DavLockDB ${join(folder, 'locks')}
<Directory ${files}>
  Dav On
  AuthType Basic
  AuthName backups
  AuthUserFile ${users}
  Require valid-user
</Directory>
`;
}
