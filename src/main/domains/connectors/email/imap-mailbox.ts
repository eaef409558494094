import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FetchMessageObject, ImapFlow, MailboxObject } from 'imapflow';
import type { EmailAccount, MailFolder, MailRefusal } from '#shared/contracts/connectors.ts';
import { MAIL_LIMITS } from '#shared/contracts/mail-worker.ts';
import { AppError } from '#shared/errors.ts';
import { imapError, openImapSession, type ImapDeps, type ImapSession } from './imap-session.ts';
import type { FolderBatch, FolderRead, Mailbox, RawMessage } from './mailbox.ts';

/** Kept open for the next batch; a mailbox that nobody asks is left. */
const IDLE_MS = 20_000;
/** UIDs looked for at one time, so that a large mailbox does not answer with one endless line. */
const WINDOW = 5_000;
const MESSAGES_A_TURN = 10;
/** A server that breaks off this often within one batch is given up for now. */
const MAX_RECONNECTS = 6;

export function createImapMailbox(account: EmailAccount, deps: ImapDeps): Mailbox {
  return new ImapMailbox(account, deps);
}

/** One account, one connection, one command at a time. */
class ImapMailbox implements Mailbox {
  private readonly account: EmailAccount;
  private readonly deps: ImapDeps;
  private session: ImapSession | null = null;
  private idle: NodeJS.Timeout | null = null;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(account: EmailAccount, deps: ImapDeps) {
    this.account = account;
    this.deps = deps;
  }

  chosenFolders(): Promise<readonly string[]> {
    const { folders } = this.account;
    return Promise.resolve(folders.length === 0 ? ['INBOX'] : folders);
  }

  async listFolders(signal: AbortSignal): Promise<readonly MailFolder[]> {
    const chosen = new Set(await this.chosenFolders());
    const found = await this.inTurn(signal, (client) => client.list({ statusQuery: { messages: true } }));
    return found
      .filter(({ flags }) => !flags.has('\\Noselect') && !flags.has('\\NonExistent'))
      .map(({ path, name, specialUse, status }) => ({
        path,
        name,
        role: specialUse ?? null,
        messages: status?.messages ?? null,
        isChosen: chosen.has(path),
      }));
  }

  async read(request: FolderRead): Promise<FolderBatch> {
    const found = await this.inTurn(request.signal, (client) => findNew(client, request));
    const refused = await this.fetchAll(request, found.uids);
    const lastUid = found.uids.at(-1) ?? found.readTo;
    return {
      position: { uidValidity: found.uidValidity, lastUid },
      refused,
      hasMore: found.hasMore,
    };
  }

  async close(): Promise<void> {
    if (this.idle !== null) clearTimeout(this.idle);
    const { session } = this;
    this.session = null;
    await session?.close();
  }

  /**
   * Fetches message by message of a list. Where the server breaks off, the rest is asked for anew; a message at which
   * it breaks off twice is refused and passed over.
   */
  private async fetchAll(request: FolderRead, uids: readonly number[]): Promise<MailRefusal[]> {
    const { folder, onMessage } = request;
    const open = new Set(uids);
    const refused: MailRefusal[] = [];
    let suspect = -1;
    for (let tries = 0; open.size > 0; tries += 1) {
      try {
        await this.inTurn(request.signal, (client) =>
          fetchInto({ client, folder, open, onMessage, refused }),
        );
        // What was not sent was deleted meanwhile.
        break;
      } catch (error) {
        if (!isBreak(error) || request.signal.aborted || tries === MAX_RECONNECTS) throw error;
        const [first = -1] = open;
        if (first === suspect) {
          open.delete(first);
          refused.push(notDelivered(folder, first, 'the server broke off in the middle of it'));
        }
        suspect = first;
      }
    }
    return refused;
  }

  /** Runs one exchange after those before it, on the open connection or a new one. */
  private inTurn<T>(signal: AbortSignal, work: (client: ImapFlow) => Promise<T>): Promise<T> {
    const result = this.turn.then(() => this.exchange(signal, work));
    this.turn = result.catch(() => {});
    return result;
  }

  private async exchange<T>(signal: AbortSignal, work: (client: ImapFlow) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (this.idle !== null) clearTimeout(this.idle);
    if (this.session?.client.usable !== true) await this.close();
    const session = (this.session ??= await openImapSession(this.account, this.deps));
    const stop = () => session.client.close();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await work(session.client);
    } catch (error) {
      await this.close();
      signal.throwIfAborted();
      throw imapError(this.account, error);
    } finally {
      signal.removeEventListener('abort', stop);
      this.idle = setTimeout(() => void this.close(), IDLE_MS).unref();
    }
  }
}

