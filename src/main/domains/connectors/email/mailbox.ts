import type { MailFolder, MailRefusal } from '#shared/contracts/connectors.ts';

/** The beginning of a message as it lies in its mailbox. */
export type RawMessage = {
  readonly uid: number;
  readonly source: Uint8Array;
  readonly sizeBytes: number;
  /** When the server took it in. */
  readonly receivedAt: number | null;
};

/** How far a folder was read. Another `uidValidity` means that the folder was numbered anew (RFC 9051, 2.3.1.1). */
export type FolderPosition = { readonly uidValidity: string; readonly lastUid: number };

export type FolderRead = {
  readonly folder: string;
  readonly after: FolderPosition | null;
  readonly limit: number;
  /** Goes on with the batch before: what came meanwhile may wait for the next run. */
  readonly goesOn: boolean;
  /** Nothing older, where the mailbox can tell. */
  readonly since: number | null;
  readonly signal: AbortSignal;
  /** Called with each message as it comes in, so that it can be parsed while the next is fetched. */
  readonly onMessage: (message: RawMessage) => void;
};

export type FolderBatch = {
  readonly position: FolderPosition;
  readonly refused: readonly MailRefusal[];
  readonly hasMore: boolean;
};

/** Where mail lies: an account on a server, or files. Only reads; nothing is marked as seen. */
export type Mailbox = {
  /** The folders that are read: the chosen ones, else the inbox. */
  chosenFolders(): Promise<readonly string[]>;
  listFolders(signal: AbortSignal): Promise<readonly MailFolder[]>;
  read(request: FolderRead): Promise<FolderBatch>;
  close(): Promise<void>;
};
