/** What host calls take and answer: plain data. Instants are milliseconds since 1970, days are `YYYY-MM-DD`. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A part of a longer list. Hand `nextCursor` back as `cursor` to go on; null ends it. */
export type Page<Item> = {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly total: number;
};

export type PageInput = { readonly cursor?: string; readonly limit?: number };

export type Task = {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly priority: string;
  readonly projectId: string | null;
  readonly dueDate: string | null;
  readonly dueTime: string | null;
  readonly plannedDate: string | null;
  readonly estimateMinutes: number | null;
  /** The project's client, or its own. */
  readonly effectiveClientId: string | null;
  readonly tags: readonly string[];
};

export type TaskFilter = PageInput & {
  readonly text?: string;
  readonly projectIds?: readonly string[];
  readonly clientIds?: readonly string[];
  readonly statuses?: readonly ('todo' | 'in_progress' | 'waiting' | 'done' | 'cancelled')[];
  readonly dueFrom?: string;
  readonly dueTo?: string;
  readonly plannedFrom?: string;
  readonly plannedTo?: string;
  /** False leaves out what was suggested and nobody has accepted yet. */
  readonly withSuggestions?: boolean;
  readonly preset?: 'today' | 'overdue' | 'week' | 'no_date' | 'inbox';
};

/** Left out, what is archived is not listed. */
type Archived = { readonly archived?: 'exclude' | 'only' | 'include' };

export type ProjectFilter = PageInput & Archived & { readonly clientIds?: readonly string[] };
export type ClientFilter = PageInput & Archived;
export type Project = {
  readonly id: string;
  readonly name: string;
  readonly clientId: string | null;
  readonly clientName: string | null;
  readonly status: string;
  readonly dueDate: string | null;
  readonly tags: readonly string[];
  readonly archivedAt: number | null;
};
export type Client = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly website: string;
  readonly contacts: readonly { readonly name: string; readonly email: string }[];
  readonly tags: readonly string[];
  readonly archivedAt: number | null;
};
export type CheckpointFilter = PageInput & {
  readonly projectIds?: readonly string[];
  readonly state?: 'open' | 'reached' | 'all';
};
export type Checkpoint = {
  readonly id: string;
  readonly title: string;
  readonly projectId: string;
  readonly dueDate: string | null;
  readonly reachedAt: number | null;
};
export type SearchResult = {
  readonly hits: readonly {
    readonly kind: string;
    readonly id: string;
    readonly title: string;
    readonly excerpt: string;
    readonly link: string;
  }[];
  readonly total: number;
};

/** Where a value was found; shown to the person who decides on a proposal. */
export type Source = {
  readonly source: 'email' | 'file' | 'calendar' | 'web' | 'model';
  /** How a person finds it: subject and sender, file name, event title. */
  readonly label: string;
  readonly url: string | null;
  /** A few lines at most. */
  readonly excerpt: string;
};

/** Why a change is wanted. Every proposal shows it. */
export type Why = { readonly reason: string; readonly sources?: readonly Source[] };

/** What became of a change: done by a standing rule, or waiting for the person in the inbox. */
export type Outcome<Output = unknown> =
  | { readonly status: 'done'; readonly output: Output }
  | { readonly status: 'proposed'; readonly proposalId: string };

export type NewTask = {
  readonly title: string;
  readonly description?: string;
  readonly projectId?: string | null;
  readonly clientId?: string | null;
  readonly priority?: 'none' | 'low' | 'medium' | 'high' | 'urgent';
  readonly dueDate?: string | null;
  readonly dueTime?: string | null;
  readonly tags?: readonly string[];
};

/** Moving a task between projects is the action `tasks.link`. */
export type TaskPatch = Partial<Omit<NewTask, 'projectId' | 'clientId'>> & {
  readonly plannedDate?: string | null;
};

export type NewCheckpoint = {
  readonly projectId: string;
  readonly title: string;
  readonly description?: string;
  readonly dueDate?: string | null;
};

/** What a change answers when it was done and does not wait for a person. */
export type Made = { readonly id: string; readonly title: string; readonly link: string };
export type Changed = { readonly ids: readonly string[] };

/** A right that the plugin has now, for exactly one account, folder, calendar, profile or part of the workspace. */
export type OwnRight = {
  readonly type:
    | 'read_folder'
    | 'read_email'
    | 'read_calendar'
    | 'read_browser_history'
    | 'network'
    | 'model'
    | 'read_workspace'
    | 'write_workspace';
  /** As the calls take it: the id of the account, the path of the folder. */
  readonly resource: string;
  readonly label: string;
};

export type MailAddress = { readonly name: string; readonly address: string };

/** A message: its head and the beginning of its text. Raw bodies are never handed out. */
export type Mail = {
  readonly folder: string;
  readonly uid: number;
  readonly messageId: string | null;
  readonly from: MailAddress | null;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly subject: string;
  readonly date: number | null;
  readonly textExcerpt: string;
  /** More text followed than the excerpt holds. */
  readonly isCut: boolean;
  readonly inReplyTo: string | null;
  readonly isReply: boolean;
  /** A list, a newsletter or a machine wrote it. */
  readonly isAutomatic: boolean;
  /** Of the list that it came over. */
  readonly listId: string | null;
  readonly hasListUnsubscribe: boolean;
  readonly hasAttachments: boolean;
};

