import { realpath } from 'node:fs/promises';
import type {
  ConnectionTest,
  EmailAccount,
  EmailAccountInput,
  EmailAccountPatch,
  EmailBatch,
  MailFolder,
} from '#shared/contracts/connectors.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { Egress } from '#main/engine/egress/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import { createEmailAccountsStore, deleteAccount, noteRead, putAccount } from './email-accounts.store.ts';
import { forgetReader } from './email-cursors.store.ts';
import { createEmailReading } from './email-reading.ts';
import { createFileMailbox } from './file-mailbox.ts';
import { createImapMailbox } from './imap-mailbox.ts';
import type { ImapTimeouts } from './imap-session.ts';
import { createMailParser } from './mail-parser.ts';
import type { Mailbox } from './mailbox.ts';

export type EmailDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly egress: Egress;
  readonly secrets: NamedSecrets;
  readonly timeouts?: Partial<ImapTimeouts>;
};

export type ListNewMail = {
  readonly account: string;
  /** Who reads: each reader has its own cursor. */
  readonly reader: string;
  readonly limit: number;
  readonly after?: string | undefined;
  readonly since?: number | null | undefined;
};

export type Email = {
  list(): Promise<readonly EmailAccount[]>;
  get(id: string): Promise<EmailAccount>;
  add(input: EmailAccountInput): Promise<EmailAccount>;
  update(id: string, patch: EmailAccountPatch): Promise<EmailAccount>;
  /** With its secret and all cursors; what was made of its mail stays. */
  remove(id: string): Promise<void>;
  /** Connects, signs in and lists the folders. What fails is an answer with the reason. */
  test(input: EmailAccountInput | { readonly id: string }, signal: AbortSignal): Promise<ConnectionTest>;
  folders(id: string, signal: AbortSignal): Promise<readonly MailFolder[]>;
  /** New mail since what this reader acknowledged last, from `after` within one run. */
  listNew(input: ListNewMail, signal: AbortSignal): Promise<EmailBatch>;
  /** Once what was made of the batches is kept. */
  acknowledge(input: { account: string; reader: string; cursor: string }): Promise<void>;
  /** The reader is gone for good (a plugin was removed). */
  forgetReader(reader: string): Promise<void>;
  close(): Promise<void>;
};

const secretName = (accountId: string): string => `email:${accountId}`;

export function createEmail(deps: EmailDeps): Email {
  return new EmailService(deps);
}

class EmailService implements Email {
  private readonly deps: EmailDeps;
  private readonly accounts;
  private readonly parser = createMailParser();
  private readonly reading;
  /** Open mailboxes by account, as the account was when they were opened. */
  private readonly open = new Map<string, { readonly updatedAt: number; readonly mailbox: Mailbox }>();

  constructor(deps: EmailDeps) {
    this.deps = deps;
    this.accounts = createEmailAccountsStore(deps.store.reader);
    this.reading = createEmailReading({ store: deps.store, parser: this.parser });
  }

  list(): Promise<readonly EmailAccount[]> {
    return this.accounts.list();
  }

  async get(id: string): Promise<EmailAccount> {
    const account = await this.accounts.find(id);
    if (account === undefined) throw new AppError('not_found', 'This mail account does not exist any more.');
    return account;
  }

  async add(input: EmailAccountInput): Promise<EmailAccount> {
    const draft = await accountOf(input);
    const id = this.deps.ids.next();
    const { value } = await this.deps.store.write({ command: 'connectors.email.add' }, (tx) => {
      const account = { ...draft, id, createdAt: tx.nowMs, updatedAt: tx.nowMs };
      putAccount(tx, account);
      if (input.kind === 'imap') this.deps.secrets.setIn(tx, secretName(id), input.secret);
      return account;
    });
    return value;
  }

