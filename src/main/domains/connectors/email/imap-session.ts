import type { ImapFlow, ImapFlowOptions } from 'imapflow';
import type { EmailAccount } from '#shared/contracts/connectors.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import { connectionError, type CheckedAddress, type Egress } from '#main/engine/egress/index.ts';

export type ImapDeps = {
  readonly egress: Egress;
  /** The password or token, read when a connection is made and not kept. */
  readonly secret: () => Promise<string>;
  readonly timeouts?: Partial<ImapTimeouts>;
};

export type ImapTimeouts = {
  readonly connectMs: number;
  readonly greetingMs: number;
  /** Silence in the middle of an answer. */
  readonly silenceMs: number;
};

const TIMEOUTS: ImapTimeouts = { connectMs: 15_000, greetingMs: 15_000, silenceMs: 30_000 };

/** What a server may send at one time: a lying one cannot fill the memory. */
const SIZES = {
  maxLineLength: 16 * 1024 * 1024,
  maxLiteralSize: 1024 * 1024,
  maxResponseSize: 20 * 1024 * 1024,
};

export type ImapSession = {
  readonly client: ImapFlow;
  /** Ends the connection and writes down what went over it. */
  close(): Promise<void>;
};

type ImapAccount = Pick<EmailAccount, 'host' | 'port' | 'tlsMode' | 'user' | 'auth' | 'trustedCertificate'>;

/** Connects and signs in. Throws what the person can act on: where it failed and why. */
export async function openImapSession(account: ImapAccount, deps: ImapDeps): Promise<ImapSession> {
  const { host, port } = account;
  const ended = deps.egress.ended();
  const to = await deps.egress.resolve(
    { host, port },
    { feature: 'email', hosts: [], configured: [{ host, port }] },
  );
  assertSafe(account, to);
  const { ImapFlow: Client } = await import('imapflow');
  const client = new Client(optionsOf({ account, to, secret: await deps.secret(), timeouts: deps.timeouts }));
  // Without a listener an error between two commands would end the process; the next command reports it.
  client.on('error', () => {});
  const startedAt = performance.now();
  const note = (outcome: 'done' | 'failed') => {
    const { sent, received } = client.stats();
    const durationMs = Math.round(performance.now() - startedAt);
    const bytes = { sentBytes: sent, receivedBytes: received };
    deps.egress.note({ feature: 'email', host, port, ...bytes, durationMs, outcome });
  };
  const end = () => client.close();
  try {
    ended.throwIfAborted();
    ended.addEventListener('abort', end, { once: true });
    await client.connect();
  } catch (error) {
    note('failed');
    ended.removeEventListener('abort', end);
    client.close();
    throw imapError(account, ended.aborted ? ended.reason : error);
  }
  return {
    client,
    async close() {
      note('done');
      ended.removeEventListener('abort', end);
      // A server that does not say goodbye must not keep us.
      const goodbye = setTimeout(() => client.close(), 2_000);
      await client.logout().catch(() => client.close());
      clearTimeout(goodbye);
    },
  };
}

function assertSafe(account: ImapAccount, to: CheckedAddress): void {
  if (account.tlsMode !== 'none' || !to.isPublic) return;
  throw new AppError(
    'tls_untrusted',
    'An unencrypted connection is only made to a server on this machine or in the local network: the password would be readable on the way. Choose TLS or STARTTLS.',
  );
}

function optionsOf(parts: {
  readonly account: ImapAccount;
  readonly to: CheckedAddress;
  readonly secret: string;
  readonly timeouts: Partial<ImapTimeouts> | undefined;
}): ImapFlowOptions {
  const { account, to, secret } = parts;
  const timeouts = { ...TIMEOUTS, ...parts.timeouts };
  const { trustedCertificate, user } = account;
  return {
    host: to.address,
    port: to.port,
    secure: account.tlsMode === 'tls',
    ...(account.tlsMode === 'tls' ? {} : { doSTARTTLS: account.tlsMode === 'starttls' }),
    servername: to.servername,
    tls: {
      minVersion: 'TLSv1.2',
      ...(trustedCertificate === null ? {} : { ca: [trustedCertificate] }),
    },
    auth: account.auth === 'oauth2' ? { user, accessToken: secret } : { user, pass: secret },
    logger: false,
    disableAutoIdle: true,
    disableCompression: true,
    clientInfo: { name: 'Adiuva' },
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.silenceMs,
    ...SIZES,
  };
}

/** An error of the mail library in words of ours. */
export function imapError(account: Pick<ImapAccount, 'host' | 'port'>, error: unknown): AppError {
  if (isAppError(error)) return error;
  const where = `${account.host}:${account.port}`;
  if (hasFlag(error, 'authenticationFailed')) {
    return new AppError(
      'sign_in_refused',
      `${where} refused the user name or the password. Nothing was read. Check both; many providers want a password made for this app, or a token.`,
      { cause: error },
    );
  }
  if (hasFlag(error, 'tlsFailed')) return connectionError(account, error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/TooLarge|TooLong/.test(code)) {
    return new AppError(
      'payload_too_large',
      `${where} sent more at one time than a mail server should. The connection was ended; nothing of it was kept.`,
      { cause: error },
    );
  }
  const said = hasFlag(error, 'responseText') ? String(error.responseText).slice(0, 200) : '';
  if (said !== '')
    return new AppError('unreachable', `${where} refused the request: ${said}`, { cause: error });
  return connectionError(account, error);
}

function hasFlag<Name extends string>(error: unknown, name: Name): error is Record<Name, unknown> {
  return typeof error === 'object' && error !== null && name in error && Boolean(Reflect.get(error, name));
}
