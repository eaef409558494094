import type { ClientCreate } from '#shared/contracts/clients.ts';
import type { NoteCreate } from '#shared/contracts/notes.ts';
import type { ProjectCreate } from '#shared/contracts/projects.ts';
import type { TaskCreate } from '#shared/contracts/tasks.ts';

/**
 * What a reader makes of a foreign file: values in the words of this product, references by source key.
 * A reader never touches the store, so it can be run and tested on files alone.
 */
export type ClientDraft = Omit<ClientCreate, 'contacts'> & {
  readonly contacts?: readonly { name: string; role: string; email: string; phone: string }[];
  readonly isArchived?: boolean;
};

export type ProjectDraft = Omit<ProjectCreate, 'clientId'> & {
  /** Source key of the client. */
  readonly clientKey?: string;
  readonly completedAt?: number | null;
  readonly isArchived?: boolean;
};

export type CommentDraft = { readonly author: string; readonly body: string; readonly createdAt?: number };

export type TaskDraft = Omit<
  TaskCreate,
  'projectId' | 'clientId' | 'parentId' | 'waitsForCheckpointIds' | 'checklist'
> & {
  readonly projectKey?: string;
  readonly clientKey?: string;
  readonly parentKey?: string;
  readonly checklist?: readonly { text: string; isDone: boolean }[];
  readonly comments?: readonly CommentDraft[];
  readonly completedAt?: number | null;
  readonly createdAt?: number;
};

export type NoteDraft = Omit<NoteCreate, 'projectId' | 'clientId'> & {
  readonly title: string;
  /** Attachments appear as `adiuva-import:<n>`, n counting `attachmentKeys` from 0. */
  readonly body: string;
  readonly attachmentKeys: readonly string[];
  readonly projectKey?: string;
  readonly clientKey?: string;
  readonly createdAt?: number;
  readonly updatedAt?: number;
};

export type AttachmentDraft = {
  readonly noteKey: string;
  readonly name: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
  /** The content in pieces; may be called more than once. */
  open(): AsyncIterable<Uint8Array>;
};

/**
 * `new`: one item of the source. `by_name`: something only mentioned (a task's project): the item of that name
 * is used where it exists and made otherwise. `link_only`: used where it exists, never made.
 */
export type DraftMatch = 'new' | 'by_name' | 'link_only';

type Common = {
  /** Where it came from, for people: a path in the folder, a row number. */
  readonly source: string;
  /** Stable over exports of the same data: what makes a second run find the first one's items. */
  readonly sourceKey: string;
  readonly match?: DraftMatch;
  /** What could not be taken over although the item itself was. */
  readonly remark?: string;
};

export type DraftEntry = Common &
  (
    | { readonly kind: 'client'; readonly draft: ClientDraft }
    | { readonly kind: 'project'; readonly draft: ProjectDraft }
    | { readonly kind: 'task'; readonly draft: TaskDraft }
    | { readonly kind: 'note'; readonly draft: NoteDraft }
    | { readonly kind: 'attachment'; readonly draft: AttachmentDraft }
  );

/** Something that was not taken over, and why, in words for a person. */
export type Refusal = {
  readonly source: string;
  readonly reason: string;
  /** `failed` where the item itself is broken; `skipped` where leaving it out is the rule. */
  readonly outcome: 'skipped' | 'failed';
};

/** Referenced items come before those that refer to them. */
export type ImportEntry = DraftEntry | Refusal;

export function isRefusal(entry: ImportEntry | Refusal | { readonly kind: string }): entry is Refusal {
  return 'reason' in entry;
}

/** What a text says about when: `Friday at 16:00`, `every month`. */
export type SpokenDate = {
  readonly date: string | null;
  readonly time: string | null;
  readonly rrule: string | null;
  readonly mode: 'schedule' | 'completion';
};

/** What readers need to know about repeating; handed in, for the rules are the tasks' own. */
export type RecurrencePort = {
  /** The rule in its one form, or null where it is not one that a task can repeat by. */
  normalise(rrule: string): string | null;
  /** First occurrence on or after `from` of a series that began on `start`; undefined where it has ended. */
  nextFrom(rrule: string, start: string, from: string): Promise<string | undefined>;
  /** Dates and repetition in words, English or Italian. */
  parseWords(text: string, locale: 'en' | 'it'): Promise<SpokenDate | null>;
};

export type ReaderContext = {
  /**
   * Names the source in keys that are not unique by themselves (paths, row titles): the real path of what was
   * chosen. Two folders called `notes` are two sources; the same folder read again is the same one.
   */
  readonly sourceId: string;
  /** The person's calendar day. */
  readonly today: string;
  readonly nowMs: number;
  /** IANA name of the zone that wall-clock times are meant in. */
  readonly timeZone: string;
  readonly signal: AbortSignal;
  readonly recurrence: RecurrencePort;
};
