import { and, asc, count, desc, eq, inArray, isNull, ne, or, sql, type SQL } from 'drizzle-orm';
import type { Page } from '#shared/contracts/common.ts';
import type {
  Attachment,
  Note,
  NoteLink,
  NoteListInput,
  NoteListItem,
  NoteVersion,
} from '#shared/contracts/notes.ts';
import {
  afterCursor,
  contains,
  hasTagsIn,
  orderOf,
  pageOf,
  sortValues,
  totalOf,
  type SortColumn,
} from '#main/db/keyset.ts';
import type { Reader } from '#main/db/store.ts';
import { clients } from '#main/db/tables/clients.ts';
import { attachments, noteLinks, notes, noteVersions } from '#main/db/tables/notes.ts';
import { projects } from '#main/db/tables/projects.ts';

export type NoteRow = typeof notes.$inferSelect;
export type NoteWithNames = Note & {
  readonly projectName: string | null;
  readonly clientName: string | null;
};
export type StoredVersion = { readonly noteId: string; readonly title: string; readonly body: string };

export type NotesStore = {
  list(input: NoteListInput): Promise<Page<NoteListItem>>;
  find(id: string): Promise<NoteWithNames | undefined>;
  findIdByTitle(key: string): Promise<string | undefined>;
  listTitles(
    text: string,
    limit: number,
  ): Promise<readonly { readonly id: string; readonly title: string }[]>;
  listBacklinks(key: string, exceptId: string): Promise<readonly NoteLink[]>;
  resolveTitles(keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  listAttachments(noteId: string): Promise<readonly Attachment[]>;
  findAttachment(id: string): Promise<Attachment | undefined>;
  hasBlob(sha256: string): Promise<boolean>;
  readBlobPart(
    sha256: string,
    part: number,
  ): Promise<{ readonly data: Uint8Array | null; readonly partCount: number }>;
  listVersions(noteId: string): Promise<readonly NoteVersion[]>;
  findVersion(id: string): Promise<StoredVersion | undefined>;
  latestVersionAt(noteId: string): Promise<number | null>;
};

const byId: SortColumn = { by: notes.id, direction: 'asc' };
const SORTS: Record<NoteListInput['sort'], readonly SortColumn[]> = {
  '-updatedAt': [
    { by: notes.updatedAt, direction: 'desc' },
    { by: notes.id, direction: 'desc' },
  ],
  '-createdAt': [{ by: notes.createdAt, direction: 'desc' }, byId],
  title: [{ by: sql`lower(${notes.title})`, direction: 'asc' }, byId],
};

const LIST_FIELDS = {
  id: notes.id,
  title: notes.title,
  excerpt: notes.excerpt,
  projectId: notes.projectId,
  clientId: notes.clientId,
  tags: notes.tags,
  isPinned: notes.isPinned,
  deletedAt: notes.deletedAt,
  createdAt: notes.createdAt,
  updatedAt: notes.updatedAt,
  projectName: projects.name,
  projectColour: projects.colour,
  clientName: clients.name,
};

/** A note's client: its own, or its project's. */
const clientOfNote = sql`coalesce(${notes.clientId}, ${projects.clientId})`;

export function createNotesStore(reader: Reader): NotesStore {
  return { ...listing(reader), ...linking(reader), ...attached(reader), ...versions(reader) };
}

function listing(reader: Reader) {
  return {
    async list(input: NoteListInput): Promise<Page<NoteListItem>> {
      const sort = SORTS[input.sort];
      const filter = filterOf(input);
      // Which notes are on the page is told by the index alone; only those are then read.
      const ids = reader
        .select({ id: sql<string>`notes.id` })
        .from(
          input.sort === 'title' && isUnfiltered(input)
            ? sql`notes indexed by notes_by_title`
            : rowsFor(input),
        )
        .where(and(filter, afterCursor(sort, input.cursor)))
        .orderBy(...orderOf(sort))
        .limit(input.limit + 1);
      const page = reader
        .select({ ...LIST_FIELDS, sortValues: sortValues(sort) })
        .from(notes)
        .leftJoin(projects, eq(projects.id, notes.projectId))
        .leftJoin(clients, eq(clients.id, clientOfNote))
        .where(inArray(notes.id, ids))
        .orderBy(...orderOf(sort));
      // A count that is wanted anyway runs beside the page, on the other reader.
      const isCounted = input.cursor !== undefined || isUnfiltered(input);
      const [rows, counted] = await Promise.all([
        page,
        isCounted ? countNotes(reader, input, filter) : undefined,
      ]);
      const total = totalOf(rows, input) ?? counted ?? (await countNotes(reader, input, filter));
      return pageOf(rows, input.limit, total, toListItem);
    },
    async find(id: string): Promise<NoteWithNames | undefined> {
      const [row] = await reader
        .select({ note: notes, projectName: projects.name, clientName: clients.name })
        .from(notes)
        .leftJoin(projects, eq(projects.id, notes.projectId))
        .leftJoin(clients, eq(clients.id, clientOfNote))
        .where(eq(notes.id, id));
      return row && { ...toNote(row.note), projectName: row.projectName, clientName: row.clientName };
    },
  };
}

async function countNotes(reader: Reader, input: NoteListInput, filter: SQL | undefined): Promise<number> {
  const from = isUnfiltered(input) ? sql`notes indexed by notes_by_title` : rowsFor(input);
  const [row] = await reader.select({ value: count() }).from(from).where(filter);
  return row?.value ?? 0;
}

/** All notes that are not in the trash: a narrow index has them in the order of titles. */
function isUnfiltered({ text, projectIds, clientIds, pinnedOnly, tags }: NoteListInput): boolean {
  return !text && !projectIds && !clientIds && !pinnedOnly && (tags === undefined || tags.length === 0);
}

/** By name, for the planner would look up every row of an index that only has the right order. */
function rowsFor({ projectIds }: NoteListInput): SQL {
  return projectIds === undefined ? sql`notes indexed by notes_list` : sql`notes`;
}

/** As `clientOfNote in …`, with the clients' projects listed once instead of looked up for each note. */
function belongsTo(clientIds: readonly string[]): SQL {
  const given = sql`(select value from json_each(${JSON.stringify(clientIds)}))`;
  return sql`(${notes.clientId} in ${given} or (${notes.clientId} is null
    and ${notes.projectId} in (select ${projects.id} from ${projects} where ${projects.clientId} in ${given})))`;
}

function linking(reader: Reader) {
  return {
    async findIdByTitle(key: string) {
      const [row] = await reader
        .select({ id: notes.id })
        .from(notes)
        .where(and(eq(sql`lower(${notes.title})`, key), isNull(notes.deletedAt)))
        .orderBy(desc(notes.updatedAt))
        .limit(1);
      return row?.id;
    },
    listTitles: (text: string, limit: number) =>
      reader
        .select({ id: notes.id, title: notes.title })
        .from(notes)
        .where(
          and(isNull(notes.deletedAt), ne(notes.title, ''), text ? contains(notes.title, text) : undefined),
        )
        .orderBy(desc(notes.updatedAt))
        .limit(limit),
    listBacklinks: (key: string, exceptId: string): Promise<readonly NoteLink[]> =>
      reader
        .select({ noteId: notes.id, title: notes.title, excerpt: notes.excerpt })
        .from(noteLinks)
        .innerJoin(notes, eq(notes.id, noteLinks.noteId))
        .where(and(eq(noteLinks.targetKey, key), isNull(notes.deletedAt), ne(notes.id, exceptId)))
        .orderBy(desc(notes.updatedAt))
        .limit(500),
    async resolveTitles(keys: readonly string[]) {
      if (keys.length === 0) return new Map<string, string>();
      const rows = await reader
        .select({ id: notes.id, key: sql<string>`lower(${notes.title})` })
        .from(notes)
        .where(and(inArray(sql`lower(${notes.title})`, [...keys]), isNull(notes.deletedAt)))
        .orderBy(asc(notes.updatedAt));
      return new Map(rows.map((row) => [row.key, row.id]));
    },
  };
}

function attached(reader: Reader) {
  return {
    async listAttachments(noteId: string) {
      const rows = await reader
        .select()
        .from(attachments)
        .where(and(eq(attachments.noteId, noteId), isNull(attachments.deletedAt)))
        .orderBy(asc(attachments.createdAt), asc(attachments.id));
      return rows as readonly unknown[] as readonly Attachment[]; // ids in the store are ids: brand only
    },
    async findAttachment(id: string) {
      const [row] = await reader.select().from(attachments).where(eq(attachments.id, id));
      return row as unknown as Attachment | undefined; // brand only
    },
    async hasBlob(sha256: string) {
      const rows = await reader.rows('SELECT 1 FROM blob_parts WHERE sha256 = ? AND part = 0', [sha256]);
      return rows.length > 0;
    },
    async readBlobPart(sha256: string, part: number) {
      const [row] = await reader.rows(
        `SELECT (SELECT data FROM blob_parts WHERE sha256 = ? AND part = ?), (SELECT count(*) FROM blob_parts WHERE sha256 = ?)`,
        [sha256, part, sha256],
      );
      const data = row?.[0];
      return { data: data instanceof Uint8Array ? data : null, partCount: Number(row?.[1] ?? 0) };
    },
  };
}

function versions(reader: Reader) {
  return {
    listVersions: (noteId: string): Promise<readonly NoteVersion[]> =>
      reader
        .select({
          id: noteVersions.id,
          noteId: noteVersions.noteId,
          title: noteVersions.title,
          createdAt: noteVersions.createdAt,
          principal: noteVersions.principal,
          sizeBytes: sql<number>`length(cast(${noteVersions.body} as blob))`,
        })
        .from(noteVersions)
        .where(eq(noteVersions.noteId, noteId))
        .orderBy(desc(noteVersions.createdAt), desc(noteVersions.id))
        .limit(500),
    async findVersion(id: string): Promise<StoredVersion | undefined> {
      const [row] = await reader
        .select({ noteId: noteVersions.noteId, title: noteVersions.title, body: noteVersions.body })
        .from(noteVersions)
        .where(eq(noteVersions.id, id));
      return row;
    },
    async latestVersionAt(noteId: string): Promise<number | null> {
      const [row] = await reader
        .select({ at: sql<number | null>`max(${noteVersions.createdAt})` })
        .from(noteVersions)
        .where(eq(noteVersions.noteId, noteId));
      return row?.at ?? null;
    },
  };
}

function filterOf(input: NoteListInput): SQL | undefined {
  return and(
    isNull(notes.deletedAt),
    input.text ? or(contains(notes.title, input.text), contains(notes.excerpt, input.text)) : undefined,
    input.projectIds ? inArray(notes.projectId, input.projectIds) : undefined,
    input.clientIds ? belongsTo(input.clientIds) : undefined,
    input.pinnedOnly ? eq(notes.isPinned, true) : undefined,
    hasTagsIn(notes.tags, input.tags),
  );
}

export function toNote(row: NoteRow): Note {
  const { excerpt: _excerpt, links: _links, ...note } = row;
  return note as Note; // ids in the store are ids: the brand is all that is missing
}

function toListItem({
  sortValues: _values,
  ...item
}: { readonly sortValues: unknown } & object): NoteListItem {
  return item as NoteListItem; // ids in the store are ids: the brand is all that is missing
}