  async update(id: string, patch: EmailAccountPatch): Promise<EmailAccount> {
    const known = await this.get(id);
    const { secret, ...fields } = patch;
    assertSecretStays(known, patch);
    const path = fields.path === undefined ? known.path : await realPathOf(fields.path);
    const { value } = await this.deps.store.write({ command: 'connectors.email.update' }, (tx) => {
      const given = Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined));
      const updatedAt = Math.max(tx.nowMs, known.updatedAt + 1);
      const account: EmailAccount = { ...known, ...given, path, problem: null, updatedAt };
      putAccount(tx, account);
      if (secret !== undefined) this.deps.secrets.setIn(tx, secretName(id), secret);
      return account;
    });
    return value;
  }

  async remove(id: string): Promise<void> {
    await this.get(id);
    await this.deps.store.write({ command: 'connectors.email.remove' }, (tx) => {
      deleteAccount(tx, id);
      this.deps.secrets.removeIn(tx, secretName(id));
    });
    await this.leave(id);
  }

  async test(
    input: EmailAccountInput | { readonly id: string },
    signal: AbortSignal,
  ): Promise<ConnectionTest> {
    const startedAt = performance.now();
    const took = () => Math.round(performance.now() - startedAt);
    let mailbox: Mailbox | null = null;
    try {
      mailbox = 'id' in input ? this.mailboxOf(await this.get(input.id)) : await this.triedMailbox(input);
      const folders = await mailbox.listFolders(signal);
      return {
        ok: true,
        message:
          folders.length === 1
            ? 'Connected: one folder found.'
            : `Connected: ${folders.length} folders found.`,
        tookMs: took(),
      };
    } catch (error) {
      if (!isAppError(error)) throw error;
      return { ok: false, code: error.code, message: error.message, tookMs: took() };
    } finally {
      await mailbox?.close();
    }
  }

  async folders(id: string, signal: AbortSignal): Promise<readonly MailFolder[]> {
    return this.openMailbox(await this.get(id)).listFolders(signal);
  }

  async listNew(input: ListNewMail, signal: AbortSignal): Promise<EmailBatch> {
    const account = await this.get(input.account);
    if (!account.isEnabled)
      throw new AppError('forbidden', 'This mail account is switched off. Switch it on to have it read.');
    const reading = { accountId: account.id, reader: input.reader };
    const { limit, after, since = null } = input;
    try {
      const mailbox = this.openMailbox(account);
      const batch = await this.reading.listNew({ reading, mailbox, limit, after, since, signal });
      if (after === undefined) await this.noteOutcome(account.id, null);
      return batch;
    } catch (error) {
      if (isAppError(error) && error.code !== 'invalid_input') await this.noteOutcome(account.id, error);
      throw error;
    }
  }

  async acknowledge(input: { account: string; reader: string; cursor: string }): Promise<void> {
    const { id } = await this.get(input.account);
    await this.reading.acknowledge({ accountId: id, reader: input.reader }, input.cursor);
  }

  async forgetReader(reader: string): Promise<void> {
    await this.deps.store.write({ command: 'connectors.forgetReader' }, (tx) => forgetReader(tx, reader));
  }

  async close(): Promise<void> {
    await Promise.all([...this.open.keys()].map((id) => this.leave(id)));
    await this.parser.close();
  }

  private async noteOutcome(id: string, error: AppError | null): Promise<void> {
    await this.deps.store.write({ command: 'connectors.email.read' }, (tx) =>
      noteRead(tx, id, error === null ? null : { code: error.code, message: error.message, at: tx.nowMs }),
    );
  }

  private openMailbox(account: EmailAccount): Mailbox {
    const known = this.open.get(account.id);
    if (known?.updatedAt === account.updatedAt) return known.mailbox;
    void known?.mailbox.close();
    const mailbox = this.mailboxOf(account);
    this.open.set(account.id, { updatedAt: account.updatedAt, mailbox });
    return mailbox;
  }

  private async leave(id: string): Promise<void> {
    const known = this.open.get(id);
    this.open.delete(id);
    await known?.mailbox.close();
  }

  private mailboxOf(account: EmailAccount, secret?: string): Mailbox {
    if (account.kind === 'files') return createFileMailbox(account.path);
    const { egress, secrets, timeouts } = this.deps;
    return createImapMailbox(account, {
      egress,
      secret: async () => secret ?? (await secrets.use(secretName(account.id))),
      ...(timeouts === undefined ? {} : { timeouts }),
    });
  }

  private async triedMailbox(input: EmailAccountInput): Promise<Mailbox> {
    const draft = await accountOf(input);
    const account = { ...draft, id: this.deps.ids.next(), createdAt: 0, updatedAt: 0 };
    return this.mailboxOf(account, input.kind === 'imap' ? input.secret : undefined);
  }
}

type Draft = Omit<EmailAccount, 'id' | 'createdAt' | 'updatedAt'>;

const NO_SERVER = {
  host: '',
  port: 0,
  tlsMode: 'tls',
  user: '',
  auth: 'password',
  trustedCertificate: null,
} as const;
const FRESH = { isEnabled: true, lastReadAt: null, problem: null };

async function accountOf(input: EmailAccountInput): Promise<Draft> {
  if (input.kind === 'files')
    return { ...NO_SERVER, ...FRESH, ...input, path: await realPathOf(input.path), folders: [] };
  const { secret: _, ...server } = input;
  return { ...FRESH, ...server, path: '' };
}

/** The path that is granted and read is the real one, whatever links led to it. */
async function realPathOf(path: string): Promise<string> {
  return realpath(path).catch((cause: unknown) => {
    throw new AppError('file_unreadable', `There is no file or folder at ${path} that can be read.`, {
      cause,
    });
  });
}

/** A password is for the server that it was entered for: with another host it has to be entered again. */
function assertSecretStays(known: EmailAccount, patch: EmailAccountPatch): void {
  const moves =
    (patch.host !== undefined && patch.host !== known.host) ||
    (patch.tlsMode === 'none' && known.tlsMode !== 'none');
  if (known.kind !== 'imap' || !moves || patch.secret !== undefined) return;
  throw new AppError(
    'invalid_input',
    'Enter the password again: the one kept here was given for another server or an encrypted connection. Nothing was changed.',
  );
}
