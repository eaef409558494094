/**
 * What a plugin of Adiuva is written against. A plugin runs in a sandbox: it has this context and nothing else, no
 * files, no network, no timers. Each call below is an action that the host checks against the rights a person has
 * granted; a call without its right rejects with an error whose `code` is `forbidden` and whose message names it.
 */
import type {
  Batch,
  Bookmarks,
  BrowserProfile,
  CalendarChanges,
  CalendarEvent,
  Changed,
  Checkpoint,
  CheckpointFilter,
  Client,
  ClientFilter,
  FileChanges,
  FileText,
  FoundDate,
  IndexEntries,
  IndexFilter,
  IndexItem,
  Json,
  LocalTime,
  Made,
  Mail,
  ModelAnswer,
  ModelRequest,
  NewCheckpoint,
  NewTask,
  Outcome,
  Page,
  Project,
  ProjectFilter,
  OwnRight,
  PutOutcome,
  SearchResult,
  Task,
  TaskFilter,
  TaskPatch,
  TimelineEvent,
  Visits,
  WebAnswer,
  WebRequest,
  Why,
} from './data.ts';

export type {
  Batch,
  Bookmarks,
  BrowserProfile,
  CalendarChanges,
  CalendarEvent,
  Changed,
  Checkpoint,
  CheckpointFilter,
  Client,
  ClientFilter,
  FileChange,
  FileChanges,
  FileText,
  FoundDate,
  IndexEntries,
  IndexEntry,
  IndexFilter,
  IndexItem,
  Json,
  LocalTime,
  Made,
  Mail,
  MailAddress,
  ModelAnswer,
  ModelRequest,
  NewCheckpoint,
  NewTask,
  Outcome,
  Page,
  PageInput,
  Project,
  ProjectFilter,
  OwnRight,
  PutOutcome,
  SearchResult,
  Source,
  Task,
  TaskFilter,
  TaskPatch,
  TimelineEvent,
  Visits,
  WebAnswer,
  WebRequest,
  Why,
} from './data.ts';

/** Rights: `read_email` for the account. */
export type EmailCalls = {
  /**
   * New mail since what was last acknowledged, oldest first, at most 200 at a time. `after` is the cursor of the batch
   * before; `since` an instant that a first run looks back to.
   */
  listNew(input: { account: string; limit?: number; after?: string; since?: number }): Promise<Batch<Mail>>;
  /** Everything up to `cursor` has been dealt with and will not be listed again. */
  ack(input: { account: string; cursor: string }): Promise<unknown>;
};

/** Rights: `read_folder` for the folder. */
export type FileCalls = {
  /** What changed since `cursor`, or since what was last acknowledged. */
  listChanged(input: { folder: string; cursor?: string; limit?: number }): Promise<FileChanges>;
  /** Text of up to 50 documents; PDF, Word, HTML and CSV are turned into text by the host. */
  read(input: {
    folder: string;
    paths: readonly string[];
    maxChars?: number;
  }): Promise<{ readonly files: readonly FileText[] }>;
  ack(input: { folder: string; cursor: string }): Promise<unknown>;
};

/** Rights: `read_calendar` for the source. */
export type CalendarCalls = {
  /** Instances that touch the time between `from` and `to`, at most two years. */
  listEvents(input: {
    sources: readonly string[];
    from: number;
    to: number;
    limit?: number;
    after?: string;
  }): Promise<Batch<CalendarEvent>>;
  listChanged(input: { source: string; limit?: number; after?: string }): Promise<CalendarChanges>;
  ack(input: { source: string; cursor: string }): Promise<unknown>;
};

/** Rights: `read_browser_history` for the profile. Addresses, titles and times only. */
export type BrowserCalls = {
  listProfiles(): Promise<{ readonly profiles: readonly BrowserProfile[] }>;
  listVisits(input: {
    profile: string;
    since?: number;
    cursor?: string | null;
    limit?: number;
  }): Promise<Visits>;
  listBookmarks(input: { profile: string; limit?: number }): Promise<Bookmarks>;
};

/** Changes to the workspace. Unless a standing rule allows one, it waits in the inbox for a person. */
export type ProposeCalls = {
  createTask(task: NewTask, why: Why): Promise<Outcome<Made>>;
  updateTask(change: { id: string; patch: TaskPatch }, why: Why): Promise<Outcome<Changed>>;
  createCheckpoint(checkpoint: NewCheckpoint, why: Why): Promise<Outcome<Made>>;
  updateCheckpoint(
    change: { id: string; patch: Partial<Omit<NewCheckpoint, 'projectId'>> },
    why: Why,
  ): Promise<Outcome<Changed>>;
};

