import { createHash } from 'node:crypto';
import type { EmailBatch, MailItem, MailRefusal } from '#shared/contracts/connectors.ts';
import { MAIL_LIMITS, type ParsedMail } from '#shared/contracts/mail-worker.ts';
import type { Store } from '#main/db/store.ts';
import { formatCursor, parseCursor } from './email-cursor.ts';
import {
  createEmailCursorsStore,
  writePositions,
  writeSeen,
  type EmailCursorsStore,
  type Reading,
} from './email-cursors.store.ts';
import type { FolderPosition, Mailbox, RawMessage } from './mailbox.ts';
import type { MailParser, ParseResult } from './mail-parser.ts';

export type ListNewInput = {
  readonly reading: Reading;
  readonly mailbox: Mailbox;
  readonly limit: number;
  readonly after: string | undefined;
  readonly since: number | null;
  readonly signal: AbortSignal;
};

export type EmailReading = {
  listNew(input: ListNewInput): Promise<EmailBatch>;
  acknowledge(reading: Reading, cursor: string): Promise<void>;
};

/** Where a listed message lies, by the hash that tells it from every other. */
type Listed = Map<string, string>;

/**
 * New mail in batches. What was listed counts as read only once it is acknowledged: a run that fails sees the same
 * mail again, one that was committed never does, even after the server has numbered the mailbox anew.
 */
export function createEmailReading(deps: {
  readonly store: Store;
  readonly parser: MailParser;
}): EmailReading {
  const cursors = createEmailCursorsStore(deps.store.reader);
  /** By account and reader: what this run has been shown. Memory is enough, a new run begins at the cursor. */
  const listed = new Map<string, Listed>();
  const keyOf = ({ accountId, reader }: Reading) => `${accountId} ${reader}`;
  return {
    async listNew(input) {
      const key = keyOf(input.reading);
      if (input.after === undefined || !listed.has(key)) listed.set(key, new Map());
      const shown = listed.get(key) ?? new Map();
      return listBatch({ ...input, cursors, parser: deps.parser, shown });
    },
    async acknowledge(reading, cursor) {
      const positions = parseCursor(cursor);
      const key = keyOf(reading);
      const shown = listed.get(key) ?? new Map<string, string>();
      const taken = [...shown].filter(([, place]) => isWithin(place, positions)).map(([hash]) => hash);
      await deps.store.write({ command: 'connectors.acknowledge' }, (tx) => {
        writePositions(tx, reading, positions);
        writeSeen(tx, reading, taken);
      });
      for (const hash of taken) shown.delete(hash);
    },
  };
}

type Batch = ListNewInput & {
  readonly cursors: EmailCursorsStore;
  readonly parser: MailParser;
  readonly shown: Listed;
};

async function listBatch(batch: Batch): Promise<EmailBatch> {
  const known = await batch.cursors.positions(batch.reading);
  const positions = new Map([...known, ...(batch.after === undefined ? [] : parseCursor(batch.after))]);
  const items: MailItem[] = [];
  const refused: MailRefusal[] = [];
  let hasMore = false;
  for (const folder of await batch.mailbox.chosenFolders()) {
    const room = batch.limit - items.length - refused.length;
    if (room <= 0) {
      hasMore = true;
      break;
    }
    const parsing: Promise<Parsed>[] = [];
    const found = await batch.mailbox.read({
      folder,
      after: positions.get(folder) ?? null,
      limit: room,
      goesOn: batch.after !== undefined,
      since: batch.since,
      signal: batch.signal,
      onMessage: (raw) => parsing.push(parse(batch.parser, raw)),
    });
    positions.set(folder, found.position);
    refused.push(...found.refused);
    const parsed = await Promise.all(parsing);
    const read = await tellApart(batch, { folder, position: found.position, parsed });
    items.push(...read.items);
    refused.push(...read.refused);
    hasMore ||= found.hasMore;
  }
  return { items, refused, cursor: formatCursor(positions), hasMore };
}

type Parsed = { readonly raw: RawMessage; readonly result: ParseResult };

async function parse(parser: MailParser, raw: RawMessage): Promise<Parsed> {
  return { raw, result: await parser.parse(raw.source, raw.sizeBytes > MAIL_LIMITS.sourceBytes) };
}

type FolderMessages = {
  readonly folder: string;
  readonly position: FolderPosition;
  readonly parsed: readonly Parsed[];
};

/** What of a batch the reader has not had before. */
async function tellApart(batch: Batch, { folder, position, parsed }: FolderMessages) {
  const refused: MailRefusal[] = [];
  batch.signal.throwIfAborted();
  const mails = parsed.flatMap(({ raw, result }) => {
    if ('mail' in result) return [{ raw, mail: result.mail, hash: hashOf(result.mail, raw) }];
    refused.push({ folder, uid: raw.uid, ...result.refused });
    return [];
  });
  const seen = await batch.cursors.seen(
    batch.reading,
    mails.map(({ hash }) => hash),
  );
  const items = mails.flatMap(({ raw, mail, hash }): MailItem[] => {
    const place = placeOf(folder, position.uidValidity, raw.uid);
    const shownAt = batch.shown.get(hash);
    if (seen.has(hash) || (shownAt !== undefined && shownAt !== place)) return [];
    batch.shown.set(hash, place);
    const { uid, sizeBytes } = raw;
    const addresses = { to: [...mail.to], cc: [...mail.cc] };
    return [{ ...mail, ...addresses, folder, uid, sizeBytes, date: mail.date ?? raw.receivedAt }];
  });
  return { items, refused };
}

const placeOf = (folder: string, uidValidity: string, uid: number): string =>
  JSON.stringify([uid, uidValidity, folder]);

/** Only what lies up to the cursor is acknowledged with it. */
function isWithin(place: string, positions: ReadonlyMap<string, FolderPosition>): boolean {
  const [uid, uidValidity, folder] = JSON.parse(place) as [number, string, string]; // written by placeOf
  const position = positions.get(folder);
  return position?.uidValidity === uidValidity && uid <= position.lastUid;
}

/** The Message-ID where there is one; else what else tells one message from another. */
function hashOf(mail: ParsedMail, raw: RawMessage): string {
  const id =
    mail.messageId ??
    JSON.stringify([mail.from?.address, mail.date ?? raw.receivedAt, mail.subject, raw.sizeBytes]);
  return createHash('sha256').update(id).digest('hex').slice(0, 32);
}