/** A server looks through the whole folder when it is opened: once a run is enough. */
async function openFolder(client: ImapFlow, { folder, goesOn }: FolderRead): Promise<MailboxObject> {
  const { mailbox } = client;
  if (goesOn && mailbox !== false && mailbox.path === folder) return mailbox;
  return client.mailboxOpen(folder, { readOnly: true });
}

type Found = {
  readonly uidValidity: string;
  readonly uids: readonly number[];
  /** Where there is nothing new: how far was looked. */
  readonly readTo: number;
  readonly hasMore: boolean;
};

async function findNew(client: ImapFlow, request: FolderRead): Promise<Found> {
  const box = await openFolder(client, request);
  const uidValidity = String(box.uidValidity);
  const from = request.after?.uidValidity === uidValidity ? request.after.lastUid : 0;
  const last = box.uidNext - 1;
  if (box.exists === 0 || from >= last) return { uidValidity, uids: [], readTo: from, hasMore: false };
  const since = request.since === null ? {} : { since: new Date(request.since) };
  const search = async (uid: string) => {
    const found = await client.search({ uid, ...since }, { uid: true });
    // `n:*` names the last message even where its number is below n.
    return (found || []).filter((one) => one > from).toSorted((left, right) => left - right);
  };
  let to = Math.min(from + WINDOW, last);
  let uids = await search(`${from + 1}:${to}`);
  if (uids.length === 0 && to < last) {
    to = last;
    uids = await search(`${from + 1}:${last}`);
  }
  const taken = uids.slice(0, request.limit);
  return { uidValidity, uids: taken, readTo: to, hasMore: uids.length > taken.length || to < last };
}

type Fetching = {
  readonly client: ImapFlow;
  readonly folder: string;
  /** Still to come; shrinks with each message. */
  readonly open: Set<number>;
  readonly onMessage: FolderRead['onMessage'];
  readonly refused: MailRefusal[];
};

async function fetchInto({ client, folder, open, onMessage, refused }: Fetching): Promise<void> {
  if (client.mailbox === false || client.mailbox.path !== folder)
    await client.mailboxOpen(folder, { readOnly: true });
  const query = {
    uid: true,
    size: true,
    internalDate: true,
    source: { start: 0, maxLength: MAIL_LIMITS.sourceBytes },
  };
  for await (const message of client.fetch(rangeOf(open), query, { uid: true })) {
    if (!open.delete(message.uid)) continue;
    const taken = rawMessage(message);
    if (taken === null) refused.push(notDelivered(folder, message.uid, 'the server sent nothing of it'));
    else if (taken.sizeBytes > MAIL_LIMITS.messageBytes) refused.push(tooLarge(folder, message.uid));
    else onMessage(taken);
    // What has come in already would be taken apart in one go: others get their turn in between.
    if (open.size % MESSAGES_A_TURN === 0) await nextTurn();
  }
}

function rawMessage(message: FetchMessageObject): RawMessage | null {
  const { uid, source, size, internalDate } = message;
  if (source === undefined || source.length === 0) return null;
  const receivedAt = internalDate === undefined ? Number.NaN : new Date(internalDate).getTime();
  return {
    uid,
    // A server that sends more than was asked for is cut to it.
    source: source.subarray(0, MAIL_LIMITS.sourceBytes),
    sizeBytes: size ?? source.length,
    receivedAt: Number.isNaN(receivedAt) ? null : receivedAt,
  };
}

/** Neighbouring numbers as spans, so that a batch of 200 is one short line. */
function rangeOf(uids: Iterable<number>): string {
  const spans: [number, number][] = [];
  for (const uid of uids) {
    const last = spans.at(-1);
    if (last?.[1] === uid - 1) last[1] = uid;
    else spans.push([uid, uid]);
  }
  return spans.map(([from, to]) => (from === to ? `${from}` : `${from}:${to}`)).join(',');
}

function isBreak(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'unreachable' || error.code === 'payload_too_large');
}

function notDelivered(folder: string, uid: number, why: string): MailRefusal {
  return { folder, uid, reason: 'not_delivered', message: `The message could not be fetched: ${why}.` };
}

function tooLarge(folder: string, uid: number): MailRefusal {
  const limit = Math.round(MAIL_LIMITS.messageBytes / 1024 / 1024);
  return { folder, uid, reason: 'too_large', message: `The message is larger than ${limit} MB.` };
}
