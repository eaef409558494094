import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import {
  findProgram,
  giveTo,
  serviceFolder,
  serviceUser,
  startService,
  type ServiceUser,
} from './service-process.ts';

export type MailServer = {
  readonly host: '127.0.0.1';
  /** In the clear, and with STARTTLS. */
  readonly port: number;
  readonly tlsPort: number;
  /** Any user name signs in with it. */
  readonly password: string;
  /** An OAuth 2 access token of the user `anna`. */
  readonly token: string;
  /** PEM of its own certificate, made out to `localhost`. */
  readonly certificate: string;
  /** Puts messages into a folder of a user, as they would come in. */
  deliver(user: string, messages: readonly string[], folder?: string): Promise<void>;
  /** Makes the server number a folder anew, as after a restore: all UIDs change and so does UIDVALIDITY. */
  renumber(user: string): Promise<void>;
  stop(): Promise<void>;
};

const run = promisify(execFile);
const PASSWORD = 'mail-secret';
const TOKEN = 'a-token-of-anna';
const FILES_AT_ONCE = 100;

/** The real dovecot on the loopback address, as an ordinary user with all its files in a temporary folder. */
export async function startDovecot(): Promise<MailServer> {
  const program = findProgram('dovecot', 'dovecot-imapd');
  const user = await serviceUser();
  const folder = await serviceFolder('dovecot', user);
  const [port, tlsPort] = [await freePort(), await freePort()];
  const certificate = await makeCertificate(folder, user);
  const mail = join(folder, 'mail');
  await mkdir(mail);
  await giveTo(mail, user);
  const tokens = await startTokenInfo();
  await writeFile(join(folder, 'oauth2.conf'), oauth2ConfigOf(tokens.url));
  await giveTo(join(folder, 'oauth2.conf'), user);
  const config = join(folder, 'dovecot.conf');
  await writeFile(config, configOf({ folder, user, port, tlsPort }));
  const service = await startService({ program, args: ['-F', '-c', config], folder, user, port });
  let delivered = 0;
  return {
    host: '127.0.0.1',
    port,
    tlsPort,
    password: PASSWORD,
    token: TOKEN,
    certificate,
    async deliver(name, messages, box = '') {
      const maildir = await makeMaildir(join(mail, name), box, user);
      for (let start = 0; start < messages.length; start += FILES_AT_ONCE) {
        const part = messages.slice(start, start + FILES_AT_ONCE);
        await Promise.all(
          part.map(async (text) => {
            delivered += 1;
            const file = join(maildir, 'new', `${1_700_000_000 + delivered}.M${delivered}P1.made`);
            await writeFile(file, text.replace(/\r?\n/g, '\n'), 'latin1');
            await giveTo(file, user);
          }),
        );
      }
    },
    async renumber(name) {
      const numbering = /^dovecot([-.]uid|\.index)/;
      const names = (await readdir(join(mail, name))).filter((file) => numbering.test(file));
      await Promise.all(names.map((file) => rm(join(mail, name, file))));
      // The new UIDVALIDITY is the time in seconds: it must not be the second in which the old one was made.
      await new Promise((resolve) => setTimeout(resolve, 1_100));
    },
    async stop() {
      await service.stop();
      await tokens.stop();
    },
  };
}

/** Whom a token belongs to, as a provider's own server tells the mail server. */
async function startTokenInfo(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('access_token');
    response.writeHead(asked === TOKEN ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(asked === TOKEN ? { email: 'anna' } : { error: 'invalid_token' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/?access_token=`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function oauth2ConfigOf(url: string): string {
  return `tokeninfo_url = ${url}\nusername_attribute = email\n`;
}

async function makeMaildir(root: string, box: string, user: ServiceUser): Promise<string> {
  const maildir = box === '' ? root : join(root, `.${box}`);
  for (const path of [root, maildir, ...['cur', 'new', 'tmp'].map((part) => join(maildir, part))]) {
    await mkdir(path, { recursive: true });
    await giveTo(path, user);
  }
  return maildir;
}

async function makeCertificate(folder: string, user: ServiceUser): Promise<string> {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'];
  await run('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', certificate]);
  await chmod(key, 0o600);
  await giveTo(key, user);
  await giveTo(certificate, user);
  return readFile(certificate, 'utf8');
}

function configOf(parts: {
  readonly folder: string;
  readonly user: ServiceUser;
  readonly port: number;
  readonly tlsPort: number;
}): string {
  const { folder, user, port, tlsPort } = parts;
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
default_internal_user = ${user.name}
default_internal_group = ${user.group}
default_login_user = ${user.name}
first_valid_uid = 1
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
ssl_client_ca_dir =
disable_plaintext_auth = no
mail_location = maildir:${folder}/mail/%u
mail_max_userip_connections = 100
# Failed sign-ins answer at once: a test need not wait out an attacker's delay.
auth_failure_delay = 0
auth_mechanisms = plain login xoauth2 oauthbearer
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${folder}/oauth2.conf
}
passdb {
  driver = static
  mechanisms = plain login
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${user.uid} gid=${user.gid} home=${folder}/home/%u
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
`;
}

/** A mailbox of its own for each try of a test: mail that was delivered stays. */
export const newMailbox = (name: string): string => `${name}-${randomBytes(4).toString('hex')}`;
