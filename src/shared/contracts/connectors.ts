import { z } from 'zod';
import { CALENDAR_SOURCE_KINDS } from './choices.ts';
import { instantSchema } from './common.ts';

/** Why a source could not be read at the last try, in words for its owner. */
export const connectorProblemSchema = z.object({
  code: z.string(),
  message: z.string(),
  at: instantSchema,
});
export type ConnectorProblem = z.infer<typeof connectorProblemSchema>;

// ---- E-mail ----------------------------------------------------------------------------------------------------

/** `files` is one `.eml` or `.mbox` file, or a folder of `.eml` files. */
export const EMAIL_ACCOUNT_KINDS = ['imap', 'files'] as const;
export type EmailAccountKind = (typeof EMAIL_ACCOUNT_KINDS)[number];

const nameSchema = z.string().trim().min(1).max(200);
const hostSchema = z.string().trim().min(1).max(253);
const secretSchema = z.string().min(1).max(10_000);
const certificateSchema = z.string().max(20_000).nullable();
const folderNamesSchema = z.array(z.string().min(1).max(1000)).max(200);

export const imapAccountInputSchema = z.object({
  kind: z.literal('imap'),
  name: nameSchema,
  host: hostSchema,
  port: z.number().int().min(1).max(65_535),
  /** `none` sends the password in the clear: taken only for a server on this machine or in this network. */
  tlsMode: z.enum(['tls', 'starttls', 'none']).default('tls'),
  user: z.string().min(1).max(500),
  auth: z.enum(['password', 'oauth2']).default('password'),
  /** The password or the OAuth2 access token; kept in the encrypted store and never shown again. */
  secret: secretSchema,
  /** PEM of the server's own certificate, where no authority vouches for it. */
  trustedCertificate: certificateSchema.default(null),
  /** Empty: the inbox alone. */
  folders: folderNamesSchema.default([]),
});

export const fileAccountInputSchema = z.object({
  kind: z.literal('files'),
  name: nameSchema,
  path: z.string().min(1).max(4096),
});

export const emailAccountInputSchema = z.discriminatedUnion('kind', [
  imapAccountInputSchema,
  fileAccountInputSchema,
]);
export type EmailAccountInput = z.infer<typeof emailAccountInputSchema>;

/** What is left out stays as it is; the kind of an account cannot be changed. */
export const emailAccountPatchSchema = z.object({
  name: nameSchema.optional(),
  host: hostSchema.optional(),
  port: z.number().int().min(1).max(65_535).optional(),
  tlsMode: z.enum(['tls', 'starttls', 'none']).optional(),
  user: z.string().min(1).max(500).optional(),
  auth: z.enum(['password', 'oauth2']).optional(),
  secret: secretSchema.optional(),
  trustedCertificate: certificateSchema.optional(),
  folders: folderNamesSchema.optional(),
  path: z.string().min(1).max(4096).optional(),
  isEnabled: z.boolean().optional(),
});
export type EmailAccountPatch = z.infer<typeof emailAccountPatchSchema>;

