import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ConnectionTest, EmailAccount } from '#shared/contracts/connectors.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { pickNamed } from '../name-lookup.ts';
import { withWorkspace } from '../open-line.ts';
import { readSecret } from '../secret-input.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';

export type AccountOptions = {
  readonly file?: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly tls: 'tls' | 'starttls' | 'none';
  readonly oauth2?: boolean;
  readonly folder?: readonly string[];
  readonly certificate?: string;
  readonly passwordFile?: string;
};

export function runAccountsList(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const accounts = await api.connectors.email.list();
    await context.output.answer(accounts, () =>
      accounts.length === 0 ? 'There are no mail accounts.' : formatTable(accounts.map(rowOf)),
    );
    return EXIT.done;
  });
}

/** Keeps the account as it is told; `accounts test` says whether it can be reached. */
export function runAccountsAdd(
  context: CommandContext,
  name: string,
  options: AccountOptions,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const account = await api.connectors.email.add(
      options.file === undefined
        ? await imapInput(context, name, options)
        : { kind: 'files', name, path: resolve(options.file) },
    );
    await context.output.answer(
      account,
      () => `${printable(account.name)} is kept. Try it: adiuva accounts test "${printable(account.name)}"`,
    );
    return EXIT.done;
  });
}

async function imapInput(context: CommandContext, name: string, options: AccountOptions) {
  const { host, user, tls, folder = [] } = options;
  if (host === undefined || user === undefined) {
    throw new AppError(
      'invalid_input',
      'Say where the mail is: --host and --user, or --file. Nothing was added.',
    );
  }
  return {
    kind: 'imap' as const,
    name,
    host,
    user,
    port: options.port ?? (tls === 'tls' ? 993 : 143),
    tlsMode: tls,
    auth: options.oauth2 === true ? ('oauth2' as const) : ('password' as const),
    folders: [...folder],
    trustedCertificate: await readCertificate(options.certificate),
    secret: await readSecret(context, options.passwordFile),
  };
}

/** PEM of the one server that no authority vouches for. */
export async function readCertificate(path: string | undefined): Promise<string | null> {
  if (path === undefined) return null;
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('not_found', `The certificate ${path} can't be read. Nothing was added.`, { cause });
  });
}

/** 1 where it cannot be reached. */
export function runAccountsTest(context: CommandContext, name: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { id } = pickNamed(await api.connectors.email.list(), name, 'mail account');
    return tellTest(context, await api.connectors.email.test({ id }));
  });
}

export async function tellTest({ output }: CommandContext, test: ConnectionTest): Promise<number> {
  await output.answer(test, () => `${printable(test.message)} (${test.tookMs} ms)`);
  return test.ok ? EXIT.done : EXIT.failed;
}

export function runAccountsRemove(context: CommandContext, name: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { id, name: removed } = pickNamed(await api.connectors.email.list(), name, 'mail account');
    await api.connectors.email.remove({ id });
    await context.output.answer(
      { id, name: removed },
      () => `${printable(removed)} is removed, with its password. The mail itself was not touched.`,
    );
    return EXIT.done;
  });
}

function rowOf({ id, name, kind, user, host, port, path, problem }: EmailAccount): readonly string[] {
  const place = kind === 'imap' ? `${user} at ${host}:${port}` : path;
  return [id, name, kind, place, problem?.message ?? ''];
}