/** Rights: `read_workspace`, and `write_workspace` for `propose`. */
export type WorkspaceCalls = {
  listTasks(filter?: TaskFilter): Promise<Page<Task>>;
  listProjects(filter?: ProjectFilter): Promise<Page<Project>>;
  listClients(filter?: ClientFilter): Promise<Page<Client>>;
  listCheckpoints(filter?: CheckpointFilter): Promise<Page<Checkpoint>>;
  search(input: { query: string; limit?: number }): Promise<SearchResult>;
  readonly propose: ProposeCalls;
};

/** Where the app, the machine and the person are. */
export type PluginFacts = {
  /** Values of the manifest's settings, checked against its schema. */
  readonly settings: Readonly<Record<string, Json>>;
  /** When the run began, in milliseconds since 1970. */
  readonly now: number;
  /** IANA name, such as `Europe/Rome`. `Date` itself knows UTC only. */
  readonly timeZone: string;
  /** `en`, `it`. */
  readonly locale: string;
  readonly plugin: { readonly name: string; readonly version: string };
};

export type PluginContext = PluginFacts & {
  /** What the plugin remembers from run to run; small, and removed with it. */
  readonly state: {
    /** Undefined when nothing was kept under this name. */
    get<Value = Json>(key: string): Promise<Value | undefined>;
    set(key: string, value: Json): Promise<void>;
  };
  /** Lines of the plugin's own log. `console.log` is the same as `info`. */
  readonly log: {
    info(message: string, fields?: Readonly<Record<string, Json>>): void;
    warn(message: string, fields?: Readonly<Record<string, Json>>): void;
  };
  readonly rights: {
    /** What this plugin was given: accounts, folders, calendars, profiles to work on, with the names people know. */
    list(): Promise<readonly OwnRight[]>;
  };
  readonly email: EmailCalls;
  readonly files: FileCalls;
  readonly calendar: CalendarCalls;
  readonly browser: BrowserCalls;
  readonly workspace: WorkspaceCalls;
  /** The search index of the workspace: what is put here is found by the person's search. */
  readonly index: {
    put(items: readonly IndexItem[]): Promise<PutOutcome>;
    /** What this plugin has put there, at most 500 at a time. */
    list(filter: IndexFilter): Promise<IndexEntries>;
    remove(input: { kind: 'file' | 'web' | 'email'; ids: readonly string[] }): Promise<unknown>;
  };
  readonly timeline: {
    put(events: readonly TimelineEvent[]): Promise<PutOutcome>;
    /** Takes away events that this plugin has put there. */
    remove(ids: readonly string[]): Promise<unknown>;
  };
  readonly text: {
    /** Dates that people name in words, in the order of `texts`; counted from `today`, or from the day of the run. */
    findDates(input: {
      texts: readonly string[];
      locale?: 'en' | 'it';
      today?: string;
    }): Promise<{ readonly dates: readonly (readonly FoundDate[])[] }>;
  };
  readonly time: {
    /** Day and time of up to 1,000 instants as the clock shows them in a zone, in their order. */
    toLocal(input: {
      instants: readonly number[];
      timeZone: string;
    }): Promise<{ readonly times: readonly LocalTime[] }>;
  };
  /** One quiet notification. */
  notify(message: { title: string; body?: string; link?: string }): Promise<void>;
  readonly http: {
    /**
     * One HTTP request to a server that the plugin was given; each place that it is sent on to needs the right too.
     * Text only, 1 MB and 30 seconds at most. Rejects with `unreachable`, `egress_refused`, `offline` or `forbidden`.
     */
    request(request: WebRequest): Promise<WebAnswer>;
  };
  readonly model: {
    complete(request: ModelRequest): Promise<ModelAnswer>;
  };
  /** Any other action by its id. Answers what became of it. */
  call<Output = unknown>(actionId: string, input: unknown, why?: Why): Promise<Outcome<Output>>;
};

export type Plugin = {
  /**
   * One run, from start to end. What it returns is the result shown with the run: small, and never raw content. An
   * error that leaves it ends the run as failed and is shown.
   */
  run(ctx: PluginContext): Promise<unknown>;
};

/** A plugin's entry point exports one: `export const plugin = definePlugin({ async run(ctx) { … } });` */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}
