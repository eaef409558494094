import type { MailAddress, MailItem, MailRefusal } from './connectors.ts';

/** What the mail worker is asked: one message at a time, answered in the order of the questions. */
export type MailWorkerRequest = {
  readonly id: number;
  /** The message, or its beginning. */
  readonly source: Uint8Array;
  /** More followed than `source` holds. */
  readonly isPartial: boolean;
};

/** What a message says, without where it lies. */
export type ParsedMail = Omit<MailItem, 'folder' | 'uid' | 'sizeBytes' | 'from' | 'to' | 'cc'> & {
  readonly from: MailAddress | null;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
};

export type MailWorkerAnswer =
  | { readonly id: number; readonly mail: ParsedMail }
  | { readonly id: number; readonly refused: Pick<MailRefusal, 'reason' | 'message'> };

/** Beyond these a message is refused, the others go on. */
export const MAIL_LIMITS = {
  depth: 50,
  parts: 1_000,
  /** Of a message that is read at all, whatever of it is looked at. */
  messageBytes: 256 * 1024 * 1024,
  /** The beginning that is fetched and parsed. */
  sourceBytes: 64 * 1024,
  excerptChars: 4_000,
  addresses: 50,
  /** One message may keep the worker busy for so long. */
  parseMs: 5_000,
} as const;