/** An account as it is shown: without its secret. */
export const emailAccountSchema = z.object({
  id: z.uuid(),
  kind: z.enum(EMAIL_ACCOUNT_KINDS),
  name: z.string(),
  host: z.string(),
  port: z.number().int(),
  tlsMode: z.enum(['tls', 'starttls', 'none']),
  user: z.string(),
  auth: z.enum(['password', 'oauth2']),
  trustedCertificate: z.string().nullable(),
  path: z.string(),
  folders: z.array(z.string()),
  isEnabled: z.boolean(),
  lastReadAt: instantSchema.nullable(),
  problem: connectorProblemSchema.nullable(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type EmailAccount = z.infer<typeof emailAccountSchema>;

export type MailFolder = {
  readonly path: string;
  readonly name: string;
  /** `\\Inbox`, `\\Sent`, … as RFC 6154 has them, or null. */
  readonly role: string | null;
  readonly messages: number | null;
  readonly isChosen: boolean;
};

/** What a test of a connection found. A refusal is an answer here, not an error. */
export type ConnectionTest =
  | { readonly ok: true; readonly message: string; readonly tookMs: number }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly tookMs: number };

export const mailAddressSchema = z.object({ name: z.string(), address: z.string() });
export type MailAddress = z.infer<typeof mailAddressSchema>;

/** A message as plugins see it: its head and the beginning of its text. Raw bodies are never kept or handed out. */
export const mailItemSchema = z.object({
  folder: z.string(),
  uid: z.number().int(),
  messageId: z.string().nullable(),
  from: mailAddressSchema.nullable(),
  to: z.array(mailAddressSchema),
  cc: z.array(mailAddressSchema),
  subject: z.string(),
  /** When it was sent by its own word, else when the server took it in. */
  date: instantSchema.nullable(),
  textExcerpt: z.string(),
  /** More text followed than the excerpt holds. */
  isCut: z.boolean(),
  inReplyTo: z.string().nullable(),
  isReply: z.boolean(),
  /** A list, a newsletter or a machine wrote it (List-Id, List-Unsubscribe, Precedence, Auto-Submitted). */
  isAutomatic: z.boolean(),
  listId: z.string().nullable(),
  hasListUnsubscribe: z.boolean(),
  hasAttachments: z.boolean(),
  sizeBytes: z.number().int(),
});
export type MailItem = z.infer<typeof mailItemSchema>;

/** A message that could not be read, and why; the rest goes on. */
export const mailRefusalSchema = z.object({
  folder: z.string(),
  uid: z.number().int(),
  reason: z.enum(['too_deep', 'too_many_parts', 'too_large', 'took_too_long', 'unreadable', 'not_delivered']),
  message: z.string(),
});
export type MailRefusal = z.infer<typeof mailRefusalSchema>;

export const emailListNewInputSchema = z.object({
  account: z.uuid(),
  limit: z.number().int().min(1).max(200).default(100),
  /** `cursor` of the batch before, to go on within one run; without it, from what was last acknowledged. */
  after: z.string().max(20_000).optional(),
  /** Nothing that the server took in before; how far back a first run looks. Files are read whole. */
  since: instantSchema.optional(),
});
export const emailListNewOutputSchema = z.object({
  items: z.array(mailItemSchema),
  refused: z.array(mailRefusalSchema),
  /** Hand it back as `after` to go on, and to `email.acknowledge` once what was made of the batches is kept. */
  cursor: z.string(),
  hasMore: z.boolean(),
});
export type EmailBatch = z.infer<typeof emailListNewOutputSchema>;

export const emailAcknowledgeInputSchema = z.object({ account: z.uuid(), cursor: z.string().max(20_000) });

// ---- Calendar --------------------------------------------------------------------------------------------------

export type CalendarSourceKind = (typeof CALENDAR_SOURCE_KINDS)[number];

export const calendarSourceInputSchema = z.object({
  kind: z.enum(CALENDAR_SOURCE_KINDS),
  name: nameSchema,
  /** Path of an `.ics` file, address of a feed (`https`, `webcal`), or address of a CalDAV calendar. */
  location: z.string().trim().min(1).max(4096),
  user: z.string().max(500).default(''),
  secret: secretSchema.optional(),
  trustedCertificate: certificateSchema.default(null),
});
export type CalendarSourceInput = z.infer<typeof calendarSourceInputSchema>;

export const calendarSourcePatchSchema = z.object({
  name: nameSchema.optional(),
  location: z.string().trim().min(1).max(4096).optional(),
  user: z.string().max(500).optional(),
  secret: secretSchema.optional(),
  trustedCertificate: certificateSchema.optional(),
  isEnabled: z.boolean().optional(),
});
export type CalendarSourcePatch = z.infer<typeof calendarSourcePatchSchema>;

export const calendarSourceSchema = z.object({
  id: z.uuid(),
  kind: z.enum(CALENDAR_SOURCE_KINDS),
  name: z.string(),
  location: z.string(),
  user: z.string(),
  trustedCertificate: z.string().nullable(),
  isEnabled: z.boolean(),
  syncedAt: instantSchema.nullable(),
  problem: connectorProblemSchema.nullable(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type CalendarSource = z.infer<typeof calendarSourceSchema>;

export const discoverCalendarsInputSchema = z.object({
  serverUrl: z.string().trim().min(1).max(4096),
  user: z.string().max(500),
  secret: secretSchema,
  trustedCertificate: certificateSchema.default(null),
});
export type DiscoverCalendarsInput = z.infer<typeof discoverCalendarsInputSchema>;
export type FoundCalendar = { readonly url: string; readonly name: string; readonly description: string };

/** One instance of an event, in instants; a whole-day event also tells its days, the last one excluded. */
export const calendarEventSchema = z.object({
  source: z.uuid(),
  /** Stable for the instance: UID and, for one of a series, its place in it. */
  id: z.string(),
  uid: z.string(),
  title: z.string(),
  startMs: instantSchema,
  endMs: instantSchema,
  isAllDay: z.boolean(),
  startDate: z.string().nullable(),
  endDate: z.string().nullable(),
  timeZone: z.string().nullable(),
  location: z.string(),
  description: z.string(),
  status: z.enum(['confirmed', 'tentative', 'cancelled']),
  isBusy: z.boolean(),
  isRecurring: z.boolean(),
  organizer: z.string().nullable(),
  attendees: z.array(z.string()),
  url: z.string().nullable(),
});
export type CalendarEvent = z.infer<typeof calendarEventSchema>;

export const calendarRefusalSchema = z.object({
  source: z.uuid(),
  /** UID or address of the entry. */
  key: z.string(),
  reason: z.enum(['too_many_instances', 'took_too_long', 'too_large', 'unreadable']),
  message: z.string(),
});
export type CalendarRefusal = z.infer<typeof calendarRefusalSchema>;

export const calendarListEventsInputSchema = z.object({
  sources: z.array(z.uuid()).min(1).max(50),
  from: instantSchema,
  /** At most two years after `from`. */
  to: instantSchema,
  limit: z.number().int().min(1).max(200).default(200),
  after: z.string().max(2000).optional(),
});
export const calendarListEventsOutputSchema = z.object({
  items: z.array(calendarEventSchema),
  refused: z.array(calendarRefusalSchema),
  cursor: z.string().nullable(),
  hasMore: z.boolean(),
});
export type CalendarEventPage = z.infer<typeof calendarListEventsOutputSchema>;

export const calendarListChangedInputSchema = z.object({
  source: z.uuid(),
  limit: z.number().int().min(1).max(200).default(200),
  after: z.string().max(2000).optional(),
});
export const calendarListChangedOutputSchema = z.object({
  /** Entries that are new or not what they were; their instances come from `calendar.list_events`. */
  changed: z.array(z.object({ key: z.string(), uid: z.string().nullable(), isGone: z.boolean() })),
  refused: z.array(calendarRefusalSchema),
  cursor: z.string(),
  hasMore: z.boolean(),
});
export type CalendarChanges = z.infer<typeof calendarListChangedOutputSchema>;

export const calendarAcknowledgeInputSchema = z.object({ source: z.uuid(), cursor: z.string().max(2000) });

/** A source as an action names it to one that may read it. */
export const readableSourceSchema = z.object({ id: z.uuid(), name: z.string(), kind: z.string() });
export type ReadableSource = z.infer<typeof readableSourceSchema>;