/** A batch of a source, with what could not be read and why. */
export type Batch<Item> = {
  readonly items: readonly Item[];
  readonly refused: readonly { readonly reason: string; readonly message: string }[];
  readonly cursor: string | null;
  readonly hasMore: boolean;
};

/** One file of a folder; a moved one keeps its id. */
export type FileChange = {
  readonly id: string;
  readonly change: 'added' | 'changed' | 'moved' | 'removed';
  /** Below the folder, with `/` between its parts. */
  readonly path: string;
  readonly previousPath: string | null;
  readonly isContentChanged: boolean;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
  readonly hash: string | null;
  /** Text can be taken from files of this kind and size. */
  readonly hasText: boolean;
};
export type FileChanges = {
  readonly changes: readonly FileChange[];
  /** To go on from, and to acknowledge. */
  readonly cursor: string;
  readonly hasMore: boolean;
};
export type FileText =
  | { readonly path: string; readonly status: 'ok'; readonly text: string; readonly isTruncated: boolean }
  | { readonly path: string; readonly status: 'refused'; readonly reason: string };

export type BrowserProfile = { readonly id: string; readonly browser: string; readonly name: string };
export type Visits = {
  readonly visits: readonly { readonly url: string; readonly title: string; readonly visitedAt: number }[];
  readonly cursor: string | null;
  readonly hasMore: boolean;
};
export type Bookmarks = {
  readonly bookmarks: readonly {
    readonly url: string;
    readonly title: string;
    readonly addedAt: number | null;
    /** Names of the folders that it lies in, the outermost first. */
    readonly folders: readonly string[];
  }[];
  readonly isTruncated: boolean;
};

/** Entries that are new or not what they were; their instances come from `listEvents`. */
export type CalendarChanges = {
  readonly changed: readonly {
    readonly key: string;
    readonly uid: string | null;
    readonly isGone: boolean;
  }[];
  readonly cursor: string;
  readonly hasMore: boolean;
};

export type CalendarEvent = {
  readonly source: string;
  /** Of this instance; all instances of a series share the `uid`. */
  readonly id: string;
  readonly uid: string;
  readonly title: string;
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
  readonly isAllDay: boolean;
  /** Of a whole-day event, `endDate` exclusive; null for others. */
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly location: string;
  readonly description: string;
  readonly status: 'confirmed' | 'tentative' | 'cancelled';
  readonly isBusy: boolean;
  readonly isRecurring: boolean;
  /** Mail addresses. */
  readonly organizer: string | null;
  readonly attendees: readonly string[];
  readonly url: string | null;
};

export type IndexItem = {
  readonly kind: 'file' | 'web' | 'email';
  /** Your own name for it: a second put under the same name replaces the first. */
  readonly id: string;
  readonly title: string;
  readonly text?: string;
  readonly url?: string | null;
  readonly projectId?: string | null;
  readonly clientId?: string | null;
  readonly groupName?: string | null;
  readonly occurredAt?: number | null;
};

/** What this plugin has put into the index before. */
export type IndexEntry = {
  readonly id: string;
  readonly title: string;
  /** Its first 300 characters. */
  readonly text: string;
  readonly url: string | null;
  readonly projectId: string | null;
  readonly clientId: string | null;
  readonly groupName: string | null;
  readonly occurredAt: number | null;
};
export type IndexEntries = {
  readonly items: readonly IndexEntry[];
  /** Hand it back to go on; null ends it. */
  readonly after: string | null;
};
export type IndexFilter = {
  readonly kind: 'file' | 'web' | 'email' | 'event';
  readonly ids?: readonly string[];
  readonly groupName?: string;
  readonly occurredBefore?: number;
  readonly after?: string;
  readonly limit?: number;
};

export type TimelineEvent = {
  readonly id: string;
  readonly title: string;
  readonly text?: string;
  readonly location?: string | null;
  readonly url?: string | null;
  readonly projectId?: string | null;
  readonly clientId?: string | null;
} & (
  | { readonly isAllDay: true; readonly startDay: string; readonly endDay: string }
  | { readonly isAllDay?: false; readonly startsAt: number; readonly endsAt: number }
);

export type PutOutcome = {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: readonly { readonly id: string; readonly reason: string }[];
};

/** A date found in a text and where it stands, words that lead to it included ("by friday", "entro il 20"). */
export type FoundDate = {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly date: string | null;
  readonly time: string | null;
  /** Last day of a range of days. */
  readonly lastDate: string | null;
  /** `due` after words such as "by" and "entro". */
  readonly lead: 'due' | 'planned' | 'none';
};

/** What a clock on the wall shows: the day, and the time as `HH:MM`. */
export type LocalTime = { readonly date: string; readonly time: string };

export type WebRequest = {
  /** `https:`; `http:` only to a server that the person named with its port. */
  readonly url: string;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};
export type WebAnswer = {
  readonly status: number;
  /** `content-type`, `etag`, `last-modified`, `link`, `location` and `retry-after`, where they were sent. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

export type ModelRequest = { readonly prompt: string; readonly maxTokens?: number };
export type ModelAnswer =
  | { readonly status: 'done'; readonly text: string }
  /** No model is set up: go on by rules of your own. */
  | { readonly status: 'no_model' };
